"""What does not stand is decided anew: as sent on the day of the first, on what the registers say now."""

from datetime import date
from uuid import UUID

import pytest
from django.db import IntegrityError
from django.utils.timezone import localdate

from services.actions.errors import Denied
from services.aftercare.models import Entitlement
from services.applications.actions.decide import decide
from services.applications.actions.upload import upload
from services.applications.models import Application, Decision, Evidence, Move
from services.applications.opening import known_values
from services.applications.uploads import files_of, visible_upload
from services.certificates.queries import for_source
from tests.aftercare.appeals.conftest import (
    BIRTH,
    LATER,
    MEANS,
    STILL_LATER,
    close,
    fresh,
    fresh_row,
    on_record,
    renewed,
    told,
)
from tests.aftercare.running import relay
from tests.cast import NOON, begin, load_shipped, send
from tests.opened import value_of
from tests.questions.papers import picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]


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
