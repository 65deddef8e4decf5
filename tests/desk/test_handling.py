"""What the panel offers follows from the legal moves and from who holds it."""

from itertools import product

import pytest

from portal.desk.act_forms import ActForm
from portal.desk.handling import (
    ACCEPTS_FIRST,
    ACTS,
    CLAIM,
    FROM,
    LEADS_TO,
    MOVING,
    NOTE,
    RELEASE,
    TAKE_OVER,
    holding,
    is_possible,
    may_write,
    offered,
)
from services.applications.models import Application, State
from services.applications.states import ENDED, MOVES
from services.departments.models import StaffMember

ME, COLLEAGUE = StaffMember(pk=1, name="李文"), StaffMember(pk=2, name="何芳")


def an_application(state: State, holder: StaffMember | None = None) -> Application:
    application = Application(holder=holder)
    application.__dict__["state"] = state
    return application


def names(state: State, holder: StaffMember | None = None, me: StaffMember | None = ME) -> set[str]:
    return {act.name for act in offered(an_application(state, holder), me)}


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        (State.RECEIVED, {"approve", "refuse", "correct", "accept", "decline"}),
        (State.ACCEPTED, {"approve", "refuse", "correct", "suspend"}),
        (State.SUSPENDED, {"resume"}),
        (State.AWAITING_CORRECTION, set()),
        (State.AWAITING_DATA, set()),
        *((state, set()) for state in sorted(ENDED)),
    ],
)
def test_each_state_offers_its_own(state, acts):
    assert names(state) == names(state, ME) == acts


@pytest.mark.parametrize("state", list(State))
def test_nothing_while_a_colleague_holds_it_and_nothing_without_a_post(state):
    assert names(state, COLLEAGUE) == names(state, None, None) == set()


def test_every_offer_is_a_legal_move():
    for state, act in product(State, MOVING):
        if act in offered(an_application(state), ME):
            first = State.ACCEPTED if act.name in ACCEPTS_FIRST and state == State.RECEIVED else state
            assert (first, LEADS_TO[act.name]) in MOVES


def test_every_move_a_caseworker_may_make_is_offered():
    """The others are the citizen's or the portal's."""
    theirs = {State.WITHDRAWN, State.RESCINDED, State.CLOSED}
    for source, target in MOVES:
        if source in {*FROM["accept"], *FROM["resume"]} and target not in theirs:
            assert any(LEADS_TO[name] == target for name in names(source)), (source, target)


@pytest.mark.parametrize(
    ("holder", "act"),
    [(None, CLAIM), (ME, RELEASE), (COLLEAGUE, TAKE_OVER)],
    ids=["nobody", "me", "colleague"],
)
def test_one_way_to_change_hands_as_long_as_it_goes_on(holder, act):
    assert holding(an_application(State.RECEIVED, holder), ME) == act
    assert holding(an_application(State.AWAITING_CORRECTION, holder), ME) == act
    assert [holding(an_application(state, holder), ME) for state in ENDED] == [None] * len(ENDED)
    assert holding(an_application(State.RECEIVED, holder), None) is None


def test_notes_until_it_is_closed():
    assert [state for state in State if not may_write(an_application(state), ME)] == [State.CLOSED]
    assert not may_write(an_application(State.RECEIVED), None)


def test_possible_is_what_stands_on_the_page():
    free = an_application(State.RECEIVED)
    assert (
        is_possible(CLAIM, free, ME) and is_possible(NOTE, free, ME) and is_possible(ACTS["refuse"], free, ME)
    )
    assert not is_possible(RELEASE, free, ME) and not is_possible(ACTS["resume"], free, ME)
    theirs = an_application(State.RECEIVED, COLLEAGUE)
    assert is_possible(TAKE_OVER, theirs, ME) and not is_possible(ACTS["refuse"], theirs, ME)


def test_every_act_says_what_it_does_and_what_it_did():
    for act in ACTS.values():
        assert str(act.word) and str(act.done).endswith(("。", ".")) and issubclass(act.form, ActForm)
