"""Who holds an application at the desk."""

from datetime import datetime

from services.actions.actor import Actor
from services.applications.errors import HeldByColleague
from services.applications.models import Application, Assignment
from services.departments.models import StaffMember
from services.ledger.entries import record


def post_of(actor: Actor) -> StaffMember:
    """The caseworker's post; `authorise` has seen that there is one."""
    return StaffMember.objects.get(user_id=actor.user_id or 0)


def holder_of(application: Application) -> StaffMember | None:
    return application.holder


def assign(
    application: Application, staff: StaffMember | None, *, actor: Actor, at: datetime, reason: str = ""
) -> None:
    """A row of history and the summary on the application, inside the caller's transaction."""
    Assignment.objects.create(application=application, staff=staff, by=actor.key, reason=reason[:200], at=at)
    application.holder = staff
    application.save(update_fields=["holder"])
    held_by = staff.pk if staff else None
    record(
        "application_assigned",
        {"application": str(application.pk), "staff": held_by, "by": actor.key, "at": at.isoformat()},
    )


def hold(application: Application, *, actor: Actor, at: datetime) -> StaffMember:
    """Whoever acts holds it: taken on by acting, refused while a colleague holds it."""
    me = post_of(actor)
    if application.holder_id is None:
        assign(application, me, actor=actor, at=at)
    elif application.holder_id != me.pk:
        raise HeldByColleague(application.holder.name if application.holder else "")
    return me
