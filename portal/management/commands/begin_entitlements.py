"""`manage.py begin_entitlements`: what was approved before anybody asked after it is asked after from now on.

Needed once, after an installation that is older than this, or one that took over another's applications. Again it changes
nothing.
"""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from services.aftercare.catching_up import catch_up


class Command(BaseCommand):
    help = "Begin the entitlements of approvals that have none yet."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{catch_up(at=now())} entitlements begun.")
