"""The seam between asking and the law: what is denied is not asked, is written down, and is looked at again at delivery."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils.timezone import now

from services.actions.actor import SYSTEM, Actor, Role
from services.departments.models import Department, StaffMember
from services.ledger.models import Entry
from services.people.models import User
from services.sharing import fetch as fetching
from services.sharing import standings
from services.sharing.decision import Case
from services.sharing.fetch import Reply, Subject, fetch
from services.sharing.granting import authorise_reading
from services.sharing.inquiry import Occasion
from services.sharing.loading import load_purpose
from services.sharing.models import (
    DataAccess,
    DataField,
    DataRequest,
    Disclosure,
    Dispute,
    Grant,
    NegativeListEntry,
    PredicateAnswer,
    Purpose,
    Recusal,
    SharingPolicy,
)
from services.sharing.readings import Reading, readings
from services.sharing.standings import Standing
from tests.cast import DepartmentsStub
from tests.sharing.conftest import AT, LIVE, WHY, purpose_block, source

POLICE, CIVIL, SOCIAL = "public_security", "civil_affairs", "social_insurance"
NAME, PREDICATE = "population.name", "social_cards.can_receive_payment"
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


class Asked:
    """The departments answer from a file; `codes` are the fields that crossed, question by question."""

    def __init__(self) -> None:
        self.codes: list[set[str]] = []
        self.meanwhile = lambda: None


@pytest.fixture
def asked(allowance, tmp_path, settings, monkeypatch) -> Asked:
    DepartmentsStub(tmp_path / "people.json", settings)
    found, really = Asked(), fetching.ask_all

    def ask_all(inquiries, **options):
        found.codes += [{reading.field.code for reading in each.readings} for each in inquiries]
        outcomes = really(inquiries, **options)
        found.meanwhile()
        return outcomes

    monkeypatch.setattr(fetching, "ask_all", ask_all)
    return found


@pytest.fixture
def subject(wang) -> Subject:
    return Subject(wang.name, wang.id_no, wang.pk)


def ask(purpose: Purpose, subject: Subject, about: str | None = None, **options) -> dict[str, Reply]:
    replies = fetch(purpose=purpose, subject=subject, source=about or source(), at=AT, **options)
    return {each.department_code: each for each in replies}


def stand(monkeypatch, case: Case, **of) -> None:
    monkeypatch.setitem(standings._stands, "application", lambda id, subject: Standing(case, **of))


def kept_in_ledger() -> list[str]:
    return [bytes(entry.body).decode() for entry in Entry.objects.filter(kind="reading_decided")]


class TestWhatIsDenied:
    def test_case_2_is_not_asked_and_comes_with_its_reason(self, asked, allowance, subject):
        wanted = [*readings(allowance), reading("marriages.spouse")]
        occasion = Occasion(allowance, subject, source(), {}, AT)
        verdicts = {each.field: each.reasons for each in authorise_reading(occasion, wanted)}
        assert verdicts["marriages.spouse"] == ("FIELD_NOT_IN_PURPOSE", "NO_GRANT")
        assert verdicts[NAME] == ()
        assert asked.codes == []

    def test_case_2_a_field_without_a_grant_makes_no_call(self, asked, allowance, subject):
        Grant.objects.filter(purpose=allowance, field__resource__department__code=SOCIAL).delete()
        replies = ask(allowance, subject)
        assert replies[SOCIAL].withheld == {
            PREDICATE: ("NO_GRANT",),
            "social_cards.card_tail": ("NO_GRANT",),
        }
        assert not any(code.startswith("social_cards") for codes in asked.codes for code in codes)
        assert not DataRequest.objects.filter(department__code=SOCIAL).exists()
        assert NAME in replies[POLICE].values

    def test_case_3_the_negative_list_wins_over_the_grant(self, asked, allowance, subject):
        field = DataField.objects.get(code=NAME)
        NegativeListEntry.objects.create(
            resource=field.resource,
            field=field,
            department=field.resource.department,
            article="《示例》第一条",
            reason=WHY,
            entered_on=AT.date(),
            review_on=AT.date() + timedelta(days=90),
        )
        replies = ask(allowance, subject)
        assert replies[POLICE].withheld == {NAME: ("ON_NEGATIVE_LIST",)}
        assert "population.birth_on" in replies[POLICE].values

    def test_case_5_a_value_where_yes_or_no_is_registered_is_denied(self, asked, allowance, subject):
        wanted = [replace(reading(PREDICATE), disclosure=Disclosure.VALUE)]
        [verdict] = authorise_reading(Occasion(allowance, subject, source(), {}, AT), wanted)
        assert "DISCLOSURE_NOT_IN_PURPOSE" in verdict.reasons
        assert verdict.disclosure == "VALUE"

    def test_case_7_nothing_is_read_for_what_has_ended(self, asked, allowance, subject, monkeypatch):
        stand(monkeypatch, replace(LIVE, live=False))
        replies = ask(allowance, subject)
        assert {
            reason for each in replies.values() for found in each.withheld.values() for reason in found
        } == {"CASE_NOT_LIVE"}
        assert asked.codes == []

    def test_nobody_stands_for_a_word(self, asked, allowance, subject):
        replies = ask(allowance, subject, about="nothing:1")
        assert replies[POLICE].withheld[NAME] == ("CASE_UNKNOWN",)

    def test_a_retired_purpose_reads_nothing(self, asked, allowance, subject):
        Purpose.objects.filter(pk=allowance.pk).update(retired_at=AT)
        assert ask(allowance, subject)[POLICE].values == {}

    def test_case_9_what_the_caller_holds_is_not_believed(self, asked, allowance, subject):
        """Columns of the instance in hand, such as a consumer of its own choice, are read anew from the row."""
        allowance.consumer, allowance.reads = "civil_affairs", []
        occasion = Occasion(allowance, subject, source(), {}, AT)
        [verdict] = authorise_reading(occasion, [reading(NAME)])
        assert verdict.allowed


class TestTrace:
    def test_every_department_has_a_row_and_the_ledger_has_them_all(self, asked, allowance, subject, wang):
        about = source()
        ask(allowance, subject, about)
        rows = DataAccess.objects.filter(source=about)
        assert {each.department.code for each in rows} == {POLICE, CIVIL, SOCIAL}
        assert {each.decision for each in rows} == {"ALLOWED"}
        assert {each.person for each in rows} == {wang}
        [entry] = kept_in_ledger()
        assert all(str(each.pk) in entry for each in rows)
        assert "allowance@1" in entry
        assert "population@40" in entry

    def test_the_ledger_names_nobody(self, asked, allowance, subject, wang):
        ask(allowance, subject)
        [entry] = kept_in_ledger()
        assert str(wang.pk) not in entry
        assert wang.name not in entry
        assert wang.id_no not in entry

    def test_a_denial_stays_though_what_it_refused_is_undone(self, asked, allowance, subject, monkeypatch):
        stand(monkeypatch, replace(LIVE, live=False))
        about = source()
        with pytest.raises(RuntimeError), transaction.atomic():
            transaction.on_commit(lambda: None)
            raise RuntimeError("the act is undone")
        ask(allowance, subject, about)
        assert {each.decision for each in DataAccess.objects.filter(source=about)} == {"DENIED"}
        assert "CASE_NOT_LIVE" in kept_in_ledger()[0]

    def test_the_person_sees_refusals_and_others_do_not(
        self, asked, allowance, subject, wang, li, monkeypatch
    ):
        stand(monkeypatch, replace(LIVE, live=False))
        ask(allowance, subject)
        mine = DataAccess.objects.visible_to(Actor(Role.CITIZEN, user_id=1, person_id=wang.pk))
        assert mine.denied().count() == 3
        assert not DataAccess.objects.visible_to(Actor(Role.CITIZEN, user_id=2, person_id=li.pk)).exists()


class TestAtDelivery:
    def test_gap_6_a_grant_suspended_while_the_question_is_on_its_way(self, asked, allowance, subject):
        name = Grant.objects.filter(purpose=allowance, field__code=NAME)
        asked.meanwhile = lambda: name.update(suspended_at=AT, suspended_because="a leak")
        about = source()
        reply = ask(allowance, subject, about)[POLICE]
        assert NAME not in reply.values
        assert "population.birth_on" in reply.values
        row = DataAccess.objects.get(source=about, stage=DataAccess.Stage.DELIVERY)
        assert [(each["field"], each["reasons"]) for each in row.fields] == [(NAME, ["GRANT_SUSPENDED"])]

    def test_case_12_a_mandate_that_ended_a_second_ago(self, asked, allowance, subject, monkeypatch):
        stand(monkeypatch, replace(LIVE, mandate=True))
        asked.meanwhile = lambda: stand(monkeypatch, replace(LIVE, mandate=False))
        assert all(reply.values == {} for reply in ask(allowance, subject).values())
        denied = DataAccess.objects.filter(stage=DataAccess.Stage.DELIVERY)
        assert {reason for row in denied for each in row.fields for reason in each["reasons"]} == {
            "MANDATE_ENDED"
        }

    def test_a_policy_that_forbids_from_now_on(self, asked, allowance, subject):
        field = DataField.objects.get(code=NAME)

        def forbid() -> None:
            SharingPolicy.objects.create(
                resource=field.resource,
                field=field,
                version=90,
                kind="FORBIDDEN",
                article="《示例》第一条",
                valid_from=AT.date(),
                review_on=AT.date() + timedelta(days=90),
                state="APPROVED",
                author="a",
                first_approver="b",
                second_approver="c",
            )

        asked.meanwhile = forbid
        assert NAME not in ask(allowance, subject)[POLICE].values


class TestOfficers:
    @pytest.fixture
    def clerk(self, allowance) -> Actor:
        house = Department.objects.get(code=CIVIL)
        user = User.objects.create(username="mz1", kind="STAFF", is_staff=True)
        StaffMember.objects.create(user=user, department=house, name="李梅")
        return Actor(Role.STAFF, user_id=user.pk, department_id=house.pk, second_factor_at=AT)

    @pytest.fixture
    def at_work(self, clerk, monkeypatch) -> None:
        house = Department.objects.get(code=CIVIL)
        stand(monkeypatch, LIVE, departments={house.pk}, regions={house.region_id})

    def test_the_one_at_work_on_it_reads(self, asked, allowance, subject, clerk, at_work):
        assert ask(allowance, subject, actor=clerk)[POLICE].withheld == {}

    def test_case_1_one_of_another_department_does_not(self, asked, allowance, subject, clerk, monkeypatch):
        other = Department.objects.get(code=SOCIAL)
        stand(monkeypatch, LIVE, departments={other.pk}, regions={other.region_id})
        withheld = ask(allowance, subject, actor=clerk)[POLICE].withheld
        assert withheld[NAME] == ("OFFICER_OF_ANOTHER_DEPARTMENT",)
        assert asked.codes == []

    def test_one_who_has_left_does_not(self, asked, allowance, subject, clerk, at_work):
        User.objects.filter(pk=clerk.user_id).update(is_active=False)
        assert ask(allowance, subject, actor=clerk)[POLICE].withheld[NAME] == ("OFFICER_NOT_ON_DUTY",)

    def test_one_who_writes_rules_does_not(self, asked, allowance, subject, clerk, at_work):
        StaffMember.objects.filter(user=clerk.user_id).update(role="POLICY")
        assert ask(allowance, subject, actor=clerk)[POLICE].withheld[NAME] == ("ROLE_MAY_NOT_READ",)

    def test_case_8_kin_the_officer_has_named(self, asked, allowance, subject, clerk, at_work, wang):
        Recusal.objects.create(user_id=clerk.user_id, id_no=wang.id_no, named_at=AT)
        assert ask(allowance, subject, actor=clerk)[POLICE].withheld[NAME] == ("OFFICER_IS_CONCERNED",)

    def test_gap_10_what_is_sensitive_wants_a_fresh_second_factor(self, asked, subject, clerk, at_work):
        means = load_purpose(purpose_block("means", family_means__monthly_income="VALUE"))
        old = replace(clerk, second_factor_at=AT - 16 * MINUTE)
        assert ask(means, subject, actor=old)[CIVIL].withheld["family_means.monthly_income"] == (
            "SECOND_FACTOR_TOO_OLD",
        )
        assert ask(means, subject, actor=clerk)[CIVIL].withheld == {}


class TestPredicates:
    def test_the_same_answer_is_given_again_for_one_application(self, asked, allowance, subject):
        about = source()
        first = ask(allowance, subject, about)[SOCIAL].values[PREDICATE]
        again = ask(allowance, subject, about)[SOCIAL].values[PREDICATE]
        assert again == first
        assert [
            PREDICATE in codes for codes in asked.codes if codes & {PREDICATE, "social_cards.card_tail"}
        ] == [
            True,
            False,
        ]

    def test_another_application_asks_anew(self, asked, allowance, subject):
        ask(allowance, subject)
        ask(allowance, subject)
        assert sum(PREDICATE in codes for codes in asked.codes) == 2

    def test_the_answer_lies_sealed_and_names_nobody(self, asked, allowance, subject, wang):
        ask(allowance, subject)
        row = PredicateAnswer.objects.filter(predicate__field__code=PREDICATE).values().get()
        assert wang.id_no not in str(row)
        assert b"YES" not in bytes(row["answer"])

    def test_who_asks_for_the_twenty_first_time_is_refused(self, asked, allowance, subject):
        for _ in range(20):
            ask(allowance, subject, departments=[SOCIAL])
        assert ask(allowance, subject, departments=[SOCIAL])[SOCIAL].withheld == {
            PREDICATE: ("BUDGET_SPENT",)
        }

    def test_a_doubted_answer_is_asked_anew(self, asked, allowance, subject, wang):
        about = source()
        ask(allowance, subject, about)
        field = DataField.objects.get(code=PREDICATE)
        Dispute.objects.create(
            person=wang,
            field=field,
            department=field.authoritative_department,
            source=about,
            words="不对",
            opened_at=AT,
            due_on=AT.date(),
        )
        ask(allowance, subject, about)
        assert sum(PREDICATE in codes for codes in asked.codes) == 2


class TestTheLogBehind:
    @pytest.fixture
    def sealer_stopped(self) -> Entry:
        """Six minutes ago, and an entry has waited for it since."""
        since = now() - timedelta(minutes=6)
        return Entry.objects.create(
            kind="seen", written_at=since, body=b"{}", salt=b"s", commitment=b"c", digest=b"d"
        )

    def test_case_37_what_is_personal_is_refused_and_no_department_asked(
        self, asked, allowance, subject, sealer_stopped
    ):
        withheld = ask(allowance, subject)[POLICE].withheld
        assert withheld[NAME] == ("LOG_BEHIND",) and asked.codes == []
        denied = DataAccess.objects.get(department__code=POLICE)
        assert denied.decision == "DENIED" and denied.fields[0]["reasons"] == ["LOG_BEHIND"]

    def test_case_37_what_is_not_personal_goes_on(self, asked, allowance, subject, sealer_stopped):
        DataField.objects.filter(code=NAME).update(level="L2")
        assert NAME not in ask(allowance, subject)[POLICE].withheld
        assert any(NAME in codes for codes in asked.codes)

    def test_case_37_when_the_sealer_has_caught_up_everything_does(
        self, asked, allowance, subject, sealer_stopped
    ):
        Entry.objects.filter(pk=sealer_stopped.pk).update(leaf_index=0)
        assert ask(allowance, subject)[POLICE].withheld == {}


def reading(code: str) -> Reading:
    field = DataField.objects.select_related("resource__department", "authority").get(code=code)
    disclosure = Disclosure.PREDICATE if field.kind == "predicate" else Disclosure.VALUE
    return Reading(field, disclosure, WHY)


def test_a_machine_is_nobodys_officer(asked, allowance, subject):
    assert ask(allowance, subject, actor=SYSTEM)[POLICE].withheld == {}


@pytest.mark.parametrize(
    "wrong",
    ["application:%00", "application:1\r\nadmin:1", "application:\x1b[31m1", "a" * 400 + ":1", "nobody"],
    ids=["percent", "line break", "escape", "long", "no id"],
)
def test_case_13_a_source_out_of_form_is_refused_before_anything_is_looked_up(
    asked, allowance, subject, wrong, django_assert_num_queries
):
    with django_assert_num_queries(0), pytest.raises(ValueError, match="a word and an id"):
        fetch(purpose=allowance, subject=subject, source=wrong, at=AT)
    assert asked.codes == []
