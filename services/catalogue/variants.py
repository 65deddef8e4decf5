"""业务办理项 / 情形: what an item says for one of its variants. Pure over the values of a package.

An item with variants says once what all of them share. What only some need carries `variants: ["02"]`: a question, a piece
of evidence, a field that is read, a fact. What differs stands in the block of the variant itself: limits, money, trips,
steps, result. `of_variant` puts both together, so that whoever handles an application never asks which variant it is.
"""

from collections.abc import Mapping
from typing import Any

from services.texts import LANGUAGES, Text

Package = dict[str, Any]
VARIANT = "application.variant"  # as facts and certificates name it; its value is the number, two digits
OWN = ("limits", "visits", "visit_reason", "fee_fen", "fees", "procedure")  # taken whole from the variant
MERGED = ("guide", "result")  # what the variant says of them stands in for what the item says
JOINT = {"zh": "：", "en": ": "}


def variants_of(package: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Number -> block, in the order of the package. Empty: the item is one thing, and nobody chooses."""
    return {block["number"]: block for block in package.get("variants", ())}


def of_variant(package: Package, number: str) -> Package:
    """The package as it stands for that variant; for an unknown one, and for none, as it is."""
    block = variants_of(package).get(number)
    if block is None:
        return package
    kept = {name: _of(package[name], number) for name in ("questions", "evidence")}
    purpose = {**package["purpose"], "reads": _of(package["purpose"]["reads"], number)}
    own = {name: block[name] for name in OWN if name in block}
    merged = {name: {**package[name], **block[name]} for name in MERGED if name in block}
    return {**package, **kept, **own, **merged, "purpose": purpose, "name": _name(package, block)}


def is_of(block: Mapping[str, Any], number: object) -> bool:
    """Whether a question, a piece, a reading or a fact belongs to that variant; what names none belongs to all."""
    return "variants" not in block or number in block["variants"]


def settled_facts(package: Mapping[str, Any], number: str) -> dict[str, Any]:
    """The facts that the choice of a variant settles, before anything is read: which one it is, and what only others need."""
    if not number:
        return {}
    facts = package["facts"].items()
    itself = {name: number for name, block in facts if block["from"] == VARIANT}
    return itself | {name: block["otherwise"] for name, block in facts if not is_of(block, number)}


def _of(blocks: list[dict[str, Any]], number: str) -> list[dict[str, Any]]:
    return [block for block in blocks if is_of(block, number)]


def _name(package: Mapping[str, Any], block: Mapping[str, Any]) -> Text:
    return {tongue: package["name"][tongue] + JOINT[tongue] + block["name"][tongue] for tongue in LANGUAGES}
