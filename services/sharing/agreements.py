"""What there is of consent for one application, as the law wants to know it: who said yes to what, and who has not yet."""

from datetime import datetime

from services.sharing.decision import Agreement
from services.sharing.inquiry import Subject
from services.sharing.models import Consent, ConsentRequest, Purpose
from services.sharing.receipts import is_genuine

NONE = Agreement()


def agreement(purpose: Purpose, subject: Subject, source: str, at: datetime) -> Agreement:
    """For a purpose that rests on law alone nobody is asked. A consent to another version or application is none."""
    if not purpose.by_consent() or subject.person_id is None:
        return NONE
    given = Consent.objects.live().filter(
        purpose=purpose, source=source, person=subject.person_id, subject=subject.person_id, expires_at__gt=at
    )
    consent = given.first()
    members = set(
        ConsentRequest.objects.filter(source=source, purpose=purpose).values_list("state", flat=True)
    )
    return Agreement(
        covers=frozenset(consent.fields) if consent else frozenset(),
        genuine=consent is None or is_genuine(consent),
        household_open=ConsentRequest.State.OPEN in members,
        household_declined=ConsentRequest.State.DECLINED in members,
    )
