"""The rows as people write them (YAML): their shape, and the words they answer with.

    code: A02_80
    when: {age: "[80..90)", alive: '"YES"'}
    then: {outcome: APPROVE, amount_fen: 30000}
    says: {zh: …, en: …}

Only the shape is judged here; what cells and conclusions mean is judged once, by `table.parse`, whatever
their way in.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from services.rules.problems import RuleProblem, raise_any
from services.rules.schema import FactSchema, is_text
from services.texts import Text

_REQUIRED, _OPTIONAL = {"code", "then", "says"}, {"when"}
_THEN = {"outcome", "amount_fen"}


def check_rows(rows: Sequence[Mapping[str, Any]], schema: FactSchema) -> None:
    """Raises `RuleErrors` for rows that cannot be stored as a table."""
    if not isinstance(rows, list | tuple) or not rows:
        raise_any([RuleProblem("", "", _("The rules are a list of rows; the last has an empty `when`."))])
    raise_any(problem for place, row in enumerate(rows, 1) for problem in _problems(place, row, schema))


def texts_of(rows: Sequence[Mapping[str, Any]]) -> dict[str, Text]:
    """code -> what the row says to the citizen, of checked rows."""
    return {row["code"]: dict(row["says"]) for row in rows}


def _problems(place: int, row: object, schema: FactSchema) -> Iterator[RuleProblem]:
    if not isinstance(row, Mapping) or not _REQUIRED <= set(row) <= _REQUIRED | _OPTIONAL:
        yield RuleProblem(f"#{place}", "", _("A row has exactly code, when, then and says."))
        return
    code = row["code"]
    name = code if isinstance(code, str) and code else f"#{place}"
    if name != code:
        yield RuleProblem(name, "code", _("The code is a text such as A02_80."))
    if not is_text(row["says"]):
        yield RuleProblem(name, "says", _("says needs words in zh and en, on one line."))
    yield from _then_problems(name, row["then"])
    yield from _when_problems(name, row.get("when") or {}, schema)


def _then_problems(name: str, then: object) -> Iterator[RuleProblem]:
    if not isinstance(then, Mapping) or not {"outcome"} <= set(then) <= _THEN:
        yield RuleProblem(name, "then", _("then has outcome and, for an approval of money, amount_fen."))
        return
    if not isinstance(then["outcome"], str):
        yield RuleProblem(name, "outcome", _("The outcome is APPROVE, REVIEW or PROPOSE_REFUSAL."))
    amount = then.get("amount_fen", 0)
    if not isinstance(amount, int) or isinstance(amount, bool):
        yield RuleProblem(
            name, "amount_fen", _("The amount is a whole number of fen, without quotes or decimals.")
        )


def _when_problems(name: str, when: object, schema: FactSchema) -> Iterator[RuleProblem]:
    if not isinstance(when, Mapping):
        yield RuleProblem(name, "when", _("when gives facts their cells, such as {age: '>= 70'}."))
        return
    for fact, cell in when.items():
        if not isinstance(fact, str) or not schema.get(fact):
            yield RuleProblem(name, str(fact), no_such_fact(str(fact), schema))
        elif not isinstance(cell, str):
            message = _(
                "Write the cell as text in quotes: '>= 70', '\"YES\"', 'true'. YAML reads it otherwise."
            )
            yield RuleProblem(name, fact, message)


def no_such_fact(name: str, schema: FactSchema) -> str:
    names = [fact.name for fact in schema]
    meant = get_close_matches(name, names, 1) or names
    return _("There is no such fact. Write %(meant)s, or declare it under facts.") % {
        "meant": _(" or ").join(meant)
    }
