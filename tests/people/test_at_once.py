"""Proofs and links that come at the same time."""

from datetime import UTC, datetime
from functools import partial
from uuid import UUID, uuid4

from services.actions.actor import Actor, Role
from services.people.actions.link_person import link_person
from services.people.actions.record_proof_attempt import record_proof_attempt
from services.people.errors import AlreadyLinked, TooManyTries
from services.people.models import Person, ProofAttempt, User
from tests.databases import at_once

MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)
NUMBER = "990102194603080026"


def attempt(user: User, key: UUID | None = None) -> UUID:
    return record_proof_attempt(
        user_id=user.pk, id_no=NUMBER, actor=Actor(Role.CITIZEN, user_id=user.pk), at=MONDAY, request_key=key
    )


def link(user: User) -> UUID:
    actor = Actor(Role.CITIZEN, user_id=user.pk)
    return link_person(
        user_id=user.pk, name="王秀兰", id_no=NUMBER, proof="social_card", actor=actor, at=MONDAY
    )


def test_of_eight_tries_at_once_five_are_let_through(committing_db):
    citizen = User.objects.create_user("wang")
    ended = at_once(*[partial(attempt, citizen)] * 8)
    assert [isinstance(each, UUID) for each in ended].count(True) == 5
    assert [isinstance(each, TooManyTries) for each in ended].count(True) == 3


def test_a_double_click_at_once_is_one_try(committing_db):
    citizen, key = User.objects.create_user("wang"), uuid4()
    assert len(set(at_once(*[partial(attempt, citizen, key)] * 3))) == 1
    assert ProofAttempt.objects.count() == 1


def test_of_two_accounts_linked_to_one_person_at_once_one_is_refused(committing_db):
    accounts = [User.objects.create_user(f"wang{number}") for number in range(3)]
    ended = at_once(*[partial(link, account) for account in accounts])
    assert [isinstance(each, UUID) for each in ended].count(True) == 1
    assert [isinstance(each, AlreadyLinked) for each in ended].count(True) == 2
    assert Person.objects.count() == 1 and User.objects.exclude(person=None).count() == 1
