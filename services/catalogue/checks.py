"""What a package must keep beyond its schema: every field it leans on is read for its purpose, every answer is asked, the
certificate can be filled, and the rules parse and are safe (docs/rules.md). Without the database: see standing.py."""

from collections.abc import Iterator
from typing import Any

from services.catalogue.certificate_type import certificate_type
from services.catalogue.examples import check_rule_examples
from services.catalogue.forbidden import UNEQUAL
from services.catalogue.package import Fault, Place, Source
from services.catalogue.question_checks import check_questions
from services.catalogue.rule_facts import rule_facts, sources_of, witnesses_of
from services.catalogue.variants import VARIANT, is_of, variants_of
from services.certificates.loading import problems
from services.rules.compose import compose
from services.rules.facts import BadFact, read
from services.rules.problems import RuleErrors, RuleProblem
from services.rules.schema import FactSchema

DECISION_FIELDS = {"decision.amount", "decision.month"}
ANSWERS = "answers."


def check_meaning(source: Source) -> list[Fault]:
    """Only for packages that keep the schema."""
    return [
        *_check_uses(source),
        *check_questions(source, source.values["questions"], ("questions",)),
        *_check_certificate(source),
        *_check_recheck(source),
        *_check_rules(source),
        *_check_offer(source),
    ]


def _check_uses(source: Source) -> Iterator[Fault]:
    """Every field that something leans on is there, in each variant in which it leans on it."""
    package = source.values
    numbers, there = set(variants_of(package)) or {""}, _there(package)
    for place, field, user in _uses(package):
        if field in DECISION_FIELDS or (field == VARIANT and "variants" in package):
            continue
        if field not in there:
            yield source.fault(place, f"{field} is neither read for the purpose nor asked")
            continue
        lost = {number for number in numbers if is_of(user, number)} - there[field]
        if lost and not ("unasked" in user and field.startswith(ANSWERS)):
            says = f"{field} is neither read nor asked in variant {', '.join(sorted(lost))}"
            yield source.fault(place, says)


def _there(package: dict[str, Any]) -> dict[str, set[str]]:
    """Field or answer -> the variants that read or ask it; {""} where the item has none."""
    numbers = set(variants_of(package)) or {""}
    asked = {f"{ANSWERS}{question['code']}": question for question in package["questions"]}
    read = {each["field"]: each for each in package["purpose"]["reads"]}
    return {
        field: {number for number in numbers if is_of(block, number)}
        for field, block in {**asked, **read}.items()
    }


def _uses(package: dict[str, Any]) -> Iterator[tuple[Place, str, dict[str, Any]]]:
    """Where, which field, and the block that says in which variants."""
    for name, fact in package["facts"].items():
        yield from ((("facts", name, "from"), source, fact) for source in sources_of(fact))
        yield from ((("facts", name, "agrees_with"), source, fact) for source in witnesses_of(fact))
    for number, piece in enumerate(package["evidence"]):
        for index, field in enumerate(piece["fields"]):
            yield ("evidence", number, "fields", index), field, piece
    for number, entry in enumerate(package.get("certificate", {}).get("record", [])):
        yield ("certificate", "record", number, "from"), entry["from"], {}


def _check_offer(source: Source) -> Iterator[Fault]:
    """Whoever says yes to an offer has answered everything, and the birthday is read for the purpose as it is."""
    package = source.values
    if (offer := package.get("offer")) is None:
        return
    if package["questions"]:
        yield source.fault(("offer",), "an item that asks questions cannot be offered")
    if package.get("variants"):
        yield source.fault(("offer",), "an item of which one has to choose a variant cannot be offered")
    field = offer["birthday"]["field"]
    if {"field": field, "disclosure": "VALUE"} not in [
        {"field": each["field"], "disclosure": each["disclosure"]} for each in package["purpose"]["reads"]
    ]:
        yield source.fault(("offer", "birthday", "field"), f"{field} is not read for the purpose as a value")


def _check_certificate(source: Source) -> list[Fault]:
    block = source.values.get("certificate")
    found = problems(certificate_type(block)) if block else []
    return [source.fault(certificate_place(problem.field), problem.message) for problem in found]


def _check_recheck(source: Source) -> Iterator[Fault]:
    """The same rules decide again: what their facts are made of is read again, and stops are facts of theirs."""
    block, facts = source.values.get("recheck"), source.values["facts"]
    if block is None:
        return
    read = {each["field"] for each in block["purpose"]["reads"]}
    needed = {field for fact in facts.values() for field in [*sources_of(fact), *witnesses_of(fact)]}
    if missing := sorted(field for field in needed - read if not field.startswith(ANSWERS)):
        yield source.fault(("recheck", "purpose", "reads"), f"the rules need {', '.join(missing)} too")
    for name, stop in block["stops"].items():
        place: Place = ("recheck", "stops", name)
        if name not in facts:
            yield source.fault(place, f"there is no fact {name}")
        if "since" in stop and stop["since"] not in read:
            yield source.fault((*place, "since"), f"{stop['since']} is not read again")


def certificate_place(field: str) -> Place:
    """Where a package has what a certificate type calls `fields.0.label` or `statement.zh`."""
    head, *rest = field.split(".")
    if head == "issuer":
        return ("department",)
    path = ["record" if head == "fields" else head, *rest]
    return ("certificate", *(int(step) if step.isdigit() else step for step in path))


def _check_rules(source: Source) -> list[Fault]:
    rows = source.values["rules"]["rows"]
    try:
        rules = compose(rule_facts(source.values["facts"]), rows, UNEQUAL)
    except RuleErrors as error:
        return [_rule_fault(source, problem, [row["code"] for row in rows]) for problem in error.problems]
    return [*_check_unasked(source, rules.schema), *check_rule_examples(source, rules)]


def _check_unasked(source: Source, schema: FactSchema) -> Iterator[Fault]:
    """What an unasked question means is a value of the fact, and a question: no register's silence means anything."""
    for fact in schema:
        block = source.values["facts"][fact.name]
        if "unasked" not in block:
            continue
        place: Place = ("facts", fact.name, "unasked")
        if not all(each.startswith(ANSWERS) for each in sources_of(block)):
            yield source.fault(place, "only a question can be left unasked")
        try:
            read(fact, block["unasked"])
        except BadFact:
            yield source.fault(place, f"{block['unasked']!r} is no value of {fact.name}")


def _rule_fault(source: Source, problem: RuleProblem, codes: list[str]) -> Fault:
    if not problem.row and problem.column in source.values["facts"]:
        return source.fault(("facts", problem.column), problem.message)
    place: Place = ("rules", "rows")
    if problem.row in codes:
        place = (*place, codes.index(problem.row))
        place = (*place, "when", problem.column) if problem.column else place
    return source.fault(place, problem.message)
