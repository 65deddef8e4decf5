"""Keeping the index equal to the catalogue: one item when it is published, everything by `manage.py index_catalogue`.

Lines of other directories stand beside them; the commands that bring such lines end with the same. Every version has an
entry with its days, so that what is published for the first of next month is found from then on, and until then what it
replaces.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction

from services.catalogue.events import ItemPublished
from services.catalogue.models import ItemVersion
from services.catalogue.search.indexing import index, number_of, remove
from services.catalogue.search.models import Entry, Token
from services.catalogue.search.searchable import (
    Searchable,
    lines_to_find,
    of_line,
    of_version,
    versions_to_find,
)

TOLD_EVERY = 10_000


@dataclass(frozen=True)
class Indexed:
    written: int
    removed: int
    entries: int

    def __str__(self) -> str:
        return f"{self.entries} entries: {self.written} written, {self.removed} removed."


def index_item(event: ItemPublished) -> None:
    """May be repeated, and may come late or in another order: it looks at what stands now."""
    item = ItemVersion.objects.values_list("item_id", flat=True).get(pk=event.item_version_id)
    with transaction.atomic():
        index(of_version(version) for version in versions_to_find().filter(item=item).iterator(100))


def index_catalogue(*, progress: Callable[[int], None] = lambda _: None) -> Indexed:
    """Brings every entry up to date and takes out what is no longer published. `progress` hears how many were looked at."""
    seen: set[int] = set()
    written = index(_noting(seen, progress))
    gone = [key for key in Entry.objects.values_list("pk", flat=True) if key not in seen]
    removed = remove(gone)
    Token.objects.filter(entries=0).delete()
    return Indexed(written, removed, len(seen))


def _noting(seen: set[int], progress: Callable[[int], None]) -> Iterator[Searchable]:
    for thing in everything():
        seen.add(number_of(thing))
        if len(seen) % TOLD_EVERY == 0:
            progress(len(seen))
        yield thing


def everything() -> Iterator[Searchable]:
    yield from map(of_version, versions_to_find().iterator(100))
    yield from map(of_line, lines_to_find().iterator(1000))
