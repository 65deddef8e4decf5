"""Which fact is told to whom in which words."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.timezone import now

from services.actions.actor import SYSTEM
from services.aftercare.events import EntitlementEnded, Reexamined
from services.aftercare.models import Ending, Reexamination
from services.applications.events import (
    ApplicationAwaitsData,
    ApplicationDecided,
    ApplicationDeclined,
    ApplicationReceived,
    ApplicationSuspended,
    CorrectionRequested,
    DraftMoved,
)
from services.applications.models import Application
from services.certificates.events import DocumentHeldUp
from services.certificates.models import Unprintable
from services.departments.models import Department
from services.enquiries.events import EnquiryAnswered
from services.enquiries.models import Enquiry
from services.notifications.actions.send import send
from services.offers.events import OfferMade, TextRead
from services.offers.models import Offer, TextMessage
from services.ratings.events import RectificationAnswered
from services.ratings.models import Rectification
from services.sharing.events import DataFirstRead, DisputeSettled
from services.sharing.models import Dispute

PORTAL = {"zh": "一网通办", "en": "The portal"}
# what was asked about, and what was found
DISPUTE_TEMPLATES: Mapping[tuple[str, str], str] = {
    ("value", Dispute.Outcome.CORRECTED): "dispute_value_corrected",
    ("value", Dispute.Outcome.RIGHT): "dispute_value_right",
    ("access", Dispute.Outcome.CORRECTED): "dispute_access_corrected",
    ("access", Dispute.Outcome.RIGHT): "dispute_access_right",
}
# WAITING tells nothing: the register has not answered yet
REEXAMINED_TEMPLATES: Mapping[str, str] = {
    Reexamination.State.READ: "reexamined_read",
    Reexamination.State.OPEN: "reexamined_open",
    Reexamination.State.CONFIRMED: "reexamined_confirmed",
    Reexamination.State.REVERSED: "reexamined_reversed",
}
# where not a correction but the citizen asked for it
APPEAL_TEMPLATES: Mapping[str, str] = {
    Reexamination.State.OPEN: "appeal_open",
    Reexamination.State.CONFIRMED: "appeal_confirmed",
    Reexamination.State.REVERSED: "appeal_reversed",
}


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


def tell_move(event: DraftMoved) -> None:
    """Each version it is moved to is a fact of its own."""
    source = f"draft:{event.application_id}:{event.item_version_id}"
    _tell(event.application_id, "draft_moved", source=source)


def tell_ending(event: EntitlementEnded) -> None:
    """To the citizen; after a death to the family, who read it in the same inbox."""
    ending = Ending.objects.get(pk=event.ending_id)
    source = f"ending:{ending.pk}"
    _tell(event.application_id, "ended_family" if ending.to_family else "ended", source=source)


def tell_answer(event: EnquiryAnswered) -> None:
    enquiry = Enquiry.objects.select_related("department").get(pk=event.enquiry_id)
    send(
        person_id=enquiry.person_id,
        template="answered",
        context={"item": enquiry.department.name, "enquiry": str(enquiry.pk)},
        source=source_of_answer(event.line_id),
        actor=SYSTEM,
        at=now(),
    )


def tell_rectification(event: RectificationAnswered) -> None:
    """整改: whoever rated poorly reads what became of it."""
    rectification = Rectification.objects.select_related("rating").get(pk=event.rectification_id)
    source = f"rectification:{rectification.pk}"
    _tell(rectification.rating.application_id, "rectified", source=source)


def tell_dispute(event: DisputeSettled) -> None:
    """数据异议: what the department found, on the page of the data."""
    dispute = Dispute.objects.select_related("field", "department").get(pk=event.dispute_id)
    about = dispute.field.label if dispute.field else dispute.department.name
    kind = "value" if dispute.field else "access"
    send(
        person_id=dispute.person_id,
        template=DISPUTE_TEMPLATES[kind, dispute.outcome],
        context={"item": about, "dispute": str(dispute.pk)},
        source=f"dispute:{dispute.pk}",
        actor=SYSTEM,
        at=now(),
    )


def tell_first_reading(event: DataFirstRead) -> None:
    """What a law orders nobody is asked for: they are told, once for each department."""
    department = Department.objects.filter(code=event.consumer).first()
    send(
        person_id=event.person_id,
        template="first_read",
        context={"item": department.name if department else PORTAL},
        source=f"reader:{event.consumer}:{event.person_id}",
        actor=SYSTEM,
        at=now(),
    )


def tell_reexamined(event: Reexamined) -> None:
    """What a corrected value or an appeal changed; each state it comes to is told once. Of a draft its own page tells."""
    row = Reexamination.objects.select_related("application").get(pk=event.reexamination_id)
    if row.application.submitted_at:
        templates = APPEAL_TEMPLATES if row.is_appeal else REEXAMINED_TEMPLATES
        _tell(event.application_id, templates[event.outcome], source=f"reexamination:{row.pk}")


def tell_offer(event: OfferMade) -> None:
    offer = Offer.objects.select_related("item_version").get(pk=event.offer_id)
    _tell_of_offer(offer, "offer", f"offer:{offer.pk}")


def tell_text(event: TextRead) -> None:
    """Each text message is a fact of its own. Whom no offer is known for hears it too: silence would look like a yes."""
    text = TextMessage.objects.select_related("offer__item_version").get(pk=event.text_id)
    template, source = f"offer_{text.reading.lower()}", f"text:{text.pk}"
    if text.offer:
        _tell_of_offer(text.offer, template, source)
    elif text.person_id:
        send(person_id=text.person_id, template=template, context={}, source=source, actor=SYSTEM, at=now())


def _tell_of_offer(offer: Offer, template: str, source: str) -> None:
    send(
        person_id=offer.person_id,
        template=template,
        context={"item": offer.item_version.name, "offer": str(offer.pk), "code": offer.code},
        source=source,
        actor=SYSTEM,
        at=now(),
    )


def source_of_answer(line_id: UUID) -> str:
    """What the message about that line of a conversation follows from."""
    return f"line:{line_id}"


def tell_held_up(event: DocumentHeldUp) -> None:
    held = Unprintable.objects.select_related("department").get(pk=event.unprintable_id)
    send(
        person_id=event.person_id,
        template="held_up",
        context={"item": held.department.name, "application": held.source.split(":")[1]},
        source=f"unprintable:{held.pk}",
        actor=SYSTEM,
        at=now(),
    )


def _tell(application_id: UUID, template: str, source: str = "") -> None:
    application = Application.objects.select_related("item_version").get(pk=application_id)
    send(
        person_id=application.person_id,
        template=template,
        context={"item": application.name, "application": str(application.pk)},
        source=source or application.source,
        actor=SYSTEM,
        at=now(),
    )
