"""What there is of consent for one application, as the law wants to know it: who said yes to what, and who has not yet."""

from datetime import datetime, timedelta

from services.sharing.decision import Agreement
from services.sharing.inquiry import Subject
from services.sharing.models import Consent, ConsentRequest, Purpose
from services.sharing.receipts import is_genuine

NONE = Agreement()
WAITS = timedelta(days=15)  # for somebody who was asked; silence after that is no yes


def agreement(purpose: Purpose, subject: Subject, source: str, at: datetime) -> Agreement:
    """For a purpose that rests on law alone nobody is asked. A consent to another version or application is none."""
    if not purpose.by_consent() or subject.person_id is None:
        return NONE
    given = Consent.objects.live().filter(
        purpose=purpose, source=source, person=subject.person_id, subject=subject.person_id, expires_at__gt=at
    )
    consent = given.first()
    members = {
        _state(state, asked_at, at)
        for state, asked_at in ConsentRequest.objects.filter(source=source, purpose=purpose).values_list(
            "state", "asked_at"
        )
    }
    return Agreement(
        covers=frozenset(consent.fields) if consent else frozenset(),
        genuine=consent is None or is_genuine(consent),
        household_open=ConsentRequest.State.OPEN in members,
        household_declined=ConsentRequest.State.DECLINED in members,
    )


def receipt_of(purpose: Purpose, subject: Subject, source: str, at: datetime) -> str:
    """The id of the receipt a question names to the department; empty where the law is the basis."""
    if not purpose.by_consent() or subject.person_id is None:
        return ""
    given = Consent.objects.live().filter(
        purpose=purpose, source=source, person=subject.person_id, expires_at__gt=at
    )
    return str(given.values_list("pk", flat=True).first() or "")


def _state(state: str, asked_at: datetime, at: datetime) -> str:
    if state == ConsentRequest.State.OPEN and at - asked_at > WAITS:
        return ConsentRequest.State.DECLINED
    return state
