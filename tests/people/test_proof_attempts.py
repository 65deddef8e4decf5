"""Tries are written before anybody is asked, counted by the day in China, and settled once."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.people.actions.record_proof_attempt import record_proof_attempt
from services.people.actions.settle_proof_attempt import settle_proof_attempt
from services.people.errors import AlreadyLinked, TooManyTries
from services.people.models import Person, ProofAttempt, User
from services.people.queries import TRIES_A_DAY, TRIES_AT_A_NUMBER_A_DAY, tries_left, tries_left_at

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)  # nine in the morning in Yunzhou
NUMBER, OTHER = "990102194603080026", "990103192509150064"
State = ProofAttempt.State


@pytest.fixture
def citizen():
    return User.objects.create_user("wang")


def actor(user: User) -> Actor:
    return Actor(Role.CITIZEN, user_id=user.pk)


def attempt(user: User, at=MONDAY, id_no=NUMBER, request_key=None):
    return record_proof_attempt(
        user_id=user.pk, id_no=id_no, actor=actor(user), at=at, request_key=request_key
    )


def settle(user: User, attempt_id, state=State.FAILED, at=MONDAY):
    return settle_proof_attempt(attempt_id=attempt_id, state=state, actor=actor(user), at=at)


def test_five_failed_tries_and_the_day_is_over(citizen):
    for left in range(TRIES_A_DAY, 0, -1):
        assert tries_left(citizen.pk, MONDAY) == left
        settle(citizen, attempt(citizen))
    with pytest.raises(TooManyTries):
        attempt(citizen)
    assert attempt(citizen, at=MONDAY + timedelta(days=1))


def test_tries_at_once_see_each_other_before_any_has_an_answer(citizen):
    for _ in range(TRIES_A_DAY):
        attempt(citizen)
    with pytest.raises(TooManyTries):
        attempt(citizen)


def test_a_try_that_never_ended_is_forgiven_after_a_minute(citizen):
    for _ in range(TRIES_A_DAY):
        attempt(citizen)
    assert attempt(citizen, at=MONDAY + timedelta(minutes=1))


@pytest.mark.parametrize(("state", "left"), [("FAILED", 4), ("UNANSWERED", 5), ("SUCCEEDED", 5)])
def test_only_failures_count(citizen, state, left):
    settle(citizen, attempt(citizen), state)
    assert tries_left(citizen.pk, MONDAY) == left


def test_tries_of_all_accounts_count_at_a_number_in_whatever_way_it_is_written(citizen):
    for number in range(TRIES_AT_A_NUMBER_A_DAY):
        stranger = User.objects.create_user(f"stranger{number}")
        settle(stranger, attempt(stranger, id_no=NUMBER if number % 2 else " 990102 19460308 0026"))
    assert tries_left_at(NUMBER, MONDAY) == 0
    with pytest.raises(TooManyTries):
        attempt(citizen)
    assert attempt(citizen, id_no=OTHER)


def test_an_end_once_written_stays(citizen):
    tried = attempt(citizen)
    settle(citizen, tried, State.FAILED)
    settle(citizen, tried, State.SUCCEEDED)
    assert ProofAttempt.objects.get().state == State.FAILED


def test_an_unanswered_try_may_be_asked_again(citizen):
    tried = attempt(citizen)
    settle(citizen, tried, State.UNANSWERED)
    settle(citizen, tried, State.SUCCEEDED)
    assert ProofAttempt.objects.get().state == State.SUCCEEDED


def test_the_number_is_not_kept_and_not_findable_by_the_index_of_people(citizen):
    attempt(citizen)
    kept = bytes(ProofAttempt.objects.get().id_no_index)
    person = Person.objects.create(name="王秀兰", id_no=NUMBER, confirmed_at=MONDAY, proof="social_card")
    assert NUMBER.encode() not in kept
    assert kept != bytes(Person.objects.values_list("id_no_index", flat=True).get(pk=person.pk))


def test_one_request_key_is_one_try(citizen):
    key = uuid4()
    assert attempt(citizen, request_key=key) == attempt(citizen, request_key=key)
    assert ProofAttempt.objects.count() == 1


def test_whoever_is_linked_has_nothing_to_prove(citizen):
    citizen.person = Person.objects.create(
        name="王秀兰", id_no=NUMBER, confirmed_at=MONDAY, proof="social_card"
    )
    citizen.save()
    with pytest.raises(AlreadyLinked):
        attempt(citizen)


def test_nobody_tries_or_settles_for_another(citizen):
    stranger = User.objects.create_user("stranger")
    tried = attempt(citizen)
    with pytest.raises(Denied, match="not_own_account"):
        record_proof_attempt(user_id=citizen.pk, id_no=NUMBER, actor=actor(stranger), at=MONDAY)
    with pytest.raises(Denied, match="not_own_account"):
        settle(stranger, tried)
    assert ProofAttempt.objects.get().state == State.ASKED


@settings(max_examples=25, deadline=None)
@given(minutes=st.lists(st.integers(0, 48 * 60), max_size=25))
def test_no_day_in_china_ever_sees_a_sixth_failure(minutes):
    user = User.objects.create_user(f"user-{uuid4()}")
    start = datetime(2026, 11, 22, 10, tzinfo=UTC)
    failed: dict[object, int] = {}
    for minute in sorted(minutes):
        at = start + timedelta(minutes=minute)
        day = (at + timedelta(hours=8)).date()
        number = f"{uuid4().int:018}"[:18]
        try:
            settle(user, attempt(user, at=at, id_no=number), at=at)
        except TooManyTries:
            assert failed[day] == TRIES_A_DAY
        else:
            failed[day] = failed.get(day, 0) + 1
    assert all(count <= TRIES_A_DAY for count in failed.values())
