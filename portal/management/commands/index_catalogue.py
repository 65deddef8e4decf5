"""`manage.py index_catalogue`: makes the index of the search equal to what is published.

The worker keeps it so after each publication, and the import of a directory ends with it; this is for the first time, and
for whenever in doubt.
"""

from typing import Any

from django.core.management.base import BaseCommand

from services.catalogue.search.keeping import index_catalogue


class Command(BaseCommand):
    help = "Index the catalogue for the search. Indexing twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(index_catalogue()))
