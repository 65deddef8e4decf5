"""What the guide of a package must keep: codes that have names, money, trips and decisions by people with their reason,
a sample that fits the certificate."""

from collections.abc import Callable, Iterator
from typing import Any

from services.catalogue.code_lists import codes
from services.catalogue.package import Fault, Place, Source
from services.catalogue.variants import of_variant, variants_of

OWN_BURDENS = {"visits", "visit_reason", "fee_fen", "fees"}


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


def _left_to_people(package: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    """Either rules may approve it, or the package says which article forbids that."""
    approve = any(row["then"]["outcome"] == "APPROVE" for row in package["rules"]["rows"])
    if not approve and "by_person" not in package:
        yield ("by_person",), "is missing: no row approves, so say by which article a person decides"
    if approve and "by_person" in package:
        yield ("by_person",), "says that no rule may decide it, but a row approves"


def _trips(package: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    if package["visits"] and "visit_reason" not in package:
        yield ("visit_reason",), f"is missing: say why one has to come {package['visits']} times"


def _fees(package: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    fees = package.get("fees", [])
    if package["fee_fen"] and not fees:
        yield ("fees",), "is missing: money is taken on a basis only"
    if fees and sum(fee["amount_fen"] for fee in fees) != package["fee_fen"]:
        yield ("fee_fen",), "is not the sum of the fees"


def _of_each_variant(package: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    """Money and trips of a variant that has its own."""
    for index, (number, block) in enumerate(variants_of(package).items()):
        if block.keys() & OWN_BURDENS:
            one = of_variant(package, number)
            for place, says in (*_trips(one), *_fees(one)):
                yield ("variants", index, *place), says


def _sample(package: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    record = {entry["name"] for entry in package.get("certificate", {}).get("record", [])}
    for name in package["result"].get("sample", {}):
        if name not in record:
            yield ("result", "sample", name), "is no entry of the certificate's record"


CHECKS: tuple[Callable[[dict[str, Any]], Iterator[tuple[Place, str]]], ...] = (
    _named,
    _in_force,
    _left_to_people,
    _trips,
    _fees,
    _of_each_variant,
    _sample,
)
