"""A consent that is no more, and who has to hear of it: we ourselves, and every department that was asked by it.

Departments are told over the channel they are asked by, under our signature, and acknowledge under theirs. The message names
the receipt, which stood on every question (`Gw-Consent`), and nothing of the person.
"""

from uuid import UUID, uuid5

from services.departments.models import Department
from services.events.outbox import publish
from services.sharing.events import ConsentWithdrawn, WithdrawalConcerns
from services.sharing.inquiry import canonical
from services.sharing.models import Consent, DataField, DataRequest
from services.sharing.port import Asker, Letterhead


def publish_withdrawal(consent: Consent) -> None:
    """Inside the transaction that ends it."""
    publish(ConsentWithdrawn(consent_id=consent.pk, person_id=consent.person_id, source=consent.source))
    for department in _asked_by_it(consent):
        publish(WithdrawalConcerns(consent_id=consent.pk, department_id=department))


def _asked_by_it(consent: Consent) -> list[int]:
    """Those who keep one of its fields and have been asked on its occasion since it was given."""
    keepers = DataField.objects.filter(code__in=consent.fields).values("resource__department")
    asked = DataRequest.objects.filter(
        purpose=consent.purpose_id,
        source=consent.source,
        started_at__gte=consent.given_at,
        department__in=keepers,
    )
    return sorted(set(asked.values_list("department_id", flat=True)))


def call_id(consent_id: UUID, department_code: str) -> UUID:
    """The same for every try, so that nothing is done twice, there or here."""
    return uuid5(consent_id, department_code)


def letter(consent: Consent, department: Department) -> tuple[Letterhead, bytes]:
    head = Letterhead(
        id=call_id(consent.pk, department.code),
        service=department.code,
        issue=consent.source,
        purpose=str(consent.purpose),
        subject_hash="",
        consent=str(consent.pk),
        asks=Asker("system"),
    )
    ended_at = consent.ended_at.isoformat() if consent.ended_at else ""
    return head, canonical({"id": str(head.id), "consent": str(consent.pk), "withdrawn_at": ended_at})
