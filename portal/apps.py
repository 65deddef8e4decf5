from django.apps import AppConfig
from django.conf import settings


class PortalConfig(AppConfig):
    name = "portal"
    label = "portal"

    def ready(self) -> None:
        if settings.BROKER:
            from portal.tasks import nudge
            from services.events import outbox

            outbox.nudges.append(nudge)
