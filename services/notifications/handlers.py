"""Which fact is told to whom in which words."""

from uuid import UUID

from django.utils.timezone import now

from services.actions.actor import SYSTEM
from services.applications.events import ApplicationAccepted, ApplicationAwaitsData, ApplicationDecided
from services.applications.models import Application
from services.notifications.actions.send import send


def tell_decision(event: ApplicationDecided) -> None:
    _tell(event.application_id, event.outcome.lower())


def tell_acceptance(event: ApplicationAccepted) -> None:
    _tell(event.application_id, "accepted")


def tell_wait(event: ApplicationAwaitsData) -> None:
    _tell(event.application_id, "awaiting_data")


def _tell(application_id: UUID, template: str) -> None:
    application = Application.objects.select_related("item_version").get(pk=application_id)
    send(
        person_id=application.person_id,
        template=template,
        context={"item": application.item_version.name, "application": str(application.pk)},
        source=application.source,
        actor=SYSTEM,
        at=now(),
    )
