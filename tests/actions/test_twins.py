"""Two of the same act at once, where the act itself locks a row or refuses to happen twice: one happens, both hear of it."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest

from services.actions.action import action
from services.actions.actor import SYSTEM, Actor
from services.actions.errors import Denied, DomainError, KeyReused
from services.actions.models import RequestKey
from services.ledger.entries import record
from services.ledger.models import Entry
from services.people.models import Person
from tests.clocks import START
from tests.databases import at_once


class AlreadyNamed(DomainError):
    """It bears this name."""


@action
def name_once(
    *, person_id: UUID, name: str, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    """Locks the row, and refuses what has been done: like submitting."""
    person = Person.objects.select_for_update().get(pk=person_id)
    if person.name == name:
        raise AlreadyNamed
    person.name = name
    person.save(update_fields=["name"])
    record("named", {"person": str(person_id)})
    return person_id


@action
def remove(*, person_id: UUID, actor: Actor, at: datetime, request_key: UUID | None = None) -> None:
    """What it touched is gone afterwards."""
    Person.objects.get(pk=person_id).delete()
    record("removed", {"person": str(person_id)})


def somebody() -> UUID:
    return Person.objects.create(name="old", id_no="1", confirmed_at=START, proof="x").pk


def named(person_id: UUID, key: UUID | None, name: str = "new") -> UUID:
    return name_once(person_id=person_id, name=name, actor=SYSTEM, at=START, request_key=key)


class TestAtOnce:
    def test_under_one_key_both_have_the_same_outcome(self, committing_db):
        person, key = somebody(), uuid4()
        assert at_once(*[lambda: named(person, key)] * 4) == [person] * 4
        assert Entry.objects.count() == RequestKey.objects.count() == 1

    def test_under_two_keys_the_second_hears_why_not(self, committing_db):
        person = somebody()
        outcomes = at_once(lambda: named(person, uuid4()), lambda: named(person, uuid4()))
        assert sorted(type(each) for each in outcomes if each != person) == [AlreadyNamed]
        assert Entry.objects.count() == RequestKey.objects.count() == 1

    def test_under_one_key_with_two_inputs_one_is_told_so(self, committing_db):
        person, key = somebody(), uuid4()
        outcomes = at_once(lambda: named(person, key, "this"), lambda: named(person, key, "that"))
        assert sorted(type(each) for each in outcomes if each != person) == [KeyReused]
        assert Person.objects.get().name in {"this", "that"} and Entry.objects.count() == 1


@pytest.mark.django_db
class TestAfterwards:
    def test_the_same_again_is_no_error_although_the_act_would_refuse(self):
        person, key = somebody(), uuid4()
        assert named(person, key) == named(person, key) == person
        with pytest.raises(AlreadyNamed):
            named(person, uuid4())

    def test_what_is_gone_by_the_act_itself_does_not_fail_the_second_time(self):
        person, key = somebody(), uuid4()
        for _ in range(2):
            assert remove(person_id=person, actor=SYSTEM, at=START, request_key=key) is None
        with pytest.raises(Person.DoesNotExist):
            remove(person_id=person, actor=SYSTEM, at=START, request_key=uuid4())
        assert Entry.objects.count() == 1

    def test_a_refusal_leaves_no_key_so_that_it_may_be_tried_later(self):
        person, key = somebody(), uuid4()
        with pytest.raises(AlreadyNamed):
            named(person, key, "old")
        Person.objects.filter(pk=person).delete()
        assert not RequestKey.objects.exists() and not Entry.objects.filter(kind="named").exists()

    def test_a_denial_is_not_undone_by_what_comes_later(self):
        allowed: list[bool] = []

        @action
        def enter(*, actor: Actor, at: datetime, request_key: UUID | None = None) -> None:
            if not allowed:
                raise Denied("closed")

        key = uuid4()
        with pytest.raises(Denied):
            enter(actor=SYSTEM, at=START, request_key=key)
        allowed.append(True)
        with pytest.raises(Denied, match="closed"):
            enter(actor=SYSTEM, at=START, request_key=key)
        assert enter(actor=SYSTEM, at=START, request_key=uuid4()) is None
