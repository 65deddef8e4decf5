"""What a guide tells beside who may have it: papers, time, money, places, law. Only what a package says."""

from datetime import date
from typing import Any

from services.catalogue.code_lists import called
from services.catalogue.models import ItemVersion, Pilot
from services.texts import Text


def told(version: ItemVersion, content: dict[str, Any], today: date) -> dict[str, Any]:
    """Names of the template citizen/guide.html. `content`: as it stands for the variant that was chosen."""
    return {
        "papers": [piece for piece in content["evidence"] if piece["source"] == "UPLOAD"],
        "limits": _limits(content["limits"]),
        "ways": [called("ways", code) for code in content.get("ways", [])],
        "scope": _scope(content.get("scope")),
        "sample": _sample(content),
        "pilots": _pilots(version, today),
    }


def _limits(block: dict[str, Any]) -> dict[str, Text]:
    units = {"committed": block["unit"], "statutory": block.get("statutory_unit", block["unit"])}
    return {name: _days(block[f"{name}_days"], unit) for name, unit in units.items()}


def _days(days: int, unit: str) -> Text:
    words = called("days", unit)
    return {"zh": f"{days} {words['zh']}", "en": f"{days} {words['en'] if days != 1 else words['en'][:-1]}"}


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
    held = ItemVersion.objects.in_force(today).filter(item=version.item_id)
    found = Pilot.objects.filter(version__in=held).select_related("region", "version")
    return list(found.order_by("region__code"))
