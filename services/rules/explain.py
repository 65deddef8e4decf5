"""The conditions of an approval, one by one, with what was found: what the citizen reads beside the answer.

It explains approvals only. Which row decided, and what it says, is the conclusion's code and the version's
texts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.rules.cells import Anything
from services.rules.decide import BAD_FACT, Hole
from services.rules.facts import BadFact, Known, read
from services.rules.schema import UNKNOWN, FactSchema, FactType
from services.rules.table import Outcome, Row, Table
from services.texts import LANGUAGES, Text

Value = str | int | float | Decimal | bool


@dataclass(frozen=True)
class Condition:
    """`met` is None where nobody knows: the fact is missing, unusable or `UNKNOWN`. `value_label` is then
    that code's words, or empty."""

    fact: str
    label: Text
    requirement: Text
    value: Value | None
    value_label: Text
    met: bool | None

    def to_body(self) -> dict[str, Any]:
        """As JSON values, for the decision record."""
        return dict(vars(self))


def conditions(table: Table, schema: FactSchema, facts: Mapping[str, object]) -> list[Condition]:
    """One for each fact that approvals test, in the table's order. Met: some approval takes this value."""
    approvals = [row for row in table.rows if row.outcome is Outcome.APPROVE]
    return [
        _condition(schema.get(column.name) or column, place, approvals, facts.get(column.name))
        for place, column in enumerate(table.columns)
        if any(not isinstance(row.cells[place], Anything) for row in approvals)
    ]


def fact_of(code: str, schema: FactSchema) -> FactType | None:
    """The fact an `M00_FACT_…` code complains about; None for the code of a row."""
    return hole_of(code, schema)[0]


def hole_of(code: str, schema: FactSchema) -> tuple[FactType | None, Hole | None]:
    """The fact, and why it is not known, where that is known."""
    if not code.startswith(BAD_FACT):
        return None, None
    name = code.removeprefix(BAD_FACT).lower()
    if fact := schema.get(name):
        return fact, None
    stem, _, reason = name.rpartition("_")
    return schema.get(stem), Hole(reason.upper()) if reason.upper() in list(Hole) else None


def _condition(fact: FactType, place: int, approvals: list[Row], given: object) -> Condition:
    try:
        known: Known | None = read(fact, given)
    except BadFact:
        known = given = None
    return Condition(
        fact=fact.name,
        label=fact.label,
        requirement=fact.condition,
        value=given if isinstance(given, Value) else None,
        value_label=_words(fact, given),
        met=None
        if known is None or known == UNKNOWN
        else any(row.cells[place].test(known) for row in approvals),
    )


def _words(fact: FactType, value: object) -> Text:
    if value is None:
        return {}
    if fact.kind in {"enum", "boolean"}:
        return fact.value_labels[str(value) if fact.kind == "enum" else str(value).lower()]
    return dict.fromkeys(LANGUAGES, str(value))
