"""What the guide of a package must keep: codes that have names, cases that differ, money and trips with their reason,
a sample that fits the certificate."""

from collections.abc import Callable, Iterator
from typing import Any

from services.catalogue.code_lists import codes
from services.catalogue.package import Fault, Place, Source
from services.eforms.question import Question


def check_guide(source: Source) -> list[Fault]:
    """Only for packages that keep the schema. Without the database."""
    return [source.fault(place, says) for check in CHECKS for place, says in check(source.values)]


def _named(package: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    for block in ("themes", "life_events"):
        for number, code in enumerate(package.get(block, [])):
            if code not in codes(block):
                yield (block, number), f"{code} is not in code_lists.yaml"


def _in_force(package: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    if package.get("in_force_to", "9999") <= package["in_force_from"]:
        yield ("in_force_to",), "must be later than in_force_from"


def _trips(package: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    if package["visits"] and "visit_reason" not in package:
        yield ("visit_reason",), f"is missing: say why one has to come {package['visits']} times"


def _fees(package: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    fees = package.get("fees", [])
    if package["fee_fen"] and not fees:
        yield ("fees",), "is missing: money is taken on a basis only"
    if fees and sum(fee["amount_fen"] for fee in fees) != package["fee_fen"]:
        yield ("fee_fen",), "is not the sum of the fees"


def _variants(package: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    variants = package.get("variants", [])
    numbers = [variant["number"] for variant in variants]
    asked = {block["code"]: Question.parse(block) for block in package["questions"]}
    for place, variant in enumerate(variants):
        if variant["number"] in numbers[:place]:
            yield ("variants", place, "number"), f"{variant['number']} is there twice"
        if choice := variant.get("chosen_by"):
            yield from _choice(("variants", place, "chosen_by"), choice, asked)
    for place, piece in enumerate(package["evidence"]):
        for index, number in enumerate(piece.get("variants", [])):
            if number not in numbers:
                yield ("evidence", place, "variants", index), f"there is no case {number}"


def _choice(place: Place, choice: dict[str, Any], asked: dict[str, Question]) -> Iterator[tuple[Place, str]]:
    if choice["question"] not in asked:
        yield (*place, "question"), f"{choice['question']} is not asked"
        return
    for index, answer in enumerate(choice["is"]):
        if not asked[choice["question"]].validator.is_valid(answer):
            yield (*place, "is", index), f"{answer!r} is no answer to {choice['question']}"


def _sample(package: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    record = {entry["name"] for entry in package.get("certificate", {}).get("record", [])}
    for name in package["result"].get("sample", {}):
        if name not in record:
            yield ("result", "sample", name), "is no entry of the certificate's record"


CHECKS: tuple[Callable[[dict[str, Any]], Iterator[tuple[Place, str]]], ...] = (
    _named,
    _in_force,
    _trips,
    _fees,
    _variants,
    _sample,
)
