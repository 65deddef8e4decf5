"""Cancelling (注销): what the certificate rests on has ended without anybody's fault. It says so to whoever checks it."""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.certificates.models import Certificate, State
from services.ledger.entries import record


@action
def cancel(*, source: str, reason: str, actor: Actor, at: datetime) -> UUID | None:
    """The certificate issued for `source`, if there is one and it is in force. By the portal itself; harmless when repeated."""
    if actor.role is not Role.SYSTEM:
        raise Denied("for_the_portal_itself")
    certificate = (
        Certificate.objects.select_for_update(of=("self",)).filter(source=source, state=State.VALID).first()
    )
    if certificate is None:
        return None
    certificate.state, certificate.reason, certificate.revoked_at = State.CANCELLED, reason, at
    certificate.revoked_by = actor.key
    certificate.save(update_fields=["state", "reason", "revoked_at", "revoked_by"])
    record("certificate_cancelled", {"certificate": str(certificate.pk), "at": at.isoformat()})
    return certificate.pk
