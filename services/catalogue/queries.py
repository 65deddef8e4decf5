"""Reading the catalogue."""

from datetime import date

from django.db.models import QuerySet

from services.catalogue.models import ItemVersion


def on_offer(on: date, region: str | None = None) -> QuerySet[ItemVersion]:
    """Versions in force that day in that place (`in_force_in`), the most used first."""
    versions = ItemVersion.objects.in_force_in(region, on).select_related("item__department", "purpose")
    return versions.order_by("-item__heat", "item__code")


def find(words: str, on: date) -> list[ItemVersion]:
    """Items whose name, task or summary holds every word, in either language; the most used first."""
    wanted = words.casefold().split()
    return (
        [version for version in on_offer(on) if all(word in _text_of(version) for word in wanted)]
        if wanted
        else []
    )


def _text_of(version: ItemVersion) -> str:
    content = version.content
    texts = [
        content[part][tongue] for part in ("name", "task", "summary", "short") for tongue in ("zh", "en")
    ]
    return " ".join(texts).casefold()
