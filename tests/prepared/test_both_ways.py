"""A submission is the same, column by column, whether its statements were kept or the ORM writes each anew."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from uuid import UUID

import pytest
from django.db import transaction

from services.actions.actor import Actor
from services.applications.models import Application, State
from tests.cast import NOON, begin, send
from tests.prepared.both_ways import by_the_orm
from tests.written import Written, watch

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
KEY = 16  # bytes of a UUID
HOT = {
    "actions_requestkey",
    "applications_assessment",
    "applications_dailyserial",
    "applications_decision",
    "applications_move",
    "events_outboxevent",
    "ledger_entry",
}


@contextmanager
def the_same_chance() -> Iterator[None]:
    """Keys are counted from one, nonces and salts are nought, and the clocks of outbox and ledger stand still."""
    keys = count(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            os, "urandom", lambda size: next(keys).to_bytes(size, "big") if size == KEY else bytes(size)
        )
        patch.setattr("services.events.outbox.now", lambda: NOON)
        patch.setattr("services.ledger.entries.now", lambda: NOON)
        yield


def told(draft: UUID, who: Actor) -> Written:
    """What sending the draft writes; afterwards it is a draft again."""
    before = transaction.savepoint()
    with the_same_chance():
        written = watch(lambda: send(draft, who, key=UUID(int=7)))
    transaction.savepoint_rollback(before)
    return written


def begun(who: Actor) -> Written:
    """What beginning a draft and asking the departments writes; afterwards nothing has been begun. PostgreSQL numbers entries
    on from there nevertheless, and so those that marks lead to are counted from the first of them."""
    before = transaction.savepoint()
    with the_same_chance():
        written = watch(lambda: begin(who))
    transaction.savepoint_rollback(before)
    marks = written.fresh["sharing_ledgermark"]
    first = min(mark["entry_id"] for mark in marks)
    written.fresh["sharing_ledgermark"] = [{**mark, "entry_id": mark["entry_id"] - first} for mark in marks]
    return written


@pytest.mark.parametrize("who", ["wang_xiulan", "li_jianguo", "chen_deming"])
def test_every_column_of_every_row_is_the_same(who, citizen):
    actor = citizen(who)
    draft = begin(actor)
    kept = told(draft, actor)
    with by_the_orm():
        anew = told(draft, actor)
    assert kept == anew
    assert len(kept.fresh["applications_move"]) == len(kept.fresh["ledger_entry"]) == 2


def test_a_draft_with_what_the_departments_told_is_the_same_too(citizen, monkeypatch):
    monkeypatch.setattr("services.sharing.asking.monotonic", lambda: 0.0)
    wang = citizen("wang_xiulan")
    kept = begun(wang)
    with by_the_orm():
        assert begun(wang) == kept
    assert {"applications_evidence", "sharing_datarequest", "sharing_dataaccess"} <= set(kept.fresh)
    assert len(kept.fresh["sharing_requeststep"]) == 3 * len(kept.fresh["sharing_datarequest"])


def test_so_it_is_where_a_department_is_silent(citizen, departments_stub):
    departments_stub.fail("civil_affairs")
    wang = citizen("wang_xiulan")
    draft = begin(wang)
    kept = told(draft, wang)
    with by_the_orm():
        assert told(draft, wang) == kept
    assert "applications_assessment" not in kept.fresh


def test_the_comparison_sees_every_table_of_the_hot_path(citizen):
    wang = citizen("wang_xiulan")
    written = told(begin(wang), wang)
    assert set(written.fresh) == HOT
    assert Application.objects.get().state == State.DRAFT
