"""A department that is down: the application waits by itself, names whom it waits for, and ends by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.subscriptions import SUBSCRIPTIONS
from services.actions.actor import SYSTEM
from services.actions.errors import Denied
from services.applications.actions.receive_data import receive_data
from services.applications.gathering import LEASE, gather, is_stale, retry_awaited
from services.applications.models import Application, AwaitedSource, Decision, Evidence, State
from services.certificates.models import Certificate
from services.events.event import Event
from services.events.models import OutboxEvent
from services.events.relay import deliver_due
from services.notifications.models import Message
from services.sharing.fetch import fetch
from tests.cast import NOON, begin, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
LATER = NOON + timedelta(minutes=10)


@pytest.fixture
def waiting(citizen, departments_stub) -> Application:
    departments_stub.fail("civil_affairs")
    wang = citizen("wang_xiulan")
    return send(begin(wang), wang)


def tell() -> None:
    while deliver_due(SUBSCRIPTIONS):
        pass


class TestADepartmentIsDown:
    def test_the_application_waits_and_names_it(self, waiting):
        assert waiting.state == State.AWAITING_DATA
        assert waiting.awaited.get().department.code == "civil_affairs"
        assert not Decision.objects.exists()

    def test_it_has_its_case_code_all_the_same(self, waiting):
        assert len(waiting.case_code) == 43

    def test_the_citizen_is_told_once(self, waiting):
        tell()
        assert [message.template for message in Message.objects.order_by("sent_at")] == [
            "first_read",
            "awaiting_data",
        ]

    def test_nothing_is_asked_before_its_time(self, waiting):
        assert retry_awaited(at=NOON + timedelta(seconds=1)) == 0

    def test_a_try_in_vain_waits_longer_and_never_refuses(self, waiting):
        first = waiting.awaited.get().next_try_at
        assert retry_awaited(at=first) == 1
        again = waiting.awaited.get()
        assert again.attempts == 2 and again.next_try_at > first + timedelta(seconds=5)
        waiting.refresh_from_db()
        assert waiting.state == State.AWAITING_DATA

    def test_the_wait_never_grows_beyond_five_minutes(self, waiting):
        at = LATER
        for _ in range(12):
            retry_awaited(at=at)
            at = waiting.awaited.get().next_try_at
        assert waiting.awaited.get().attempts == 13
        assert retry_awaited(at=at + timedelta(minutes=5)) == 1


class TestItComesBack:
    def test_one_decision_one_certificate_one_message(self, waiting, departments_stub):
        departments_stub.restore("civil_affairs")
        assert retry_awaited(at=LATER) == 1
        tell()
        waiting.refresh_from_db()
        assert waiting.state == State.APPROVED and waiting.decision.amount_fen == 30000
        assert Certificate.objects.count() == 1
        assert Message.objects.filter(template="approved").count() == 1

    def test_every_event_told_again_changes_nothing(self, waiting, departments_stub):
        departments_stub.restore("civil_affairs")
        retry_awaited(at=LATER)
        tell()
        for row in OutboxEvent.objects.filter(name__in=[kind.__name__ for kind in SUBSCRIPTIONS]):
            kind = Event.registry[row.name]
            for handler in SUBSCRIPTIONS[kind]:
                handler(kind.from_body(row.body))
        assert Certificate.objects.count() == 1
        assert sorted(Message.objects.values_list("template", flat=True)) == [
            "approved",
            "awaiting_data",
            "first_read",
        ]

    def test_it_is_tried_no_more(self, waiting, departments_stub):
        departments_stub.restore("civil_affairs")
        retry_awaited(at=LATER)
        assert retry_awaited(at=LATER + timedelta(hours=1)) == 0

    def test_late_values_are_marked_as_late(self, waiting, departments_stub):
        departments_stub.restore("civil_affairs")
        retry_awaited(at=LATER)
        late = set(Evidence.objects.filter(arrived_late=True).values_list("field_code", flat=True))
        assert late == {"allowances.receives_old_age_allowance"}

    def test_late_data_may_lead_to_a_person_but_never_to_a_refusal(self, waiting, departments_stub):
        departments_stub.restore("civil_affairs")
        departments_stub.set("wang_xiulan", "allowances.receives_old_age_allowance", "YES")
        retry_awaited(at=LATER)
        waiting.refresh_from_db()
        assert waiting.state == State.RECEIVED

    def test_two_workers_do_not_try_at_once(self, waiting):
        """The first claims the row past its lease; the second finds nothing due."""
        due = waiting.awaited.get().next_try_at
        AwaitedSource.objects.update(next_try_at=due + LEASE)
        assert retry_awaited(at=due) == 0


class TestTwoDepartmentsDown:
    def test_it_goes_on_when_the_last_one_has_answered(self, citizen, departments_stub):
        departments_stub.fail("civil_affairs")
        departments_stub.fail("social_insurance")
        wang = citizen("wang_xiulan")
        application = send(begin(wang), wang)
        departments_stub.restore("civil_affairs")
        retry_awaited(at=LATER)
        application.refresh_from_db()
        assert application.state == State.AWAITING_DATA
        departments_stub.restore("social_insurance")
        retry_awaited(at=LATER + timedelta(minutes=10))
        application.refresh_from_db()
        assert application.state == State.APPROVED


class TestBeforeItIsSent:
    def test_a_draft_is_not_retried_by_the_worker(self, citizen, departments_stub):
        departments_stub.fail("civil_affairs")
        begin(citizen("wang_xiulan"))
        assert retry_awaited(at=LATER) == 0

    def test_a_draft_with_a_silent_department_is_read_again_when_its_time_has_come(
        self, citizen, departments_stub
    ):
        departments_stub.fail("civil_affairs")
        wang = citizen("wang_xiulan")
        application = Application.objects.get(pk=begin(wang))
        assert not is_stale(application, at=NOON)
        assert is_stale(application, at=LATER)
        departments_stub.restore("civil_affairs")
        gather(application.pk, actor=wang, at=LATER)
        assert not application.awaited.filter(answered_at=None).exists()

    def test_what_was_read_long_ago_is_stale(self, citizen, departments_stub):
        application = Application.objects.get(pk=begin(citizen("wang_xiulan")))
        Evidence.objects.update(fetched_at=NOON)
        assert not is_stale(application, at=NOON + timedelta(minutes=29))
        assert is_stale(application, at=NOON + timedelta(minutes=31))


class TestWhoMayBringData:
    def test_only_the_portal_itself_receives_late_data(self, waiting, citizen, caseworker):
        for actor in (citizen("wang_xiulan"), caseworker("civil_affairs")):
            with pytest.raises(Denied, match="for_the_portal_itself"):
                receive_data(application_id=waiting.pk, replies=[], actor=actor, at=LATER)

    def test_data_for_an_application_that_waits_no_more_are_left_alone(self, waiting, departments_stub):
        departments_stub.restore("civil_affairs")
        retry_awaited(at=LATER)
        receive_data(application_id=waiting.pk, replies=[], actor=SYSTEM, at=LATER)
        assert Decision.objects.count() == 1


def test_a_value_that_comes_late_and_old_is_seen_to_be_old(waiting, departments_stub, monkeypatch):
    """Its row was locked when it had young values only."""
    departments_stub.restore("civil_affairs")
    old = NOON - timedelta(days=400)

    def fetch_old(**asked):
        return [
            replace(each, values={code: replace(value, as_of=old) for code, value in each.values.items()})
            for each in fetch(**asked)
        ]

    monkeypatch.setattr("services.applications.gathering.fetch", fetch_old)
    retry_awaited(at=LATER)
    run = waiting.assessments.get()
    assert (run.outcome, run.code) == ("REVIEW", "M00_FACT_RECEIVING_STALE")
