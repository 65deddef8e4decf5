"""Case 59, at the department: a data officer answers a dispute in words and in time; nothing of the source is written."""

import json
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from services.actions.actor import SYSTEM, Actor, Role
from services.actions.errors import Denied
from services.events.models import OutboxEvent
from services.ledger.models import Entry
from services.sharing.actions.object_to import object_to
from services.sharing.actions.settle import LONGEST, settle
from services.sharing.errors import NotOpen, WordsMissing, WordsTooLong
from services.sharing.events import DisputeSettled
from services.sharing.models import Dispute
from services.sharing.queries import open_disputes
from tests.sharing.conftest import AT, citizen, clerk, data_officer, staff_of

HERE = "application:00000000-0000-4000-8000-000000000001"
LATER = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def dispute(wang) -> Dispute:
    her = citizen(wang)
    given = {"field_code": "population.birth_on", "source": HERE, "words": "我生于三月九日"}
    return Dispute.objects.get(pk=object_to(person_id=wang.pk, **given, actor=her, at=AT))


@pytest.fixture
def officer(world) -> Actor:
    return data_officer("public_security")


def answer(
    dispute: Dispute, actor: Actor, outcome: str = "CORRECTED", words: str = "已按出生证更正。", **more
):
    given = {"outcome": Dispute.Outcome(outcome), "words": words, "at": LATER} | more
    return settle(dispute_id=dispute.pk, actor=actor, **given)


def denials() -> list[str]:
    return [
        json.loads(bytes(each.body))["reason"] for each in Entry.objects.filter(kind="denied").order_by("pk")
    ]


@pytest.mark.parametrize("outcome", Dispute.Outcome.values)
def test_case_59_a_data_officer_settles_it_in_words(dispute, officer, wang, outcome):
    answer(dispute, officer, outcome)
    dispute.refresh_from_db()
    assert (dispute.state, dispute.outcome, dispute.closed_at) == ("SETTLED", outcome, LATER)
    assert (dispute.answer, dispute.answered_by) == ("已按出生证更正。", officer.key)
    assert open_disputes(wang.pk) == {}


def test_whoever_has_to_go_on_from_there_is_told(dispute, officer):
    answer(dispute, officer)
    event = DisputeSettled.from_body(OutboxEvent.objects.get(name="DisputeSettled").body)
    assert (event.dispute_id, event.outcome) == (dispute.pk, "CORRECTED")


def test_the_ledger_has_the_outcome_and_not_the_words(dispute, officer):
    answer(dispute, officer)
    entry = bytes(Entry.objects.get(kind="dispute_settled").body).decode()
    assert str(dispute.pk) in entry and "CORRECTED" in entry and "出生证" not in entry


def test_only_a_data_officer_of_that_department_answers(dispute, wang):
    others = [
        data_officer("civil_affairs"),
        clerk("public_security"),
        staff_of("public_security"),
        Actor(Role.CITIZEN, user_id=7, person_id=wang.pk),
        SYSTEM,
    ]
    for actor in others:
        with pytest.raises(Denied):
            answer(dispute, actor)
    assert denials() == ["not_visible", *["not_a_data_officer"] * 4]
    assert Dispute.objects.get().state == "OPEN"


@pytest.mark.parametrize(("words", "error"), [("  \n", WordsMissing), ("错" * (LONGEST + 1), WordsTooLong)])
def test_words_are_needed_and_not_too_many(dispute, officer, words, error):
    with pytest.raises(error):
        answer(dispute, officer, words=words)
    assert Dispute.objects.get().state == "OPEN"


def test_it_is_answered_once_and_a_double_click_is_one_answer(dispute, officer):
    key = uuid4()
    assert answer(dispute, officer, request_key=key) == answer(dispute, officer, request_key=key)
    with pytest.raises(NotOpen):
        answer(dispute, officer, "RIGHT")
    assert Dispute.objects.get().outcome == "CORRECTED"


def test_the_database_keeps_an_answer_whole(dispute):
    for half in ({"outcome": "RIGHT"}, {"answered_by": "STAFF:1"}, {"state": "SETTLED", "closed_at": LATER}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Dispute.objects.filter(pk=dispute.pk).update(**half)


def test_what_is_not_answered_by_its_last_day_is_overdue(dispute):
    assert list(Dispute.objects.overdue(date(2026, 11, 28))) == [dispute]
    assert not Dispute.objects.overdue(dispute.due_on).exists()


def test_an_answered_one_is_never_overdue(dispute, officer):
    answer(dispute, officer)
    assert not Dispute.objects.overdue(date(2027, 1, 1)).exists()
