"""What an item tells beside who may have it: law, questions people ask, places, fees, variants, how far it reaches.

Only what its package says; what it leaves out is null or an empty list.
"""

from collections.abc import Callable
from typing import Any

from rest_framework import serializers

from portal.api.shapes import Shape, Text
from services.applications.models import Application
from services.applications.shown import version as digest_of
from services.catalogue.code_lists import called
from services.catalogue.models import ItemVersion
from services.catalogue.variants import of_variant, variants_of


class Named(Shape):
    """A code, and what it is called."""

    code = serializers.CharField()
    name = Text()


class Law(Shape):
    name = Text()
    number = serializers.CharField(default=None, allow_null=True, help_text="文号, of the promulgation.")
    article = Text()
    text = Text(default=None, allow_null=True, help_text="The article in full, as it stands in the law.")
    example = serializers.BooleanField(
        default=False, help_text="Invented, or not compared with the law as published: nobody may rest on it."
    )


class ByPerson(Shape):
    """Why no rule may decide it."""

    why = Text()
    basis = Text(help_text="The law and its article.")


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


class VariantName(Shape):
    """业务办理项 / 情形: which variant of an item is meant."""

    number = serializers.CharField(help_text="The last two characters of `code`.")
    code = serializers.CharField(help_text="业务办理项编码, 33 characters of GB/T 39554.1.")
    name = Text()


class VariantShape(VariantName):
    """One of the variants of an item, with what differs in it. Its papers, questions and readings: `?variant=`."""

    who = Text(help_text="By which somebody knows that it is theirs.")
    committed_days = serializers.IntegerField()
    fee_fen = serializers.IntegerField()
    visits = serializers.IntegerField()


class Scope(Shape):
    reach = serializers.CharField(help_text="COUNTRY, PROVINCE, CITY or DISTRICT.")
    way = serializers.CharField(help_text="ONLINE, COLLECT_AND_FORWARD or JOINT.")
    note = Text(default=None, allow_null=True)


def variants(version: ItemVersion) -> list[dict[str, Any]]:
    """In the order in which a citizen is offered them."""
    return [
        variant_name(version, number)
        | {
            "who": block["who"],
            "committed_days": (own := of_variant(version.content, number))["limits"]["committed_days"],
            "fee_fen": own["fee_fen"],
            "visits": own["visits"],
        }
        for number, block in variants_of(version.content).items()
    ]


def variant_name(version: ItemVersion, number: str) -> dict[str, Any]:
    return {
        "number": number,
        "code": f"{version.item.implementation_code}{number}",
        "name": variants_of(version.content)[number]["name"],
    }


def variant(application: Application) -> dict[str, Any] | None:
    """The one that was chosen, with the digest that goes back when the draft is sent."""
    if not application.variant:
        return None
    digest = digest_of(application.variant)
    return {**variant_name(application.item_version, application.variant), "digest": digest}


def block(name: str) -> Callable[[ItemVersion], list[Any]]:
    """The part of that name, which a package may leave out."""
    return lambda version: version.content.get(name, [])


def scope(version: ItemVersion) -> dict[str, Any] | None:
    found: dict[str, Any] | None = version.content.get("scope")
    return found


def by_person(version: ItemVersion) -> dict[str, Any] | None:
    found: dict[str, Any] | None = version.content.get("by_person")
    return found


def life_events(version: ItemVersion) -> list[dict[str, Any]]:
    codes = version.content.get("life_events", [])
    return [{"code": code, "name": called("life_events", code)} for code in codes]
