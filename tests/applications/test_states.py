"""One table of moves, one function that moves, and no other way to a state."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.actions.actor import SYSTEM
from services.applications.models import Application, Move, State
from services.applications.models.application import StateIsMoved
from services.applications.states import ENDED, MOVES, IllegalMove, move
from services.ledger.models import Entry
from tests.cast import NOON, begin, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
SERVICES = Path(__file__).parents[2] / "services"


@pytest.fixture
def draft(citizen) -> Application:
    return Application.objects.get(pk=begin(citizen("wang_xiulan")))


class TestTheTable:
    def test_every_move_gives_its_reason(self):
        assert all("art. " in r or "rule" in r or "usage" in r or "条例" in r for r in MOVES.values())

    def test_every_state_but_the_last_leads_somewhere_and_every_state_can_be_reached(self):
        assert {source for source, _ in MOVES} == set(State) - {State.CLOSED}
        assert {target for _, target in MOVES} == set(State) - {State.DRAFT}

    def test_whatever_has_ended_can_only_be_closed_or_taken_back(self):
        assert {target for source, target in MOVES if source in ENDED} == {State.RESCINDED, State.CLOSED}

    def test_nothing_leads_from_the_portal_to_a_refusal_but_through_a_person(self):
        assert {source for source, target in MOVES if target == State.REFUSED} == {State.ACCEPTED}


class TestMoving:
    def test_a_move_writes_history_and_ledger(self, draft):
        before = Entry.objects.filter(kind="application_moved").count()
        move(draft, State.SUBMITTED, actor=SYSTEM, at=NOON, note="x")
        assert Move.objects.get().note == "x"
        assert Entry.objects.filter(kind="application_moved").count() == before + 1

    def test_what_is_not_in_the_table_does_not_happen(self, draft):
        with pytest.raises(IllegalMove):
            move(draft, State.APPROVED, actor=SYSTEM, at=NOON)
        assert not Move.objects.exists()

    def test_a_row_that_somebody_else_moved_meanwhile_is_not_moved_again(self, draft):
        stale = Application.objects.get(pk=draft.pk)
        move(draft, State.SUBMITTED, actor=SYSTEM, at=NOON)
        with pytest.raises(StateIsMoved):
            move(stale, State.SUBMITTED, actor=SYSTEM, at=NOON)

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.sampled_from(list(State)), max_size=6))
    def test_whatever_is_tried_the_history_is_a_chain_of_legal_moves(self, draft, wanted):
        with transaction.atomic():
            tried = Application.objects.get(pk=draft.pk)
            for number, state in enumerate(wanted):
                try:
                    move(tried, state, actor=SYSTEM, at=NOON + timedelta(seconds=number))
                except IllegalMove as refused:
                    assert (State(refused.source), State(refused.target)) not in MOVES
            chain = list(Move.objects.values_list("source", "target"))
            stored = Application.objects.get(pk=draft.pk).state
            transaction.set_rollback(True)
        assert all((State(source), State(target)) in MOVES for source, target in chain)
        assert [source for source, _ in chain] == ["DRAFT", *[target for _, target in chain]][: len(chain)]
        assert stored == (chain[-1][1] if chain else "DRAFT")


class TestNoOtherWay:
    def test_saving_another_state_raises(self, draft):
        draft.state = State.APPROVED
        with pytest.raises(StateIsMoved):
            draft.save()
        assert Application.objects.get().state == State.DRAFT

    def test_a_new_row_begins_as_a_draft_or_not_at_all(self, draft):
        with pytest.raises(StateIsMoved):
            Application.objects.create(
                person=draft.person,
                item_version=draft.item_version,
                competent_department=draft.competent_department,
                state=State.APPROVED,
                started_at=NOON,
            )

    def test_a_bulk_update_of_states_raises(self, draft):
        with pytest.raises(StateIsMoved):
            Application.objects.update(state=State.APPROVED)

    def test_other_columns_are_saved_as_usual(self, draft):
        draft.due_on = NOON.date()
        draft.save()
        assert Application.objects.get().due_on == NOON.date()

    def test_only_one_file_of_the_product_sets_a_state(self):
        callers = {
            path.relative_to(SERVICES).as_posix()
            for path in SERVICES.rglob("*.py")
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "set_state"
        }
        assert callers == {"applications/states.py"}


def test_a_submitted_application_keeps_its_history_for_good(citizen):
    wang = citizen("wang_xiulan")
    application = send(begin(wang), wang)
    assert [row.target for row in application.moves.all()] == ["SUBMITTED", "APPROVED"]
