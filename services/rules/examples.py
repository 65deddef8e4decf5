"""Examples: facts and what must come out, stored with the version. They say what the table is meant to do.

Lint knows whether a table is safe, never whether it is right: 60 for 70 is as safe as 70. The examples are the
second statement of the same rule, written as cases. Every row has at least one, or nobody has said what it is for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.utils.translation import gettext as _

from services.rules.decide import BAD_FACT, Conclusion, decide
from services.rules.facts import BadFact, read
from services.rules.problems import RuleProblem, raise_any
from services.rules.schema import FactSchema
from services.rules.table import Row, Table

MOST_EXAMPLES = 2000
_KEYS = {"facts", "outcome", "code", "amount_fen"}


@dataclass(frozen=True)
class Example:
    """`facts` is complete, except where the example is about a fact that is not (code M00_FACT_…)."""

    facts: Mapping[str, Any]
    outcome: str
    code: str
    amount_fen: int

    @classmethod
    def parse(cls, block: Mapping[str, Any]) -> Self:
        return cls(dict(block["facts"]), block["outcome"], block["code"], block["amount_fen"])

    def to_block(self) -> dict[str, Any]:
        return {**vars(self), "facts": dict(self.facts)}


def parse_examples(blocks: Sequence[Mapping[str, Any]], schema: FactSchema) -> tuple[Example, ...]:
    """Raises `RuleErrors` for blocks that are no examples of these facts."""
    if not isinstance(blocks, list | tuple) or len(blocks) > MOST_EXAMPLES:
        message = _("The examples are a list of at most %(most)s.") % {"most": MOST_EXAMPLES}
        raise_any([RuleProblem("", "", message)])
    raise_any(
        RuleProblem("", column, _("Example %(place)s: %(message)s") % {"place": place, "message": message})
        for place, block in enumerate(blocks, 1)
        for column, message in _messages(block, schema)
    )
    return tuple(map(Example.parse, blocks))


def check_examples(table: Table, examples: Iterable[Example]) -> list[RuleProblem]:
    """Those that come out otherwise, and the rows that no example reaches."""
    reached, found = set(), []
    for place, example in enumerate(examples, 1):
        conclusion = decide(table, example.facts)
        reached.add(conclusion.code)
        if not agrees(conclusion, example):
            found.append(RuleProblem(conclusion.code, "", _difference(place, example, conclusion, table)))
    return [*found, *_uncovered(table, reached)]


def agrees(conclusion: Conclusion | Row, example: Example) -> bool:
    wanted = (example.outcome, example.code, example.amount_fen)
    return (str(conclusion.outcome), conclusion.code, conclusion.amount_fen) == wanted


def _uncovered(table: Table, reached: set[str]) -> Iterator[RuleProblem]:
    for row in table.rows:
        if row.code not in reached:
            yield RuleProblem(row.code, "", _("No example reaches this row. Add one."))


def _difference(place: int, example: Example, conclusion: Conclusion, table: Table) -> str:
    given = example.facts
    facts = ", ".join(" = ".join(fact.said(given[fact.name])) for fact in table.columns if fact.name in given)
    message = _(
        "Example %(place)s (%(facts)s) should end in %(wanted)s with %(sum)s fen, not here with %(got)s."
    )
    return message % {
        "place": place, "facts": facts, "wanted": example.code, "sum": example.amount_fen,
        "got": conclusion.amount_fen,
    }  # fmt: skip


def _messages(block: object, schema: FactSchema) -> Iterator[tuple[str, str]]:
    if not isinstance(block, Mapping) or set(block) != _KEYS or not isinstance(block["facts"], Mapping):
        yield "", _("An example has exactly facts, outcome, code and amount_fen.")
        return
    names = [fact.name for fact in schema]
    for name in block["facts"]:
        if name not in names:
            yield str(name), _("There is no such fact. Remove it.")
    is_about_a_hole = str(block["code"]).startswith(BAD_FACT)
    for fact in () if is_about_a_hole else schema:
        try:
            read(fact, block["facts"].get(fact.name))
        except BadFact:
            yield fact.name, _("An example needs a value of this fact, of its kind and from its code list.")
    amount = block["amount_fen"]
    if not isinstance(amount, int) or isinstance(amount, bool):
        yield "", _("The amount is a whole number of fen, without quotes or decimals.")
