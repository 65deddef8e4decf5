"""The examples a package brings for its rules: what they decide at every boundary, written down by whoever wrote the rules.

A package whose rules decide an example otherwise is not loaded, nor one in which a row has no example: a wrong number that
nothing contradicts is found here or nowhere. The first example has all facts; the others say only what differs from it,
and null takes a fact away.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from services.catalogue.package import Fault, Place, Source
from services.rules.decide import decide
from services.rules.table import Table


def check_examples(source: Source, table: Table) -> Iterator[Fault]:
    """For rules that keep their form. A package without examples is let through; tests ask them of those that ship."""
    examples = source.values["rules"].get("examples", [])
    for number, example in enumerate(examples):
        wanted, found = _wanted(example), _found(table, examples[0]["facts"] | example["facts"])
        if wanted != found:
            place: Place = ("rules", "examples", number)
            yield source.fault(place, f"the rules say {_told(found)}, the example {_told(wanted)}")
    if examples:
        yield from _rows_without(source, {example["code"] for example in examples})


def _wanted(example: Mapping[str, Any]) -> tuple[str, str, int]:
    return example["outcome"], example["code"], example.get("amount_fen", 0)


def _found(table: Table, facts: Mapping[str, Any]) -> tuple[str, str, int]:
    conclusion = decide(table, facts)
    return str(conclusion.outcome), conclusion.code, conclusion.amount_fen


def _told(what: tuple[str, str, int]) -> str:
    outcome, code, fen = what
    return f"{outcome} {code} {fen} fen"


def _rows_without(source: Source, covered: set[str]) -> Iterator[Fault]:
    for number, row in enumerate(source.values["rules"]["rows"]):
        if row["code"] not in covered:
            yield source.fault(("rules", "rows", number), f"no example is decided by {row['code']}")
