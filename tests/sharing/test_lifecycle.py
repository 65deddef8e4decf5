"""The way of a request: written before it is sent, ended once, and moved on only where there is a way."""

import json
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from services.departments.models import Department
from services.ledger.models import Entry
from services.sharing import asking
from services.sharing.fetch import Subject, fetch
from services.sharing.lifecycle import DELIVERED, MOVES, USED, advance
from services.sharing.models import DataRequest, RequestState, RequestStep
from services.sharing.trace import LOST_AFTER, close_lost
from tests.sharing.conftest import AT, source

CIVIL = "civil_affairs"
SUBJECT = Subject("王秀兰", "990102194603080026")
LATER = AT + LOST_AFTER + timedelta(seconds=1)


@pytest.fixture
def request_on_its_way(allowance) -> DataRequest:
    """As a process leaves it that dies between sending and writing down."""
    row = DataRequest.objects.create(
        purpose=allowance,
        department=Department.objects.get(code=CIVIL),
        fields=[],
        source=source(),
        state=RequestState.DISPATCHED,
        started_at=AT,
    )
    RequestStep.objects.create(request=row, state=row.state, at=AT)
    return row


def steps(row: DataRequest) -> list[tuple[str, str]]:
    return list(row.steps.order_by("pk").values_list("state", "reason"))


class TestBeforeAndAfter:
    def test_a_request_is_written_before_anybody_is_asked(self, allowance, monkeypatch):
        seen = []
        real = asking.ask_all

        def look(inquiries, **how):
            seen.extend(DataRequest.objects.values_list("pk", "state"))
            assert Entry.objects.filter(kind="data_requested").count() == len(inquiries)
            return real(inquiries, **how)

        monkeypatch.setattr("services.sharing.fetch.ask_all", look)
        replies = fetch(purpose=allowance, subject=SUBJECT, source=source(), at=AT)
        assert sorted(seen) == sorted((each.request_id, "DISPATCHED") for each in replies)

    def test_each_has_two_steps_and_two_entries(self, allowance, settings):
        settings.DEPARTMENT_ADDRESSES = {CIVIL: "failing:declined"}
        fetch(purpose=allowance, subject=SUBJECT, source=source(), departments=[CIVIL], at=AT)
        row = DataRequest.objects.get()
        assert steps(row) == [("DISPATCHED", ""), ("REFUSED", "declined")]
        kinds = [each.kind for each in Entry.objects.order_by("pk")]
        assert kinds == ["reading_decided", "data_requested", "data_request_ended"]

    def test_nothing_that_was_cut_is_stored(self, allowance, settings, tmp_path):
        file = tmp_path / "people.json"
        file.write_text(json.dumps({SUBJECT.id_no: {"population.birth_on": "1946-03-08", "secret": "x"}}))
        settings.DEPARTMENT_ADDRESSES = {"public_security": f"stub:{file}"}
        fetch(purpose=allowance, subject=SUBJECT, source=source(), departments=["public_security"], at=AT)
        assert "1946" not in str(DataRequest.objects.values()) + str(list(Entry.objects.values()))


class TestRecovery:
    def test_case_31_a_request_whose_process_died_gets_its_outcome(self, request_on_its_way):
        assert close_lost(at=LATER) == 1
        request_on_its_way.refresh_from_db()
        assert (request_on_its_way.state, request_on_its_way.reason) == ("UNAVAILABLE", "lost")
        assert request_on_its_way.ended_at == LATER
        assert steps(request_on_its_way) == [("DISPATCHED", ""), ("UNAVAILABLE", "lost")]

    def test_once(self, request_on_its_way):
        assert [close_lost(at=LATER), close_lost(at=LATER)] == [1, 0]
        assert Entry.objects.filter(kind="data_request_ended").count() == 1

    def test_one_that_may_still_be_answered_is_left_alone(self, request_on_its_way):
        assert close_lost(at=AT + LOST_AFTER) == 0

    def test_an_answer_that_comes_after_that_is_thrown_away(self, allowance, settings, tmp_path, monkeypatch):
        """The process was not dead, only asleep."""
        file = tmp_path / "people.json"
        file.write_text("{}")
        settings.DEPARTMENT_ADDRESSES = {CIVIL: f"stub:{file}"}
        real = asking.ask_all

        def sleepy(inquiries, **how):
            outcomes = real(inquiries, **how)
            assert close_lost(at=LATER) == 1
            return outcomes

        monkeypatch.setattr("services.sharing.fetch.ask_all", sleepy)
        (reply,) = fetch(purpose=allowance, subject=SUBJECT, source=source(), departments=[CIVIL], at=AT)
        assert (reply.available, reply.reason, reply.values) == (False, "lost", {})
        assert RequestStep.objects.filter(state__in=["ANSWERED", "UNAVAILABLE"]).count() == 1


class TestMoves:
    @pytest.fixture
    def answered(self, request_on_its_way) -> DataRequest:
        DataRequest.objects.update(state=RequestState.ANSWERED, ended_at=AT)
        return request_on_its_way

    def test_delivered_then_used(self, answered):
        assert advance([answered.pk], DELIVERED, at=AT) == [answered.pk]
        assert advance([answered.pk], USED, at=AT) == [answered.pk]
        assert [state for state, _ in steps(answered)] == ["DISPATCHED", "DELIVERED", "USED"]
        assert Entry.objects.filter(kind="data_requests_moved").count() == 2

    def test_what_was_not_delivered_is_not_used(self, answered):
        assert advance([answered.pk], USED, at=AT) == []
        assert not Entry.objects.exists()

    def test_the_same_again_changes_nothing(self, answered):
        advance([answered.pk], DELIVERED, at=AT)
        assert advance([answered.pk], DELIVERED, at=AT) == []

    def test_a_request_nobody_made(self, db):
        assert advance([uuid.uuid4()], DELIVERED, at=AT) == []

    @pytest.mark.parametrize("state", [each for each in RequestState if (each, DELIVERED) not in MOVES])
    def test_only_what_was_answered_is_delivered(self, answered, state):
        failed = state in ("UNAVAILABLE", "REFUSED")
        DataRequest.objects.update(
            state=state,
            reason="declined" if failed else "",
            ended_at=None if state == "DISPATCHED" else AT,
        )
        assert advance([answered.pk], DELIVERED, at=AT) == []


class TestTheDatabaseKeepsIt:
    @pytest.mark.parametrize("second", ["ANSWERED", "UNAVAILABLE", "REFUSED"])
    def test_one_outcome_a_request(self, request_on_its_way, second):
        RequestStep.objects.create(request=request_on_its_way, state="ANSWERED", at=AT)
        with pytest.raises(IntegrityError), transaction.atomic():
            RequestStep.objects.create(request=request_on_its_way, state=second, at=AT)

    def test_sent_under_one_row(self, request_on_its_way):
        with pytest.raises(IntegrityError), transaction.atomic():
            RequestStep.objects.create(request=request_on_its_way, state="DISPATCHED", at=AT)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"state": "UNAVAILABLE", "reason": "", "ended_at": AT},
            {"state": "ANSWERED", "reason": "lost", "ended_at": AT},
            {"state": "DISPATCHED", "ended_at": AT},
            {"state": "ANSWERED", "ended_at": None},
        ],
    )
    def test_a_row_that_says_two_things(self, request_on_its_way, wrong):
        with pytest.raises(IntegrityError), transaction.atomic():
            DataRequest.objects.update(**wrong)

    def test_steps_cannot_be_changed_or_taken_away(self, request_on_its_way):
        for statement in ("UPDATE sharing_requeststep SET state = 'USED'", "DELETE FROM sharing_requeststep"):
            with (
                pytest.raises(Exception, match="added, never changed"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
