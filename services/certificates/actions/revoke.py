"""Revoking (撤销): the certificate stays on record and says so to everybody who checks it."""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.certificates.errors import NotInForce, ReasonMissing, UnknownCertificate
from services.certificates.events import CertificateRevoked
from services.certificates.models import Certificate, State
from services.events.outbox import publish
from services.ledger.entries import record


@action
def revoke(
    *, certificate_id: UUID, reason: str, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    """`reason` is shown to the holder and to whoever checks the certificate.

    Raises `Denied("not_staff")` or `Denied("other_department")`, `UnknownCertificate`, `ReasonMissing`, and `NotInForce`
    for a certificate that is no longer valid (one that has expired cannot be revoked either).
    """
    if actor.role is not Role.STAFF:
        raise Denied("not_staff")
    certificate = _locked(certificate_id)
    if certificate.type.issuer_id != actor.department_id:
        raise Denied("other_department")
    if not reason.strip():
        raise ReasonMissing
    if certificate.state_at(at) is not State.VALID:
        raise NotInForce(certificate.state_at(at))
    certificate.state, certificate.reason = State.REVOKED, reason.strip()
    certificate.revoked_at, certificate.revoked_by = at, actor.key
    certificate.save(update_fields=["state", "reason", "revoked_at", "revoked_by"])
    record(
        "certificate_revoked", {"certificate": str(certificate_id), "actor": actor.key, "at": at.isoformat()}
    )
    publish(CertificateRevoked(certificate_id=certificate_id))
    return certificate_id


def _locked(certificate_id: UUID) -> Certificate:
    rows = Certificate.objects.select_related("type").select_for_update(of=("self",))
    if not (certificate := rows.filter(pk=certificate_id).first()):
        raise UnknownCertificate(certificate_id)
    return certificate
