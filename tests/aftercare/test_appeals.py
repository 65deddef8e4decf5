"""复核, to its end: 李建国, refused by 李文, asks for another look, and 何芳 answers; what does not stand is decided anew."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import IntegrityError
from django.utils.timezone import localdate

from services.actions.actor import Actor
from services.actions.errors import Denied
from services.aftercare.actions.appeal import APPEAL_DAYS, LONGEST, appeal
from services.aftercare.actions.reexamine import close_reexamination
from services.aftercare.errors import (
    AlreadyAnswered,
    AlreadyAppealed,
    NotRefused,
    TooLateToAppeal,
    TooManyWords,
    WordsMissing,
)
from services.aftercare.models import Entitlement, Reexamination
from services.aftercare.queries import open_reexaminations
from services.aftercare.rereading import PATIENCE, reread_corrected
from services.applications.actions.decide import decide
from services.applications.actions.upload import upload
from services.applications.gathering import retry_awaited
from services.applications.models import Application, Decision, Evidence, Move
from services.applications.opening import known_values
from services.applications.timekeeping import close_what_is_over
from services.applications.uploads import files_of, visible_upload
from services.certificates.queries import for_source
from services.ledger.models import Entry
from services.notifications.models import Message
from services.sharing.models import DataRequest
from tests.aftercare.running import relay
from tests.aftercare.test_corrections import settled
from tests.cast import NOON, DepartmentsStub, begin, load_shipped, send
from tests.opened import value_of
from tests.questions.papers import picture
from tests.refusals import refused_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
MEANS = "minimum-living-allowance"
BIRTH = "population.birth_on"
LATER = NOON + timedelta(days=2)
STILL_LATER = LATER + timedelta(hours=1)
ANSWER = "出生日期已更正，原决定不成立。"
WORDS = "我生于 1950 年，已请公安更正。"


@pytest.fixture(autouse=True)
def two_days_later() -> Iterator[None]:
    """Handlers ask the clock."""
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def jianguo(citizen) -> Actor:
    return citizen("li_jianguo")


@pytest.fixture
def who_refused(caseworker) -> Actor:
    return caseworker("civil_affairs")


@pytest.fixture
def colleague(caseworker) -> Actor:
    return caseworker("civil_affairs", "何芳")


@pytest.fixture
def refused(jianguo, who_refused) -> Application:
    """And closed: whoever asks has slept over it."""
    application = refused_by(who_refused, jianguo)
    close_what_is_over(at=LATER)
    relay()
    return fresh(application)


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def asked(application: Application, actor: Actor, words: str = WORDS, at=LATER) -> Reexamination:
    return Reexamination.objects.get(
        pk=appeal(application_id=application.pk, words=words, actor=actor, at=at)
    )


@pytest.fixture
def corrected(refused, departments_stub: DepartmentsStub) -> None:
    departments_stub.set("li_jianguo", BIRTH, "1950-06-30")


@pytest.fixture
def waiting(refused, jianguo) -> Reexamination:
    """The registers have been asked again, and a person has it."""
    asked(refused, jianguo)
    reread_corrected(at=STILL_LATER)
    relay()
    return Reexamination.objects.get()


def close(row: Reexamination, actor: Actor, state: str, reason: str = ANSWER) -> None:
    given = {"state": Reexamination.State(state), "reason": reason, "at": STILL_LATER}
    close_reexamination(reexamination_id=row.pk, actor=actor, **given)
    relay()


def renewed(refused: Application) -> Application:
    """Its registers answered, as far as they did."""
    retry_awaited(at=STILL_LATER)
    relay()
    return Application.objects.get(renews=refused)


def told(application: Application) -> set[str]:
    return set(Message.objects.filter(person=application.person_id).values_list("template", flat=True))


def on_record(name: str) -> list[dict]:
    return [json.loads(bytes(each.body)) for each in Entry.objects.filter(kind=name)]


class TestAsking:
    def test_it_has_words_and_a_clock_of_working_days(self, refused, jianguo):
        row = asked(refused, jianguo)
        assert (row.state, row.words, row.department_id) == (
            "WAITING",
            WORDS,
            refused.competent_department_id,
        )
        assert (localdate(LATER), row.due_on) == (date(2026, 11, 25), date(2026, 12, 9))

    def test_it_stands_in_the_ledger_without_its_words(self, refused, jianguo):
        row = asked(refused, jianguo)
        [entry] = on_record("appeal_opened")
        assert entry["reexamination"] == str(row.pk) and WORDS not in str(entry)

    def test_twice_under_one_key_is_once_and_a_second_one_is_refused(self, refused, jianguo):
        given = {"application_id": refused.pk, "words": WORDS, "actor": jianguo, "at": LATER}
        key = uuid4()
        assert appeal(**given, request_key=key) == appeal(**given, request_key=key)
        with pytest.raises(AlreadyAppealed):
            appeal(**given)

    @pytest.mark.parametrize(("words", "error"), [(" ", WordsMissing), ("字" * (LONGEST + 1), TooManyWords)])
    def test_it_says_why_in_so_many_words(self, refused, jianguo, words, error):
        with pytest.raises(error):
            asked(refused, jianguo, words)

    def test_it_may_be_asked_for_until_the_last_day_and_not_on_the_next(self, refused, jianguo):
        with pytest.raises(TooLateToAppeal):
            asked(refused, jianguo, at=NOON + timedelta(days=APPEAL_DAYS + 1))
        asked(refused, jianguo, at=NOON + timedelta(days=APPEAL_DAYS))

    def test_what_was_approved_or_not_decided_is_not_asked_for(self, citizen):
        wang, chen = citizen("wang_xiulan"), citizen("chen_deming")
        for her in (wang, chen):
            with pytest.raises(NotRefused):
                asked(send(begin(her), her), her)

    def test_nobody_asks_for_somebody_else(self, refused, citizen, who_refused):
        with pytest.raises(Denied, match="not_visible"):
            asked(refused, citizen("wang_xiulan"))
        with pytest.raises(Denied, match="not_a_citizen"):
            asked(refused, who_refused)
        assert len(on_record("denied")) == 2


class TestLookingAgain:
    def test_every_register_is_asked_again_under_a_request_of_its_own(self, waiting):
        departments = DataRequest.objects.filter(source=f"reexamination:{waiting.pk}")
        assert "public_security" in {each.department.code for each in departments} and len(departments) > 1

    def test_the_person_sees_what_changed_and_what_the_rules_make_of_it(self, corrected, waiting):
        assert waiting.changes == [{"field": BIRTH, "before": "1957-06-30", "after": "1950-06-30"}]
        assert waiting.conclusion["outcome"] == "APPROVE"

    def test_its_days_run_from_the_day_it_was_asked_for(self, refused, jianguo):
        row = asked(refused, jianguo)
        reread_corrected(at=LATER + timedelta(days=6))
        assert fresh_row(row).state == "OPEN" and fresh_row(row).due_on == row.due_on

    def test_it_does_not_wait_for_a_silent_register_for_ever(self, refused, jianguo, departments_stub):
        row = asked(refused, jianguo)
        departments_stub.fail("public_security")
        for hour in range(PATIENCE):
            reread_corrected(at=LATER + timedelta(hours=hour))
            assert fresh_row(row).state == "WAITING"
        reread_corrected(at=LATER + timedelta(hours=PATIENCE))
        assert (fresh_row(row).state, fresh_row(row).conclusion) == ("OPEN", {})

    def test_who_refused_does_not_answer_it(self, waiting, who_refused, colleague):
        with pytest.raises(Denied, match="own_decision"):
            close(waiting, who_refused, "REVERSED")
        assert fresh_row(waiting).state == "OPEN" and not Application.objects.filter(renews__isnull=False)
        close(waiting, colleague, "CONFIRMED")
        assert fresh_row(waiting).state == "CONFIRMED"

    def test_another_department_does_not_see_it(self, waiting, caseworker):
        other = caseworker("social_insurance")
        assert not open_reexaminations(other)
        with pytest.raises(Denied, match="not_visible"):
            close(waiting, other, "REVERSED")

    def test_what_a_correction_asks_of_the_same_refusal_is_answered_with_it(
        self, corrected, waiting, refused, colleague
    ):
        settled(refused, BIRTH)
        reread_corrected(at=STILL_LATER)
        close(waiting, colleague, "REVERSED")
        [row] = Reexamination.objects.filter(dispute__isnull=False)
        assert (row.state, row.reason, row.closed_by) == ("REVERSED", ANSWER, colleague.key)
        assert Application.objects.filter(renews=refused).count() == 1
        assert "reexamined_reversed" not in told(refused)

    def test_it_is_answered_once_and_in_words(self, waiting, colleague):
        with pytest.raises(WordsMissing):
            close(waiting, colleague, "CONFIRMED", reason=" ")
        close(waiting, colleague, "CONFIRMED")
        with pytest.raises(AlreadyAnswered):
            close(waiting, colleague, "REVERSED")

    def test_the_citizen_is_told_at_each_step(self, waiting, refused, colleague):
        assert "appeal_open" in told(refused)
        close(waiting, colleague, "CONFIRMED")
        assert "appeal_confirmed" in told(refused) and not told(refused) & {"reexamined_open"}

    def test_upheld_the_refusal_stays_as_it_was(self, waiting, refused, colleague):
        close(waiting, colleague, "CONFIRMED", reason="年龄不够。")
        assert fresh(refused).standing == "REFUSED" and not Application.objects.filter(renews=refused)


def fresh_row(row: Reexamination) -> Reexamination:
    return Reexamination.objects.get(pk=row.pk)


class TestDecidedAnew:
    @pytest.fixture
    def anew(self, corrected, waiting, refused, colleague) -> Application:
        close(waiting, colleague, "REVERSED")
        return renewed(refused)

    def test_on_new_data_the_rules_approve_it_with_its_certificate(self, anew, refused):
        decision = anew.decision
        assert (anew.state, decision.decided_by, decision.amount_fen) == ("APPROVED", "RULES", 20000)
        certificate = for_source(anew.source)
        assert certificate is not None and certificate.state == "VALID"
        assert {"appeal_reversed", "approved"} <= told(refused)

    def test_the_refusal_stays_on_record_and_the_new_one_has_a_number_of_its_own(self, anew, refused):
        before = fresh(refused)
        assert (before.state, before.ended_as) == ("CLOSED", "REFUSED")
        assert (
            before.decision.outcome == "REFUSED"
            and value_of(before.evidence.get(field_code=BIRTH)) == "1957-06-30"
        )
        assert anew.case_code and anew.case_code != before.case_code

    def test_it_was_sent_on_the_day_it_was_first_sent_so_that_no_month_is_lost(self, anew, refused):
        assert anew.submitted_at == refused.submitted_at == NOON
        assert anew.answers == refused.answers
        assert Entitlement.objects.get(application=anew).first_month == date(2026, 11, 1)

    def test_history_and_ledger_tell_who_reversed_it(self, anew, waiting, colleague):
        first = Move.objects.filter(application=anew).earliest("id")
        assert (first.target, first.note, first.actor) == ("SUBMITTED", "RENEWED", colleague.key)
        moved = [each for each in on_record("application_moved") if each["application"] == str(anew.pk)]
        assert [each["to"] for each in moved] == ["SUBMITTED", "AWAITING_DATA", "APPROVED"]
        assert on_record("reexamined")[-1]["by"] == colleague.key

    def test_the_months_and_rows_of_the_new_one_are_its_own(self, anew):
        told_by = Evidence.objects.filter(application=anew, source="SHARED_DATA")
        assert told_by and all(each.arrived_late for each in told_by)


class TestWhatRulesLeaveToAPerson:
    @pytest.fixture
    def anew(self, waiting, refused, colleague) -> Application:
        """The register says what it said, and the colleague sees it otherwise."""
        close(waiting, colleague, "REVERSED", reason="户口簿原件证明年满 70 周岁。")
        return renewed(refused)

    def test_it_has_a_clock_of_its_own(self, anew):
        assert anew.state == "RECEIVED" and anew.due_on > localdate(LATER)

    def test_who_refused_does_not_decide_it_and_the_colleague_does(self, anew, who_refused, colleague):
        given = {
            "outcome": Decision.Outcome.APPROVED,
            "reason": "已核实。",
            "amount_fen": 20000,
            "at": STILL_LATER,
        }
        with pytest.raises(Denied, match="own_decision"):
            decide(application_id=anew.pk, actor=who_refused, **given)
        decide(application_id=anew.pk, actor=colleague, **given)
        relay()
        assert fresh(anew).state == "APPROVED" and for_source(anew.source)


class TestBeside:
    def test_a_draft_the_citizen_has_begun_meanwhile_stays(self, waiting, refused, jianguo, colleague):
        draft = begin(jianguo, at=LATER)
        close(waiting, colleague, "REVERSED")
        assert renewed(refused).pk != draft and Application.objects.get(pk=draft).state == "DRAFT"

    def test_what_was_applied_for_again_meanwhile_goes_on_instead(self, waiting, refused, jianguo, colleague):
        send(begin(jianguo, at=LATER), jianguo, at=LATER)
        close(waiting, colleague, "REVERSED")
        assert fresh_row(waiting).state == "REVERSED" and not Application.objects.filter(renews=refused)

    def test_a_refusal_is_carried_on_once(self, waiting, refused, colleague):
        close(waiting, colleague, "REVERSED")
        with pytest.raises(IntegrityError):
            Application.objects.create(
                person_id=refused.person_id,
                item_version=refused.item_version,
                competent_department_id=refused.competent_department_id,
                started_at=LATER,
                renews=refused,
            )


class TestPapersAndConsent:
    """The minimum living allowance reads what the family has, by consent, and asks for papers."""

    @pytest.fixture
    def refused(self, db, jianguo, who_refused, tmp_path, settings) -> Application:
        settings.VAR = tmp_path
        load_shipped(MEANS)
        draft = begin(jianguo, MEANS)
        given = {"application_id": draft, "question": "means_papers", "actor": jianguo, "at": NOON}
        paper = str(upload(name="工资单.jpg", content=picture(), **given))
        send(draft, jianguo, kin_of_staff=False, means_papers=[paper])
        given = {
            "outcome": Decision.Outcome.REFUSED,
            "reason": "收入超过标准。",
            "actor": who_refused,
            "at": NOON,
        }
        decide(application_id=draft, **given)
        return Application.objects.get(pk=draft)

    @pytest.fixture
    def anew(self, waiting, refused, colleague) -> Application:
        close(waiting, colleague, "REVERSED")
        return Application.objects.get(renews=refused)

    def test_nobody_is_asked_for_a_consent_again_and_a_person_has_it_at_once(self, anew, refused):
        assert anew.state == "RECEIVED" and not anew.awaited.exists()
        assert known_values(anew) == known_values(refused) != {}

    def test_its_papers_are_seen_there_by_their_owner_and_the_department(self, anew, jianguo, colleague):
        [names] = files_of(anew).values()
        [paper] = names
        for actor in (jianguo, colleague):
            found = visible_upload(UUID(paper), actor, of=anew.pk)
            assert found is not None and found.name == "工资单.jpg"

    def test_nobody_else_sees_them_there(self, anew, citizen):
        [names] = files_of(anew).values()
        [paper] = names
        assert visible_upload(UUID(paper), citizen("wang_xiulan"), of=anew.pk) is None
