"""Issuing: record, wording and identifier. The PDF is made at first opening (`documents.py`)."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db.models import F
from django.utils import timezone

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.certificates.errors import UnknownCertificateType
from services.certificates.events import CertificateIssued
from services.certificates.identifiers import Identifier
from services.certificates.models import Certificate, CertificateType, Serial
from services.certificates.wording import last_day, settle
from services.events.outbox import publish
from services.ledger.entries import record as record_entry
from services.people.models import Person
from services.texts import Text

# 20 characters of 32 that nobody confuses: 100 bits, so a check address cannot be guessed.
CHECK_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CHECK_LENGTH = 20


@action
def issue(
    *,
    type_code: str,
    holder_id: UUID,
    source: str,
    record: Mapping[str, Text | str],
    valid_from: date,
    actor: Actor,
    at: datetime,
) -> UUID:
    """One certificate per `source`: asked again, the first one is the answer. `type_code` is the type's own short code.

    Two who ask at once wait for each other at the holder's row, so both get the same answer.
    Raises `UnknownCertificateType`, `RecordMismatch`; `Denied("not_issuer")` for citizens and other departments.
    """
    kind = CertificateType.objects.select_related("issuer").filter(code=type_code).first()
    if kind is None:
        raise UnknownCertificateType(type_code)
    if not _may_issue(actor, kind):
        raise Denied("not_issuer")
    holder = Person.objects.select_for_update(no_key=True).get(pk=holder_id)
    if earlier := Certificate.objects.filter(source=source).first():
        return earlier.id
    certificate = _written(kind, holder, record, valid_from, at)
    certificate.source = source
    record_entry(
        "certificate_issued", {"certificate": str(certificate.id), "actor": actor.key, "at": at.isoformat()}
    )
    publish(CertificateIssued(certificate_id=certificate.id, source=source))
    certificate.identifier = _next_identifier(kind, certificate.issued_on.year)
    certificate.save(force_insert=True)
    return certificate.id


def _may_issue(actor: Actor, kind: CertificateType) -> bool:
    return actor.role is Role.SYSTEM or (actor.role is Role.STAFF and actor.department_id == kind.issuer_id)


def _written(
    kind: CertificateType, holder: Person, record: Mapping[str, Text | str], valid_from: date, at: datetime
) -> Certificate:
    return Certificate(
        id=uuid4(),
        check_code="".join(secrets.choice(CHECK_ALPHABET) for _ in range(CHECK_LENGTH)),
        type=kind,
        holder=holder,
        holder_name=holder.name,
        holder_id_no=holder.id_no,
        record=dict(record),
        wording=settle(
            kind,
            record,
            name=holder.name,
            id_no=holder.id_no,
            issued_on=timezone.localdate(at),
            valid_from=valid_from,
        ),
        issued_at=at,
        valid_from=valid_from,
        valid_to=last_day(valid_from, kind.valid_months) if kind.valid_months else None,
    )


def _next_identifier(kind: CertificateType, year: int) -> str:
    """From here to the commit others who want this type wait: only the insert follows. A rollback gives the number back."""
    serial = Serial.objects.filter(type=kind, year=year)
    if not serial.update(last=F("last") + 1):
        Serial.objects.bulk_create([Serial(type=kind, year=year)], ignore_conflicts=True)
        serial.update(last=F("last") + 1)
    number = serial.values_list("last", flat=True).get()
    return str(Identifier(kind.type_code, kind.issuer.credit_code, f"{year}{number:07}"))
