"""Asking somebody of the household to agree, where a register answers for all of them. They answer when they sign in.

Whether there is an account under the number, or a person at all, is not said: who lives with whom is nobody's to find out.
"""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.ledger.entries import record
from services.people.identity_numbers import is_valid, normalise
from services.people.models import Person
from services.sharing.actions.give_consent import refuse_strangers
from services.sharing.errors import NotAnotherPerson
from services.sharing.models import ConsentRequest, Purpose


@action
def ask_household(
    *,
    purpose_id: int,
    source: str,
    name: str,
    id_no: str,
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> UUID:
    """Twice the same person is one request. Raises `Denied("not_yours")`, `NotAnotherPerson` for a number that is none or
    one's own."""
    if actor.role != Role.CITIZEN or actor.person_id is None:
        raise Denied("not_yours")
    person = Person.objects.select_for_update().get(pk=actor.person_id)
    refuse_strangers(person, source)
    number = normalise(id_no)
    if not name.strip() or not is_valid(number) or number == normalise(person.id_no):
        raise NotAnotherPerson
    purpose = Purpose.objects.get(pk=purpose_id)
    known = ConsentRequest.objects.asked_of(number).filter(source=source).first()
    if known:
        return known.pk
    asked = ConsentRequest.objects.create(
        asked_by=person, name=name.strip(), id_no=number, purpose=purpose, source=source, asked_at=at
    )
    record("consent_requested", {"request": str(asked.pk), "source": source, "at": at.isoformat()})
    return asked.pk
