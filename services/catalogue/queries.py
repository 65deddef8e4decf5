"""Reading the catalogue."""

from datetime import date
from functools import cache

from django.db.models import QuerySet

from services.catalogue.models import ItemVersion
from services.prepared import Given, Prepared
from services.sharing.models import Purpose
from services.sharing.readings import Reading, readings


def on_offer(on: object, region: str | None = None) -> QuerySet[ItemVersion]:
    """Versions in force that day in that place (`in_force_in`), the most used first."""
    versions = ItemVersion.objects.in_force_in(region, on).select_related("item__department", "purpose")
    return versions.order_by("-item__heat", "item__code")


def offered(code: str, on: date, region: str | None = None) -> ItemVersion | None:
    """The version of that item in force that day in that place."""
    if region is not None:
        return on_offer(on, region).filter(item__code=code).first()
    return next(iter(_offered(on=on, code=code)), None)


_offered = Prepared(lambda: on_offer(Given("on")).defer("content").filter(item__code=Given("code")))


def most_used(on: date, number: int) -> list[ItemVersion]:
    """The first of those on offer anywhere, each with its item and what it says, and nothing else."""
    return _most_used(number)(on=on)


@cache
def _most_used(number: int) -> Prepared[ItemVersion]:
    named = ("item__code", "name", "state", "sha256")
    return Prepared(
        lambda: on_offer(Given("on")).select_related(None).select_related("item").only(*named)[:number]
    )


def joint_purposes(version: ItemVersion) -> list[Purpose]:
    """What the departments that handle it together with the competent one read for, in the order of the package."""
    blocks = [each["purpose"] for each in version.content.get("joint_purposes", [])]
    return [Purpose.objects.get(code=block["code"], version=block["version"]) for block in blocks]


def read_for(version: ItemVersion, variant: str = "") -> list[Reading]:
    """What departments are asked for that variant; "": for any of them."""
    fields = {read["field"] for read in version.content_of(variant)["purpose"]["reads"]}
    return [each for each in readings(version.purpose) if each.field.code in fields]
