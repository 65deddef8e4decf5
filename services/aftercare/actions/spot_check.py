"""抽查: drawing an approval by rules for a second look, and what the person who looked found."""

from datetime import datetime
from uuid import UUID, uuid4

from django.utils.timezone import localdate

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.aftercare.drawing import drawn_for
from services.aftercare.ending import end
from services.aftercare.events import SpotCheckClosed, SpotCheckOpened
from services.aftercare.models import Ending, SpotCheck
from services.aftercare.months import month_before
from services.applications.models import Application, Decision
from services.events.outbox import publish
from services.ledger.entries import record


@action
def open_check(*, application_id: UUID, actor: Actor, at: datetime) -> UUID | None:
    """None where it is not drawn. The same again changes nothing."""
    if actor.role != Role.SYSTEM:
        raise Denied("for_the_portal_itself")
    rows = Application.objects.select_related("item_version", "decision__assessment__rule_version")
    application = rows.select_for_update(of=("self",)).get(pk=application_id)
    if application.decision.decided_by != Decision.DecidedBy.RULES:
        return None
    known: SpotCheck | None = SpotCheck.objects.filter(application=application).first()
    if known:
        return known.pk
    reasons = drawn_for(application)
    return _open(application, reasons, at) if reasons else None


def _open(application: Application, reasons: list[str], at: datetime) -> UUID:
    check = SpotCheck(
        id=uuid4(),
        application=application,
        department_id=application.competent_department_id,
        drawn_for=reasons,
    )
    check.open(application.content["spot_checks"]["days"], at)
    trace = {"check": str(check.pk), "application": str(application.pk), "drawn_for": reasons}
    record("spot_check_opened", {**trace, "at": at.isoformat()})
    publish(SpotCheckOpened(check_id=check.pk))
    return check.pk


@action
def close_check(
    *,
    check_id: UUID,
    state: SpotCheck.State,
    reason: str,
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> UUID:
    """CONFIRMED: rightly approved. REVERSED: wrongly; what was given ends, its certificate is revoked, and every month that
    was paid is overpaid. Raises AlreadyAnswered, AlreadyEnded, WordsMissing, `Denied`."""
    read = ["application__item_version"]
    check = SpotCheck.answer(check_id, state, reason, actor=actor, at=at, read=read)
    trace = {"check": str(check_id), "found": state, "by": actor.key}
    record("spot_check_closed", {**trace, "at": at.isoformat()})
    publish(SpotCheckClosed(check_id=check.pk))
    if state == SpotCheck.State.REVERSED:
        before = month_before(localdate(check.application.submitted_at))
        end(
            check.application,
            kind=Ending.Kind.REVOKED,
            event_on=before,
            reason=reason.strip(),
            actor=actor,
            at=at,
        )
    return check.pk
