"""Reading certificates. Every function answers with rows whose issuer and type are there already."""

from uuid import UUID

from django.db.models import QuerySet

from services.actions.actor import Actor, Role
from services.certificates.models import Certificate, Unprintable
from services.prepared import Given, Prepared


def for_source(source: str) -> Certificate | None:
    """The certificate issued for this, such as `application:<uuid>`."""
    return _issued_for.first(source=source)


def of_holder(person_id: UUID) -> QuerySet[Certificate]:
    """Newest first, revoked and expired ones too."""
    return _complete().filter(holder_id=person_id).order_by("-issued_at", "-identifier")


def held_by(person_id: UUID) -> list[Certificate]:
    """The rows of `of_holder`, kept as text."""
    return _held(holder=person_id)


def visible_to(actor: Actor) -> QuerySet[Certificate]:
    """Citizens see what they hold, caseworkers what their department issued."""
    if actor.role is Role.CITIZEN and actor.person_id:
        return of_holder(actor.person_id)
    if actor.role is Role.STAFF and actor.department_id:
        return _complete().filter(type__issuer_id=actor.department_id)
    return _complete() if actor.role is Role.SYSTEM else Certificate.objects.none()


def unprintable_of(actor: Actor) -> QuerySet[Unprintable]:
    """What a caseworker's department still has to see to, the oldest first."""
    if actor.role is not Role.STAFF or not actor.department_id:
        return Unprintable.objects.none()
    rows = Unprintable.objects.filter(department_id=actor.department_id, settled_at=None)
    return rows.select_related("holder").order_by("noticed_at")


def _complete() -> QuerySet[Certificate]:
    return Certificate.objects.select_related("type__issuer")


_issued_for = Prepared(lambda: _complete().filter(source=Given("source")))
_held = Prepared(lambda: of_holder(Given("holder")))  # type: ignore[arg-type]
