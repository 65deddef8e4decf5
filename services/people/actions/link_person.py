"""Joining an account to the person it belongs to.

Whoever calls this has asked public security and one more department (`portal/identity/proof.py`);
nothing is asked here. One person has one account: the constraint on `User.person` keeps it, this action
says it in words.
"""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor
from services.events.outbox import publish
from services.ledger.entries import record
from services.people.accounts import own_account
from services.people.errors import AlreadyLinked
from services.people.events import PersonLinked
from services.people.identity_numbers import normalise
from services.people.models import Person, User


@action
def link_person(
    *,
    user_id: int,
    name: str,
    id_no: str,
    proof: str,
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> UUID:
    """Makes or finds the person, and returns it. `proof`: the second proof that was given, such as
    `social_card`.

    The same link once more changes nothing. Raises `AlreadyLinked`, `Denied("not_own_account")`.
    """
    user = own_account(user_id, actor)
    person = _confirmed(name, normalise(id_no), proof, at)
    if user.person_id == person.pk:
        return person.pk
    if user.person_id or User.objects.filter(person=person).exists():
        raise AlreadyLinked
    user.person = person
    user.save(update_fields=["person"])
    record("person_linked", {"person": str(person.pk), "user": user_id, "proof": proof, "at": at.isoformat()})
    publish(PersonLinked(person_id=person.pk, user_id=user_id))
    return person.pk


def _confirmed(name: str, id_no: str, proof: str, at: datetime) -> Person:
    """The person with this number, locked. A name that has changed since is the one confirmed now."""
    fresh = {"name": name, "id_no": id_no, "confirmed_at": at, "proof": proof}
    found, _ = Person.objects.get_or_create(id_no_index=id_no, defaults=fresh)
    person = Person.objects.select_for_update().get(pk=found.pk)
    if person.name != name:
        person.name, person.confirmed_at, person.proof = name, at, proof
        person.save(update_fields=["name", "confirmed_at", "proof"])
    return person
