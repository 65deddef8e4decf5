"""`manage.py check --deploy`: outside a demonstration every department is reached through TLS."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def departments_are_reached_through_tls(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"The department {code} is not reached through https, so nobody knows who answers.",
            hint="Set its address in PORTAL_DEPARTMENTS to https://…",
            id="sharing.E001",
        )
        for code, address in settings.DEPARTMENT_ADDRESSES.items()
        if not address.startswith("https://")
    ]
