"""What a guide tells beside who may have it: papers, time, money, places, law. Only what a package says, and where a variant
is still to be chosen, nothing that holds for one of them only."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.catalogue.code_lists import called
from services.catalogue.models import ItemVersion, Pilot
from services.catalogue.variants import variants_of
from services.prepared import Given, Prepared
from services.texts import Text

BURDENS = ("limits", "fee_fen", "visits")


def told(version: ItemVersion, number: str, today: date) -> dict[str, Any]:
    """Names of the template citizen/guide.html. `number`: of the variant that was chosen.

    `depends`: which of time, money and trips it depends on that is still to be chosen.
    """
    content = version.content_of(number)
    open_ = [] if number else [version.content_of(each) for each in variants_of(content)]
    ones = open_ or [content]
    return {
        "papers": [piece for piece in content["evidence"] if piece["source"] == "UPLOAD"],
        "limits": _limits([one["limits"] for one in ones]),
        "depends": {name for name in BURDENS if any(one[name] != ones[0][name] for one in ones)},
        "ways": [called("ways", code) for code in content.get("ways", [])],
        "scope": _scope(content.get("scope")),
        "sample": _sample(content),
        "pilots": _pilots(version, today),
        "law_in_full": any(each.get("text") for each in content.get("law", [])),
        "unchecked": any(each.get("example") for each in content.get("law", [])),
    }


def _limits(blocks: Sequence[dict[str, Any]]) -> dict[str, Text]:
    """Of several variants the shortest and the longest."""
    promised = {(block["committed_days"], block["unit"]) for block in blocks}
    allowed = {(block["statutory_days"], block.get("statutory_unit", block["unit"])) for block in blocks}
    return {"committed": _days(sorted(promised)), "statutory": _days(sorted(allowed))}


def _days(limits: Sequence[tuple[int, str]]) -> Text:
    """Days of one kind are told once: 3 to 5 working days."""
    (least, unit), (most, last) = limits[0], limits[-1]
    words, of_least = called("days", last), called("days", unit)
    end = {"zh": f"{most} {words['zh']}", "en": f"{most} {words['en'] if most != 1 else words['en'][:-1]}"}
    if len(limits) == 1:
        return end
    begin = {tongue: f"{least}" if unit == last else f"{least} {of_least[tongue]}" for tongue in ("zh", "en")}
    return {"zh": f"{begin['zh']} 至 {end['zh']}", "en": f"{begin['en']} to {end['en']}"}


def _scope(block: dict[str, Any] | None) -> dict[str, Any] | None:
    if block is None:
        return None
    reach, way = called("reaches", block["reach"]), called("reach_ways", block["way"])
    return {"reach": reach, "way": way, "note": block.get("note")}


def _sample(content: dict[str, Any]) -> list[tuple[Text, Text]]:
    """Label and words of each entry of the certificate, for an invented person."""
    said = content["result"].get("sample", {})
    entries = content.get("certificate", {}).get("record", [])
    return [(entry["label"], said[entry["name"]]) for entry in entries if entry["name"] in said]


def _pilots(version: ItemVersion, today: date) -> list[Pilot]:
    """Regions in which a version of this item holds today that is not for everywhere."""
    return _held(on=today, item=version.item_id)


_held = Prepared(
    lambda: (
        Pilot.objects.filter(
            version__in=ItemVersion.objects.in_force(Given("on")).filter(item=Given("item")).values("pk")
        )
        .select_related("region", "version")
        .defer("version__content")
        .order_by("region__code")
    )
)
