"""What a package must keep beyond its schema: every field it leans on is read for its purpose, every answer is asked, and
the rules parse and are safe (docs/rules.md)."""

from collections.abc import Iterator
from typing import Any

from services.catalogue.package import Fault, Place, Source
from services.catalogue.rule_facts import rule_facts
from services.rules.compose import compose
from services.rules.problems import RuleErrors, RuleProblem

DECISION_FIELDS = {"decision.amount", "decision.month"}
# Facts a rule of this state may never look at (equal treatment, Constitution art. 33).
FORBIDDEN_FACTS = frozenset({"sex", "ethnicity", "religion", "political_status"})


def check_meaning(source: Source) -> list[Fault]:
    """Only for packages that keep the schema."""
    package = source.values
    asked = {f"answers.{question['code']}" for question in package["questions"]}
    read = {each["field"] for each in package["purpose"]["reads"]}
    uses = [*_uses(package)]
    unknown = [
        source.fault(place, f"{field} is neither read for the purpose nor asked")
        for place, field in uses
        if field not in read | asked | DECISION_FIELDS
    ]
    return unknown + _check_defaults(source) + _check_rules(source)


def _uses(package: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    for name, fact in package["facts"].items():
        yield ("facts", name, "from"), fact["from"]
    for number, evidence in enumerate(package["evidence"]):
        for index, field in enumerate(evidence["fields"]):
            yield ("evidence", number, "fields", index), field
    for number, entry in enumerate(package.get("certificate", {}).get("record", [])):
        yield ("certificate", "record", number, "from"), entry["from"]


def _check_defaults(source: Source) -> list[Fault]:
    return [
        source.fault(("questions", number, "default"), f"{question['default']!r} is not among the options")
        for number, question in enumerate(source.values["questions"])
        if question["kind"] == "one_of"
        and "default" in question
        and question["default"] not in question["options"]
    ]


def _check_rules(source: Source) -> list[Fault]:
    rows = source.values["rules"]["rows"]
    try:
        compose(rule_facts(source.values["facts"]), rows, FORBIDDEN_FACTS)
    except RuleErrors as error:
        return [_rule_fault(source, problem, [row["code"] for row in rows]) for problem in error.problems]
    return []


def _rule_fault(source: Source, problem: RuleProblem, codes: list[str]) -> Fault:
    if not problem.row and problem.column in source.values["facts"]:
        return source.fault(("facts", problem.column), problem.message)
    place: Place = ("rules", "rows")
    if problem.row in codes:
        place = (*place, codes.index(problem.row))
        place = (*place, "when", problem.column) if problem.column else place
    return source.fault(place, problem.message)
