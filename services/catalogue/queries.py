"""Reading the catalogue."""

from datetime import date

from django.db.models import QuerySet

from services.catalogue.models import ItemVersion
from services.sharing.models import Purpose
from services.sharing.readings import Reading, readings


def on_offer(on: date, region: str | None = None) -> QuerySet[ItemVersion]:
    """Versions in force that day in that place (`in_force_in`), the most used first."""
    versions = ItemVersion.objects.in_force_in(region, on).select_related("item__department", "purpose")
    return versions.order_by("-item__heat", "item__code")


def joint_purposes(version: ItemVersion) -> list[Purpose]:
    """What the departments that handle it together with the competent one read for, in the order of the package."""
    blocks = [each["purpose"] for each in version.content.get("joint_purposes", [])]
    return [Purpose.objects.get(code=block["code"], version=block["version"]) for block in blocks]


def read_for(version: ItemVersion, variant: str = "") -> list[Reading]:
    """What departments are asked for that variant; "": for any of them."""
    fields = {read["field"] for read in version.content_of(variant)["purpose"]["reads"]}
    return [each for each in readings(version.purpose) if each.field.code in fields]
