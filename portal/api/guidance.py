"""What an item tells beside who may have it: law, questions people ask, places, fees, cases, how far it reaches.

Only what its package says; what it leaves out is null or an empty list.
"""

from collections.abc import Callable
from typing import Any

from rest_framework import serializers

from portal.api.shapes import Shape, Text
from services.catalogue.code_lists import called
from services.catalogue.models import ItemVersion


class Named(Shape):
    """A code, and what it is called."""

    code = serializers.CharField()
    name = Text()


class Law(Shape):
    name = Text()
    number = serializers.CharField(default=None, allow_null=True, help_text="文号, of the promulgation.")
    article = Text()
    text = Text(default=None, allow_null=True, help_text="The article in full, as it stands in the law.")
    example = serializers.BooleanField(default=False, help_text="Invented for the demonstration.")


class Asked(Shape):
    question = Text()
    answer = Text()


class Place(Shape):
    """Where to go for whoever would rather not do it online."""

    name = Text()
    address = Text(default=None, allow_null=True)
    window = Text(default=None, allow_null=True)
    hours = Text(default=None, allow_null=True)
    phone = serializers.CharField(default=None, allow_null=True)
    region = serializers.CharField(default=None, allow_null=True, help_text="GB/T 2260.")
    bring = Text(default=None, allow_null=True)


class Fee(Shape):
    name = Text()
    amount_fen = serializers.IntegerField()
    standard = Text(default=None, allow_null=True)
    basis = Text()
    reduction = Text(default=None, allow_null=True, help_text="Who pays less, and on what basis.")


class Chooses(Shape):
    question = serializers.CharField()
    is_one_of = serializers.ListField()


class Case(Shape):
    """业务办理项 / 情形: a case of the item with papers of its own."""

    number = serializers.CharField(help_text="The last two of the 33 characters.")
    name = Text()
    who = Text(default=None, allow_null=True)
    chosen_by = Chooses(
        by=lambda case: _chooses(case.get("chosen_by")),
        allow_null=True,
        help_text="The answer that makes it this case.",
    )


class Scope(Shape):
    reach = serializers.CharField(help_text="COUNTRY, PROVINCE, CITY or DISTRICT.")
    way = serializers.CharField(help_text="ONLINE, COLLECT_AND_FORWARD or JOINT.")
    note = Text(default=None, allow_null=True)


def _chooses(block: dict[str, Any] | None) -> dict[str, Any] | None:
    return {"question": block["question"], "is_one_of": block["is"]} if block else None


def block(name: str) -> Callable[[ItemVersion], list[Any]]:
    """The part of that name, which a package may leave out."""
    return lambda version: version.content.get(name, [])


def scope(version: ItemVersion) -> dict[str, Any] | None:
    found: dict[str, Any] | None = version.content.get("scope")
    return found


def life_events(version: ItemVersion) -> list[dict[str, Any]]:
    codes = version.content.get("life_events", [])
    return [{"code": code, "name": called("life_events", code)} for code in codes]
