"""What happens as soon as the portal is loaded: who listens when a request has ended, and who nudges workers."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.signals import request_finished
from django.utils.timezone import now


class PortalConfig(AppConfig):
    name = "portal"
    label = "portal"

    def ready(self) -> None:
        request_finished.connect(look_for_openings_without_receipt)
        if settings.BROKER:
            from portal.tasks import nudge
            from services.events import outbox

            outbox.nudges.append(nudge)


def look_for_openings_without_receipt(**_signal: Any) -> None:
    """Of this process, whatever became of the request; in workers the watch does."""
    from services.watch.watching import note_unreceipted

    note_unreceipted(at=now())
