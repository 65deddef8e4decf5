"""秒批停用: a supervisor takes the pen from the rules, item by item, and gives it back; both with a reason, both on record."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.actions.actor import Actor
from services.actions.errors import Denied
from services.applications.actions.switch import resume_automatic, stop_automatic
from services.applications.errors import AlreadySwitched, ReasonMissing
from services.applications.explaining import last_run, record_of
from services.applications.gathering import retry_awaited
from services.applications.models import State, SwitchTurn
from services.applications.switch import is_stopped
from services.departments.models import StaffMember
from services.events.models import OutboxEvent
from services.ledger.models import Entry
from services.rules.recompute import recompute
from tests.cast import NOON, begin, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
ALLOWANCE = "old-age-allowance"
WHY = "补贴标准正在核对。"


@pytest.fixture
def chief(caseworker) -> Actor:
    return supervisor(caseworker, "civil_affairs")


def supervisor(caseworker, department: str) -> Actor:
    actor = caseworker(department, "主任")
    StaffMember.objects.filter(user=actor.user_id).update(role=StaffMember.Role.SUPERVISOR)
    return actor


def stop(actor: Actor, item: str = ALLOWANCE, reason: str = WHY):
    return stop_automatic(item=item, reason=reason, actor=actor, at=NOON)


# --- what it does
def test_what_rules_would_approve_goes_to_a_person_with_a_code_of_its_own(chief, citizen):
    stop(chief)
    wang = citizen("wang_xiulan")
    application = send(begin(wang), wang)
    run = application.assessments.get()
    assert application.state == State.RECEIVED
    assert (run.outcome, run.code, run.amount_fen) == ("REVIEW", "M00_STOPPED", 0)
    assert (run.trace["outcome"], run.trace["code"]) == ("APPROVE", "A02_80")


def test_so_does_what_waited_for_a_department_when_it_was_stopped(chief, citizen, departments_stub):
    departments_stub.fail("civil_affairs")
    wang = citizen("wang_xiulan")
    application = send(begin(wang), wang)
    stop(chief)
    departments_stub.restore("civil_affairs")
    retry_awaited(at=NOON.replace(hour=6))
    application.refresh_from_db()
    assert (application.state, application.assessments.get().code) == (State.RECEIVED, "M00_STOPPED")


def test_what_rules_leave_to_people_keeps_its_own_reason(chief, citizen):
    stop(chief)
    li = citizen("li_jianguo")
    assert send(begin(li), li).assessments.get().code == "R01_AGE"


def test_other_items_go_on(chief, citizen):
    stop(chief)
    zhou = citizen("zhou_min")
    assert send(begin(zhou, "insurance-certificate"), zhou, used_for="SELF").state == State.APPROVED


def test_once_resumed_rules_approve_again(chief, citizen):
    stop(chief)
    resume_automatic(item=ALLOWANCE, reason="已核对。", actor=chief, at=NOON)
    wang = citizen("wang_xiulan")
    assert send(begin(wang), wang).state == State.APPROVED


def test_the_record_for_auditors_still_holds(chief, citizen):
    stop(chief)
    wang = citizen("wang_xiulan")
    run = last_run(send(begin(wang), wang))
    assert recompute(record_of(run)).holds


def test_it_costs_a_submission_no_statement_of_its_own(chief, citizen):
    wang = citizen("wang_xiulan")
    draft = begin(wang)
    with CaptureQueriesContext(connection) as told:
        send(draft, wang)
    asking = [query["sql"] for query in told if "switchturn" in query["sql"]]
    assert len(asking) == 1 and 'FROM "applications_application"' in asking[0]


def test_whoever_did_not_lock_the_row_asks(chief, citizen):
    wang = citizen("wang_xiulan")
    application = send(begin(wang), wang)
    assert not is_stopped(application)
    stop(chief)
    assert is_stopped(application)


# --- who may, and what stays
def test_both_turns_are_rows_entries_and_events(chief):
    stop(chief)
    resume_automatic(item=ALLOWANCE, reason="已核对。", actor=chief, at=NOON)
    assert list(SwitchTurn.objects.values_list("number", "stopped", "reason", "by")) == [
        (1, True, WHY, chief.key),
        (2, False, "已核对。", chief.key),
    ]
    assert Entry.objects.filter(kind__startswith="automatic_approval_").count() == 2
    assert OutboxEvent.objects.filter(name__contains="AutomaticApprovalSwitched").count() == 2


@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_nothing_is_turned(chief, reason):
    with pytest.raises(ReasonMissing):
        stop(chief, reason=reason)
    assert not SwitchTurn.objects.exists()


def test_two_supervisors_at_once_stop_it_once(chief):
    stop(chief)
    with pytest.raises(AlreadySwitched):
        stop(chief)


def test_what_runs_cannot_be_resumed(chief):
    with pytest.raises(AlreadySwitched):
        resume_automatic(item=ALLOWANCE, reason=WHY, actor=chief, at=NOON)


def test_others_may_not_and_the_try_is_on_record(caseworker, citizen):
    tries = {
        "not_a_supervisor": caseworker("civil_affairs"),
        "other_department": supervisor(caseworker, "social_insurance"),
    }
    for reason, actor in tries.items():
        with pytest.raises(Denied, match=reason):
            stop(actor)
    with pytest.raises(Denied, match="not_a_supervisor"):
        stop(citizen("wang_xiulan"))
    assert Entry.objects.filter(kind="denied").count() == 3


def test_an_item_that_does_not_exist_is_not_visible(chief):
    with pytest.raises(Denied, match="not_visible"):
        stop(chief, item="no-such-item")
