"""Would I get it? Facts somebody states, put to the rules of today. Nobody is looked up, and nothing is kept.

The same pure functions that decide an application (services/rules). YES is no promise: what counts are the facts the
departments give after the application. NO means that the rules would propose a refusal; only a person refuses, and
everybody may apply all the same. The page and the API ask here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from services.catalogue.models import ItemVersion
from services.catalogue.variants import settled_facts
from services.eforms.judging import LONGEST_NAME
from services.eforms.messages import MESSAGES
from services.rules.decide import decide
from services.rules.explain import Condition, conditions
from services.rules.facts import BadFact
from services.rules.facts import read as read_fact
from services.rules.models import RuleVersion
from services.rules.queries import compiled, in_force
from services.rules.schema import FactSchema, FactType
from services.rules.table import Outcome
from services.texts import Text, in_language


class Answer(StrEnum):
    YES = "YES"
    NO = "NO"
    MAYBE = "MAYBE"


ANSWERS: Mapping[Outcome, Answer] = {
    Outcome.APPROVE: Answer.YES,
    Outcome.PROPOSE_REFUSAL: Answer.NO,
    Outcome.REVIEW: Answer.MAYBE,
}


@dataclass(frozen=True)
class Eligibility:
    """`code` is the row of the rules that answered, `says` its words; `missing` are facts that were not given."""

    answer: Answer
    code: str
    says: Text | None
    amount_fen: int
    conditions: list[Condition]
    missing: list[str]
    rules: RuleVersion


class BadFacts(Exception):
    """`errors`: fact -> a sentence in the language of the page. A fact of the wrong type would silently mean "not known"."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


def eligibility(
    item: ItemVersion, given: Mapping[str, Any], on: date, language: str, variant: str = ""
) -> Eligibility:
    """`variant`: its number, where the item has several.

    Raises `BadFacts` where a fact is not known here or of another type, `NoRuleInForce` where there are no rules.
    """
    version = in_force(item.rule_set, on)
    table, schema = compiled(version)
    known = {name: value for name, value in given.items() if value is not None}
    if errors := _errors(schema, known, language):
        raise BadFacts(errors)
    settled = settled_facts(item.content, variant)
    known |= settled
    conclusion = decide(table, known)
    return Eligibility(
        answer=ANSWERS[conclusion.outcome],
        code=conclusion.code,
        says=version.texts.get(conclusion.code),
        amount_fen=conclusion.amount_fen,
        conditions=[each for each in conditions(table, schema, known) if each.fact not in settled],
        missing=[fact.name for fact in table.columns if fact.name not in known],
        rules=version,
    )


def _errors(schema: FactSchema, given: Mapping[str, Any], language: str) -> dict[str, str]:
    found = {}
    for name, value in given.items():
        fact = schema.get(name)
        if fact is None:
            found[name] = _sentence("unknown", name[:LONGEST_NAME], language)
            continue
        try:
            read_fact(fact, value)
        except BadFact:
            found[name] = _wrong(fact, language)
    return found


def _wrong(fact: FactType, language: str) -> str:
    label = in_language(fact.label, language)
    return _sentence("enum" if fact.kind == "enum" else "type", label, language)


def _sentence(reason: str, label: str, language: str) -> str:
    return in_language(MESSAGES[reason], language).format(label=label)
