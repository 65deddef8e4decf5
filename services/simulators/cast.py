"""The people of `cast.yaml`, as the registers would have them."""

from pathlib import Path
from typing import Any

import yaml

from services.simulators.registers import Record

FILE = Path(__file__).with_name("cast.yaml")
RESOURCES = ("population", "allowances", "social_cards", "insurance")
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times as fast, and not everywhere


def records() -> dict[str, Record]:
    """By identity number, in the order of the file."""
    people = yaml.load(FILE.read_text(encoding="utf-8"), Loader)["people"]  # noqa: S506  it is a safe one
    return {person["id_no"]: record(person) for person in people}


def record(person: dict[str, Any]) -> Record:
    found: Record = {f"population.{name}": person[name] for name in ("name", "id_no", "birth_on")}
    for resource in RESOURCES:
        found |= {f"{resource}.{name}": value for name, value in person[resource].items()}
    if number := person["social_cards"].get("card_number"):
        found["social_cards.card_tail"] = number[-4:]
    return found
