"""Which fact is told to whom in which words."""

from uuid import UUID

from django.utils.timezone import now

from services.actions.actor import SYSTEM
from services.applications.events import (
    ApplicationAwaitsData,
    ApplicationDecided,
    ApplicationDeclined,
    ApplicationReceived,
    ApplicationSuspended,
    CorrectionRequested,
)
from services.applications.models import Application
from services.enquiries.events import EnquiryAnswered
from services.enquiries.models import Enquiry
from services.notifications.actions.send import send


def tell_decision(event: ApplicationDecided) -> None:
    _tell(event.application_id, event.outcome.lower())


def tell_receipt(event: ApplicationReceived) -> None:
    _tell(event.application_id, "received")


def tell_wait(event: ApplicationAwaitsData) -> None:
    _tell(event.application_id, "awaiting_data")


def tell_correction(event: CorrectionRequested) -> None:
    """Each round of corrections is a fact of its own."""
    _tell(event.application_id, "correction", source=f"correction:{event.correction_id}")


def tell_decline(event: ApplicationDeclined) -> None:
    _tell(event.application_id, "declined")


def tell_suspension(event: ApplicationSuspended) -> None:
    _tell(event.application_id, "suspended")


def tell_answer(event: EnquiryAnswered) -> None:
    enquiry = Enquiry.objects.select_related("department").get(pk=event.enquiry_id)
    send(
        person_id=enquiry.person_id,
        template="answered",
        context={"item": enquiry.department.name, "enquiry": str(enquiry.pk)},
        source=f"line:{event.line_id}",
        actor=SYSTEM,
        at=now(),
    )


def _tell(application_id: UUID, template: str, source: str = "") -> None:
    application = Application.objects.select_related("item_version").get(pk=application_id)
    send(
        person_id=application.person_id,
        template=template,
        context={"item": application.item_version.name, "application": str(application.pk)},
        source=source or application.source,
        actor=SYSTEM,
        at=now(),
    )
