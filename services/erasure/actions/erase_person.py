"""删除 (个人信息保护法 第四十七条): a person asked to be forgotten, or the purpose is fulfilled.

What stays and why: docs/security.md. Reached by `manage.py erase_person` alone: whoever asks has been heard in person.
"""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.actions.models import RequestKey
from services.departments.models import StaffMember
from services.erasure import forgetting
from services.erasure.duties import running
from services.erasure.errors import NotSealedYet, StillRuns
from services.ledger.entries import record
from services.ledger.erasing import erase, mentions, waits
from services.people.models import Person, User

REASON = "PIPL 47"


@action
def erase_person(*, person_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Once; again it changes nothing. Raises `StillRuns`, `NotSealedYet`, `Denied("for_the_portal_itself")`."""
    _authorise(actor)
    person = Person.objects.select_for_update().get(pk=person_id)
    if person.proof == forgetting.ERASED:
        return person.pk
    if duties := running(person, at):
        raise StillRuns(duties)
    user = User.objects.select_for_update().filter(person=person).first()
    names = _names(person, user)
    if waits(names):
        raise NotSealedYet
    _forget(person, user)
    gone = erase(mentions(names), reason=REASON)
    record("person_erased", {"by": actor.key, "entries": gone, "reason": REASON, "at": at.isoformat()})
    return person.pk


def _authorise(actor: Actor) -> None:
    supervisors = StaffMember.objects.filter(user=actor.user_id, role=StaffMember.Role.SUPERVISOR)
    if actor.role != Role.SYSTEM and not (actor.role == Role.STAFF and supervisors.exists()):
        raise Denied("for_the_portal_itself")


def _names(person: Person, user: User | None) -> list[str]:
    """Every way the ledger has of naming them."""
    account = [f"{Role.CITIZEN}:{user.pk}", f"user:{user.pk}"] if user else []
    return [str(person.pk), *account]


def _forget(person: Person, user: User | None) -> None:
    forgetting.forget_drafts(person)
    forgetting.forget_talk(person)
    forgetting.forget_number(person)
    if user:
        RequestKey.objects.filter(actor=f"{Role.CITIZEN}:{user.pk}").delete()
        forgetting.forget_account(user)
