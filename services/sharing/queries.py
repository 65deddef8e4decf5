"""Reading purposes and disputes. What a person may see of their requests: `DataRequest.objects.visible_to(actor)`."""

from uuid import UUID

from services.sharing.models import Dispute, Purpose


def newest_purpose(code: str) -> Purpose:
    """The highest version. Raises `Purpose.DoesNotExist`."""
    found = Purpose.objects.filter(code=code).order_by("-version").first()
    if found is None:
        raise Purpose.DoesNotExist(code)
    return found


def open_disputes(person_id: UUID) -> dict[str, Dispute]:
    """By the code of the value that is said to be wrong."""
    disputes = Dispute.objects.open().filter(person=person_id).select_related("field", "department")
    return {dispute.field.code: dispute for dispute in disputes}
