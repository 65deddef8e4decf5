"""Reading the catalogue."""

from datetime import date

from django.db.models import QuerySet

from services.catalogue.models import ItemVersion


def on_offer(on: date, region: str | None = None) -> QuerySet[ItemVersion]:
    """Versions in force that day in that place (`in_force_in`), the most used first."""
    versions = ItemVersion.objects.in_force_in(region, on).select_related("item__department", "purpose")
    return versions.order_by("-item__heat", "item__code")
