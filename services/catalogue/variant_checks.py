"""What the variants (业务办理项) of a package must keep: each is there once and differs from the others, what is marked for one
is marked for one that exists, and conditions and facts hold in every one of them."""

from collections.abc import Iterator
from typing import Any

from services.catalogue.package import Fault, Place, Source
from services.catalogue.rule_facts import rule_facts, sources_of
from services.catalogue.variants import VARIANT, is_of, of_variant, variants_of
from services.rules.facts import BadFact, read
from services.rules.problems import RuleErrors
from services.rules.schema import FactSchema

Finding = tuple[Place, str]
Package = dict[str, Any]


def check_variants(source: Source) -> list[Fault]:
    """Only for packages that keep the schema. Without the database."""
    return [source.fault(place, says) for check in CHECKS for place, says in check(source.values)]


def _numbers(package: Package) -> Iterator[Finding]:
    """Each once; and whatever is marked for some is marked for some that exist."""
    numbers = [block["number"] for block in package.get("variants", [])]
    for position, number in enumerate(numbers):
        if number in numbers[:position]:
            yield ("variants", position, "number"), f"{number} is there twice"
    for place, block in marked(package):
        for index, number in enumerate(block.get("variants", [])):
            if number not in numbers:
                yield (*place, "variants", index), f"there is no variant {number}"


def marked(package: Package) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Every block that may be for some variants only."""
    for name in ("questions", "evidence"):
        yield from (((name, number), block) for number, block in enumerate(package[name]))
    reads = package["purpose"]["reads"]
    yield from ((("purpose", "reads", number), block) for number, block in enumerate(reads))
    yield from ((("facts", name), block) for name, block in package["facts"].items())


def _differ(package: Package) -> Iterator[Finding]:
    """Two that ask, read, need, cost and decide the same are one."""
    seen: list[Package] = []
    for place, number in enumerate(variants_of(package)):
        one = {name: block for name, block in of_variant(package, number).items() if name != "name"}
        one["facts"] = [name for name, block in package["facts"].items() if is_of(block, number)]
        if one in seen and not _tells_apart(package):
            yield ("variants", place), f"{number} is in nothing different from another one"
        seen.append(one)


def _tells_apart(package: Package) -> bool:
    return any(VARIANT in sources_of(block) for block in package["facts"].values())


def _conditions(package: Package) -> Iterator[Finding]:
    """A question hangs on another one that is asked wherever it is asked itself."""
    asked = {block["code"]: block for block in package["questions"]}
    for number, block in enumerate(package["questions"]):
        for name in _hangs_on(block.get("only_if", {})):
            lost = [each for each in variants_of(package) if is_of(block, each)]
            lost = [each for each in lost if name in asked and not is_of(asked[name], each)]
            if lost:
                yield ("questions", number, "only_if"), f"{name} is not asked in variant {', '.join(lost)}"


def _hangs_on(condition: dict[str, Any]) -> list[str]:
    tests = condition.get("all") or condition.get("any") or ([condition] if condition else [])
    return [test["question"] for test in tests]


def _facts(package: Package) -> Iterator[Finding]:
    """What a fact is elsewhere is one of its values; a fact that is the variant knows them all."""
    try:
        schema = FactSchema.parse(rule_facts(package["facts"]))
    except RuleErrors:  # told by checks.py
        return
    for fact in schema:
        block = package["facts"][fact.name]
        if VARIANT in sources_of(block) and list(block.get("values", {})) != list(variants_of(package)):
            yield ("facts", fact.name, "values"), "must be the numbers of the variants, in their order"
        if "otherwise" in block:
            try:
                read(fact, block["otherwise"])
            except BadFact:
                yield ("facts", fact.name, "otherwise"), f"{block['otherwise']!r} is no value of {fact.name}"


CHECKS = (_numbers, _differ, _conditions, _facts)
