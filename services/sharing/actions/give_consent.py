"""同意: a person agrees, field by field, that something is read for their application, and gets a signed receipt.

Only for fields whose basis is consent: where the law orders the sharing, nobody is asked for what they could not refuse.
“I bring it myself” is an answer as well. Twice the same is one consent; another choice ends the former. (PIPL articles 13 to
15 and 29.)
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.events.outbox import publish
from services.ledger.entries import record
from services.people.models import Person
from services.sharing.actions.withdraw_consent import end
from services.sharing.errors import NothingAgreed
from services.sharing.events import ConsentGiven
from services.sharing.inquiry import Subject
from services.sharing.models import Consent, ConsentRequest, Purpose
from services.sharing.predicates import forget_answers
from services.sharing.receipts import sign, write_receipt
from services.sharing.standings import standing
from services.sharing.withdrawals import publish_withdrawal

LASTS = timedelta(days=180)  # longer than any application may take; a recheck asks anew


@action
def give_consent(
    *,
    purpose_id: int,
    source: str,
    fields: Sequence[str],
    notice_sha256: str,
    language: str,
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> UUID | None:
    """For one's own application; without `fields`, “I bring it myself”. Both are one act: a key stands for one answer.

    Raises `Denied("not_yours")`, `Denied("not_live")`, `NothingAgreed` for fields that rest on no consent.
    """
    person, purpose = _applicant(actor, source), Purpose.objects.get(pk=purpose_id)
    if not fields:
        _bring(person, purpose, source, notice=notice_sha256, actor=actor, at=at)
        return None
    agreed = _checked(fields, purpose.by_consent())
    return agree(person, person, purpose, source, agreed, notice_sha256, language, actor, at)


@action
def answer_consent_request(
    *,
    consent_request_id: UUID,
    agrees: bool,
    notice_sha256: str,
    language: str,
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> UUID:
    """By whoever of the household was asked, known by their own number. Answered once; a yes is taken back by withdrawing.

    Raises `Denied("not_asked")`, also for a request that does not exist.
    """
    known = actor.person_id if actor.role == Role.CITIZEN else None
    person = Person.objects.filter(pk=known).first() if known else None
    asked = _asked(consent_request_id, person)
    if asked is None or person is None:
        raise Denied("not_asked")
    if asked.state != ConsentRequest.State.OPEN:
        return asked.pk
    asked.state = ConsentRequest.State.AGREED if agrees else ConsentRequest.State.DECLINED
    asked.answered_at = at
    asked.save(update_fields=["state", "answered_at"])
    record(
        "consent_request_answered",
        {"request": str(asked.pk), "state": asked.state, "source": asked.source, "at": at.isoformat()},
    )
    if agrees:
        fields = sorted(asked.purpose.of_household())
        agree(person, asked.asked_by, asked.purpose, asked.source, fields, notice_sha256, language, actor, at)
    return asked.pk


def _asked(id: UUID, person: Person | None) -> ConsentRequest | None:
    if person is None:
        return None
    mine = ConsentRequest.objects.asked_of(person.id_no).filter(pk=id)
    return mine.select_for_update(of=("self",)).select_related("purpose", "asked_by").first()


def _applicant(actor: Actor, source: str) -> Person:
    """Locked, so that two tabs make one answer. Raises `Denied`."""
    if actor.role != Role.CITIZEN or actor.person_id is None:
        raise Denied("not_yours")
    person = Person.objects.select_for_update().get(pk=actor.person_id)
    refuse_strangers(person, source)
    return person


def _bring(person: Person, purpose: Purpose, source: str, *, notice: str, actor: Actor, at: datetime) -> None:
    """On record like a yes, and as good as one: a person looks at the papers. A yes given before ends, as by withdrawing it."""
    body = {"purpose": str(purpose), "source": source, "notice": notice, "actor": actor.key}
    record("consent_refused", {**body, "at": at.isoformat()})
    former = Consent.objects.live().filter(person=person, purpose=purpose, source=source)
    for consent in former.select_related("person", "purpose"):
        end(consent, at=at)


def refuse_strangers(person: Person, source: str) -> None:
    """Whoever it is not about, and what has ended, gets no consent."""
    known = standing(source, Subject(person.name, person.id_no, person.pk))
    if known is None or not known.case.of_subject:
        raise Denied("not_yours")
    if not known.case.live:
        raise Denied("not_live")


def _checked(fields: Sequence[str], by_consent: frozenset[str]) -> list[str]:
    if not set(fields) <= by_consent:
        raise NothingAgreed(", ".join(sorted(set(fields) - by_consent)))
    return sorted(set(fields))


def agree(  # noqa: PLR0917  the parts of a consent, each in its place
    person: Person,
    subject: Person,
    purpose: Purpose,
    source: str,
    fields: list[str],
    notice_sha256: str,
    language: str,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Inside the caller's transaction."""
    former = Consent.objects.live().filter(person=person, purpose=purpose, source=source).first()
    if former and former.fields == fields and former.expires_at > at:
        return former.pk
    if former:
        former.ended_at, former.ended_as = at, Consent.Ended.REPLACED
        former.save(update_fields=["ended_at", "ended_as"])
        _take_back_the_rest(former, fields)
    consent = Consent(
        person=person,
        subject=subject,
        purpose=purpose,
        source=source,
        fields=fields,
        language=language,
        notice_sha256=notice_sha256,
        given_at=at,
        expires_at=at + LASTS,
    )
    consent.receipt = write_receipt(consent)
    consent.signature = sign(consent.receipt)
    consent.save(force_insert=True)
    record("consent_given", _entry(consent, actor, at))
    publish(ConsentGiven(consent_id=consent.pk, person_id=person.pk, source=source))
    return consent.pk


def _take_back_the_rest(former: Consent, fields: list[str]) -> None:
    """What is no longer agreed to goes like after withdrawing."""
    if set(former.fields) - set(fields):
        forget_answers(source=former.source)
        publish_withdrawal(former)


def _entry(consent: Consent, actor: Actor, at: datetime) -> dict[str, object]:
    return {
        "consent": str(consent.pk),
        "purpose": str(consent.purpose),
        "source": consent.source,
        "fields": consent.fields,
        "notice": consent.notice_sha256,
        "actor": actor.key,
        "at": at.isoformat(),
    }
