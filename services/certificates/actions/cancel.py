"""The portal ends a certificate whose ground is gone, and it says so to whoever checks it: 注销 where that has ended without
anybody's fault, 撤销 where it should not have been given."""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.certificates.events import CertificateRevoked
from services.certificates.models import Certificate, State
from services.events.outbox import publish
from services.ledger.entries import record


@action
def cancel(*, source: str, reason: str, actor: Actor, at: datetime, revoked: bool = False) -> UUID | None:
    """The certificate issued for `source`, if there is one and it is in force. By the portal itself; harmless when repeated."""
    if actor.role is not Role.SYSTEM:
        raise Denied("for_the_portal_itself")
    certificate = (
        Certificate.objects.select_for_update(of=("self",)).filter(source=source, state=State.VALID).first()
    )
    if certificate is None:
        return None
    certificate.state = State.REVOKED if revoked else State.CANCELLED
    certificate.reason, certificate.revoked_at = reason, at
    certificate.revoked_by = actor.key
    certificate.save(update_fields=["state", "reason", "revoked_at", "revoked_by"])
    kind = "certificate_revoked" if revoked else "certificate_cancelled"
    record(kind, {"certificate": str(certificate.pk), "at": at.isoformat()})
    if revoked:
        publish(CertificateRevoked(certificate_id=certificate.pk))
    return certificate.pk
