"""The examples of a package's rules: what they decide at every boundary, written down by whoever wrote the rules.

The first example has all facts; the others say only what differs from it, and null takes a fact away. A package whose rules
decide an example otherwise is not loaded, nor one in which a row has no example.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.catalogue.package import Fault, Source
from services.rules.compose import Composition
from services.rules.decide import decide
from services.rules.examples import Example, agrees, parse_examples
from services.rules.problems import RuleErrors


def examples_of(rules: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each whole, as the rules take them."""
    blocks = rules.get("examples", [])
    return [{"amount_fen": 0, **each, "facts": _whole(blocks[0]["facts"], each["facts"])} for each in blocks]


def _whole(first: Mapping[str, Any], differing: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**first, **differing}.items() if value is not None}


def check_rule_examples(source: Source, rules: Composition) -> Iterator[Fault]:
    """For rules that keep their form. A package without examples is let through; tests ask them of those that ship."""
    try:
        examples = parse_examples(examples_of(source.values["rules"]), rules.schema)
    except RuleErrors as error:
        yield from (source.fault(("rules", "examples"), problem.message) for problem in error.problems)
        return
    yield from _decided_otherwise(source, rules, examples)
    if examples:
        yield from _rows_without(source, {example.code for example in examples})


def _decided_otherwise(source: Source, rules: Composition, examples: Sequence[Example]) -> Iterator[Fault]:
    for number, example in enumerate(examples):
        found = decide(rules.table, example.facts)
        if not agrees(found, example):
            says = f"the rules say {found.outcome} {found.code} {found.amount_fen} fen"
            yield source.fault(("rules", "examples", number), says)


def _rows_without(source: Source, reached: set[str]) -> Iterator[Fault]:
    for number, row in enumerate(source.values["rules"]["rows"]):
        if row["code"] not in reached:
            yield source.fault(("rules", "rows", number), f"no example is decided by {row['code']}")
