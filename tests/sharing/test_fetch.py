"""Asking the departments, which are real processes here."""

import threading
from datetime import timedelta

import pytest
from django.db import transaction

from services.sharing import asking
from services.sharing.fetch import InsideTransaction, Reply, Subject, fetch
from services.sharing.loading import load_purpose
from services.sharing.models import DataRequest, Purpose
from services.sharing.port import NoAnswer
from tests.sharing.conftest import AT, purpose_block, source
from tests.sharing.scripted import honest, serving, tell

pytestmark = pytest.mark.processes
POLICE, CIVIL, SOCIAL = "public_security", "civil_affairs", "social_insurance"
WANG = Subject("王秀兰", "990102194603080026")
CARD = "9901020310070010318"


@pytest.fixture(autouse=True)
def world_and_departments(world, departments, settings):
    settings.DEPARTMENT_DEADLINE_SECONDS = 30.0


def ask(purpose: Purpose, subject: Subject = WANG, **options) -> dict[str, Reply]:
    return {
        each.department_code: each
        for each in fetch(purpose=purpose, subject=subject, source=source(), at=AT, **options)
    }


def values(replies: dict[str, Reply]) -> dict[str, object]:
    return {code: each.value for reply in replies.values() for code, each in reply.values.items()}


class TestAnswers:
    def test_every_department_answers_in_the_form_of_the_purpose(self, allowance):
        replies = ask(allowance)
        assert list(replies) == [POLICE, CIVIL, SOCIAL]
        assert all(each.available and each.reason == "" for each in replies.values())
        assert values(replies) == {
            "population.name": "王秀兰",
            "population.birth_on": "1946-03-08",
            "population.residence": "NORMAL",
            "allowances.receives_old_age_allowance": "NO",
            "social_cards.can_receive_payment": "YES",
            "social_cards.card_tail": "0318",
        }

    def test_a_value_says_where_it_is_from(self, allowance):
        reply = ask(allowance)[POLICE]
        value = reply.values["population.birth_on"]
        assert value.request_id == reply.request_id
        assert value.fetched_at == AT
        assert AT - timedelta(days=1) < value.as_of <= AT

    def test_lists_and_numbers_come_through(self):
        purpose = load_purpose(
            purpose_block(
                "insurance",
                insurance__status="VALUE",
                insurance__kinds="VALUE",
                insurance__months_paid="VALUE",
                insurance__employer="VALUE",
                insurance__first_month="VALUE",
            )
        )
        assert values(ask(purpose, Subject("周敏", "990102199208251422"))) == {
            "insurance.status": "INSURED",
            "insurance.kinds": ["PENSION", "MEDICAL", "UNEMPLOYMENT", "INJURY", "MATERNITY"],
            "insurance.months_paid": 136,
            "insurance.employer": "云州市第二中学",
            "insurance.first_month": "2015-07",
        }

    def test_only_the_departments_named_are_asked(self, allowance, departments):
        assert list(ask(allowance, departments=[CIVIL])) == [CIVIL]
        assert (departments.asked(POLICE), departments.asked(CIVIL), departments.asked(SOCIAL)) == (0, 1, 0)

    def test_nobody_named_nobody_asked(self, allowance):
        assert ask(allowance, departments=[]) == {}
        assert not DataRequest.objects.exists()

    def test_fields_of_one_department_are_one_question_wherever_they_stand(self, departments):
        purpose = load_purpose(
            purpose_block(
                "mixed",
                population__name="VALUE",
                allowances__receives_old_age_allowance="PREDICATE",
                population__birth_on="VALUE",
            )
        )
        assert list(ask(purpose)) == [POLICE, CIVIL]
        assert departments.asked(POLICE) == 1

    def test_of_somebody_unknown_there_is_nothing_and_the_department_is_available(self, allowance):
        replies = ask(allowance, Subject("无名氏", "990102194603080026"))
        assert all(each.available for each in replies.values())
        assert values(replies) == {
            "allowances.receives_old_age_allowance": "UNKNOWN",
            "social_cards.can_receive_payment": "UNKNOWN",
        }

    def test_a_changed_value_is_seen_at_the_next_fetch(self, allowance, departments):
        departments.set(POLICE, WANG.id_no, "population.residence", "MOVED_OUT")
        assert values(ask(allowance))["population.residence"] == "MOVED_OUT"

    def test_a_value_out_of_form_is_missing_and_the_others_are_there(self, allowance, departments):
        departments.set(POLICE, WANG.id_no, "population.residence", "ON_THE_MOON")
        departments.set(POLICE, WANG.id_no, "population.birth_on", None)
        assert set(ask(allowance)[POLICE].values) == {"population.name"}


class TestProof:
    """Who somebody is: name and number belong together, and they know a number only they know."""

    def answers(self, name: str, card: str) -> dict[str, object]:
        proof = Purpose.objects.get(code="identity-proof")
        claims = {"social_cards.card_number_matches": card}
        return values(ask(proof, Subject(name, WANG.id_no), claims=claims))

    def test_both_match(self):
        assert self.answers("王秀兰", CARD) == {
            "population.identity_matches": "YES",
            "social_cards.card_number_matches": "YES",
        }

    def test_another_card(self):
        assert self.answers("王秀兰", "9901020311070092207")["social_cards.card_number_matches"] == "NO"

    def test_another_name_learns_nothing_about_the_card(self):
        assert self.answers("李建国", CARD) == {
            "population.identity_matches": "NO",
            "social_cards.card_number_matches": "UNKNOWN",
        }

    def test_the_dead_prove_nothing(self):
        proof = Purpose.objects.get(code="identity-proof")
        answers = values(ask(proof, Subject("郑国栋", "990102193812050195")))
        assert answers["population.identity_matches"] == "NO"


class TestFaults:
    """Whatever one department does, the others are used."""

    @pytest.mark.parametrize(
        ("fault", "state", "reason"),
        [
            ("down", "UNAVAILABLE", "error"),
            ("error", "UNAVAILABLE", "error"),
            ("garbage", "UNAVAILABLE", "malformed"),
            ("wrong_subject", "REFUSED", "wrong_subject"),
        ],
    )
    def test_a_fault_is_that_departments_alone(self, allowance, departments, fault, state, reason):
        departments.fault(POLICE, fault)
        replies = ask(allowance)
        assert (replies[POLICE].available, replies[POLICE].reason, replies[POLICE].values) == (
            False,
            reason,
            {},
        )
        assert replies[CIVIL].available
        assert replies[SOCIAL].available
        row = DataRequest.objects.get(pk=replies[POLICE].request_id)
        assert (row.state, row.reason) == (state, reason)

    def test_a_department_that_drips_is_left_at_the_deadline(self, allowance, departments, settings):
        settings.DEPARTMENT_DEADLINE_SECONDS = 0.5
        departments.fault(POLICE, "slow")
        replies = ask(allowance, departments=[POLICE])
        assert replies[POLICE].reason == "deadline"

    def test_all_that_drip_share_one_deadline(self, allowance, departments, settings):
        settings.DEPARTMENT_DEADLINE_SECONDS = 0.5
        for code in (POLICE, CIVIL, SOCIAL):
            departments.fault(code, "slow")
        assert {each.reason for each in ask(allowance).values()} == {"deadline"}

    def test_more_than_was_asked_is_dropped_and_written_down(self, allowance, departments):
        departments.fault(POLICE, "extra_fields")
        departments.fault(SOCIAL, "extra_fields")
        replies = ask(allowance)
        assert set(values(replies)) == {each["field"] for each in allowance.reads}
        police = DataRequest.objects.get(pk=replies[POLICE].request_id)
        social = DataRequest.objects.get(pk=replies[SOCIAL].request_id)
        assert "population.hukou_address" in police.over_delivered
        assert "social_cards.card_number" in social.over_delivered
        assert values(replies)["social_cards.card_tail"] == "0318"

    def test_a_department_that_is_away_for_a_moment_is_asked_again(self, allowance, departments):
        departments.fault(CIVIL, "down", times=1)
        assert ask(allowance)[CIVIL].available
        assert departments.asked(CIVIL) == 2

    def test_but_not_more_often_than_twice(self, allowance, departments):
        departments.fault(CIVIL, "down", times=3)
        assert not ask(allowance)[CIVIL].available
        assert ask(allowance)[CIVIL].available

    def test_a_wrong_answer_is_not_asked_for_again(self, allowance, departments):
        departments.fault(POLICE, "wrong_subject")
        ask(allowance)
        assert departments.asked(POLICE) == 1

    def test_a_stopped_department_is_unreachable_and_is_there_again_when_started(
        self, allowance, departments
    ):
        departments.stop(CIVIL)
        replies = ask(allowance)
        assert (replies[CIVIL].available, replies[CIVIL].reason) == (False, "unreachable")
        assert replies[POLICE].available
        departments.start(CIVIL)
        assert ask(allowance, departments=[CIVIL])[CIVIL].available

    def test_a_department_without_an_address(self, allowance, settings):
        del settings.DEPARTMENT_ADDRESSES[CIVIL]
        assert ask(allowance)[CIVIL].reason == "no_address"

    def test_a_department_that_declines(self, allowance, settings):
        settings.DEPARTMENT_ADDRESSES[CIVIL] = settings.DEPARTMENT_ADDRESSES[
            POLICE
        ]  # which has no such field
        replies = ask(allowance, departments=[CIVIL])
        assert replies[CIVIL].reason == "declined"
        assert DataRequest.objects.get().state == "REFUSED"

    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"id": "a2a39f43-0da5-4e6c-9a5d-bf4ad0131385"}, "wrong_request"),
            ({"request_hash": "0" * 64}, "wrong_request"),
            ({"subject_hash": "0" * 64}, "wrong_subject"),
            ({"as_of": (AT + timedelta(hours=1)).isoformat()}, "from_the_future"),
        ],
    )
    def test_an_answer_that_repeats_the_question_wrongly(self, allowance, settings, changes, reason):
        with serving(lambda handler, body: tell(handler, body, honest(body, **changes))) as address:
            settings.DEPARTMENT_ADDRESSES[CIVIL] = address
            assert ask(allowance, departments=[CIVIL])[CIVIL].reason == reason

    def test_a_mistake_of_ours_is_one_departments_fault_and_not_the_end(self, allowance, monkeypatch):
        real = asking.provider_for

        def broken(code: str):
            return real(code) if code != CIVIL else 1 / 0

        monkeypatch.setattr(asking, "provider_for", broken)
        replies = ask(allowance)
        assert (replies[CIVIL].reason, replies[POLICE].available) == ("error", True)


class TestTogether:
    def test_case_32_all_are_asked_at_once(self, allowance, settings):
        """Nobody answers before everybody has been asked; one after the other, all would wait for ever."""
        everybody_asked = threading.Barrier(3)

        def script(handler, body):
            everybody_asked.wait()
            tell(handler, body, honest(body))

        with serving(script) as one, serving(script) as two, serving(script) as three:
            settings.DEPARTMENT_ADDRESSES = {POLICE: one, CIVIL: two, SOCIAL: three}
            replies = ask(allowance)
        assert [each.available for each in replies.values()] == [True] * 3

    def test_a_provider_that_forgets_the_deadline_is_left_behind(self, allowance, monkeypatch, settings):
        settings.DEPARTMENT_DEADLINE_SECONDS = 0.3
        released = threading.Event()

        class Forgetful:
            def ask(self, question):
                released.wait()
                raise NoAnswer

        monkeypatch.setattr(asking, "provider_for", lambda code: Forgetful())
        assert {each.reason for each in ask(allowance).values()} == {"deadline"}
        assert set(DataRequest.objects.values_list("reason", flat=True)) == {"deadline"}
        released.set()


class TestRefusals:
    def test_never_inside_a_transaction(self, allowance, departments):
        with transaction.atomic(), pytest.raises(InsideTransaction, match="allowance@1"):
            ask(allowance)
        assert departments.asked(POLICE) == 0
        assert not DataRequest.objects.exists()

    def test_outside_it_is_allowed(self, allowance):
        with transaction.atomic():
            pass
        assert ask(allowance)[POLICE].available

    @pytest.mark.parametrize(
        "wrong",
        [
            "",
            "application",
            "application:",
            "王:1",
            "application:990102194603080026",
            "a:1 or 1",
            "application:1\n",
        ],
    )
    def test_a_source_is_a_word_and_an_id(self, allowance, departments, wrong):
        with pytest.raises(ValueError, match="a word and an id"):
            fetch(purpose=allowance, subject=WANG, source=wrong, at=AT)
        assert departments.asked(POLICE) == 0

    @pytest.mark.parametrize("right", ["account:17", "application:a2a39f43-0da5-4e6c-9a5d-bf4ad0131385"])
    def test_such_as_these(self, allowance, right):
        replies = fetch(purpose=allowance, subject=WANG, source=right, departments=[CIVIL], at=AT)
        assert DataRequest.objects.get(pk=replies[0].request_id).source == right

    def test_a_claim_about_what_the_purpose_does_not_read(self, allowance, departments):
        with pytest.raises(ValueError, match="allowance@1 does not read"):
            ask(allowance, claims={"social_cards.card_number_matches": CARD})
        assert departments.asked(SOCIAL) == 0
