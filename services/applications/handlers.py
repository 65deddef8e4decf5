"""What follows from what happened to an application. Each handler does at most one act and may be repeated."""

from uuid import UUID

from django.utils.timezone import localdate, now

from services.actions.actor import SYSTEM
from services.applications.actions.drop_evidence import drop_evidence
from services.applications.events import (
    ApplicationDecided,
    ApplicationReceived,
    ApplicationRescinded,
    ApplicationSubmitted,
)
from services.applications.models import Application, Decision, Evidence, State
from services.applications.record import compose
from services.certificates.actions.cancel import cancel
from services.certificates.actions.issue import issue
from services.sharing.actions.use_answers import use_answers
from services.sharing.events import ConsentWithdrawn
from services.sharing.models import Consent


def issue_certificate(event: ApplicationDecided) -> None:
    """证照: an approval of an item with a certificate is certified once, whoever comes first, worker or reader."""
    if event.outcome == Decision.Outcome.APPROVED:
        certify(event.application_id)


def cancel_certificate(event: ApplicationRescinded) -> None:
    application = Application.objects.get(pk=event.application_id)
    cancel(source=application.source, reason="申请人已撤销申请。", actor=SYSTEM, at=now())


def purge_withdrawn(event: ConsentWithdrawn) -> None:
    """What has been agreed to again meanwhile stays."""
    word, _, id = event.source.partition(":")
    ended = Consent.objects.get(pk=event.consent_id)
    fields = set(ended.fields) - _agreed_meanwhile(ended)
    if word == "application" and fields:
        drop_evidence(application_id=UUID(id), fields=sorted(fields), actor=SYSTEM, at=now())


def _agreed_meanwhile(ended: Consent) -> set[str]:
    again = Consent.objects.live().filter(
        person=ended.person_id, purpose=ended.purpose_id, source=ended.source
    )
    return {code for each in again for code in each.fields}


def use_on_submission(event: ApplicationSubmitted) -> None:
    _use_what_was_told(event.application_id)


def use_on_receipt(event: ApplicationReceived) -> None:
    """What came after it was sent."""
    _use_what_was_told(event.application_id)


def use_on_decision(event: ApplicationDecided) -> None:
    """What came after it was sent."""
    _use_what_was_told(event.application_id)


def _use_what_was_told(application_id: UUID) -> None:
    """What departments answered is used once an application rests on it; what was superseded before never was."""
    current = Evidence.objects.filter(application=application_id, superseded_at=None)
    told = current.values_list("request_id", flat=True)
    use_answers(request_ids=sorted(set(told)), actor=SYSTEM, at=now())


def certify(application_id: UUID) -> UUID | None:
    """The id of the certificate of an approved application; None where there is nothing to certify."""
    application = Application.objects.select_related("item_version", "decision", "person").get(
        pk=application_id
    )
    if application.ended_as != State.APPROVED or not application.item_version.certificate_type:
        return None
    return issue(
        type_code=application.item_version.certificate_type,
        holder_id=application.person_id,
        source=application.source,
        record=compose(application),
        valid_from=localdate(application.decision.at),
        actor=SYSTEM,
        at=now(),
    )
