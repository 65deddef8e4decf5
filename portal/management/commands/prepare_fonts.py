"""`manage.py prepare_fonts`: converts the fonts of certificates, once a machine; about half a minute.

Whoever works does it by itself where it finds none (portal/jobs.py); run before, nobody waits for the first certificate.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from services.certificates import font


class Command(BaseCommand):
    help = "Make the fonts that certificates are set in. Making them twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            font.prepare()
        except Exception as error:  # a full disk, a folder that may not be written, a font of another shape
            raise CommandError(f"The certificates' fonts could not be made: {error}") from error
        self.stdout.write(f"The fonts are ready in {font.path().parent}.")
