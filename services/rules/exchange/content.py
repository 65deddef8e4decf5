"""A whole rule set as plain values: facts, rows, examples. Every format carries exactly this, in and out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from services.rules.jdm import OUTPUTS, check_profile, table_of
from services.rules.problems import RuleErrors, RuleProblem
from services.texts import Text

MOST_BYTES = 2 << 20  # 500 rows of 30 full cells are far smaller


@dataclass(frozen=True)
class Content:
    """`facts` as in a package, in the order of the columns; `rows` with code, when, then, says."""

    facts: Mapping[str, Any]
    rows: Sequence[Mapping[str, Any]]
    examples: Sequence[Mapping[str, Any]] = ()


def content_of(
    jdm: Mapping[str, Any],
    facts: Mapping[str, Any],
    texts: Mapping[str, Text],
    examples: Sequence[Mapping[str, Any]] = (),
) -> Content:
    """From a stored version: the facts get back the order that a JSON column forgets. Raises `RuleErrors`."""
    check_profile(jdm)
    table = table_of(jdm)
    ordered = in_column_order(jdm, facts)
    return Content(ordered, [_row(rule, table, texts) for rule in table["rules"]], examples)


def in_column_order(jdm: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts in the order of the table's columns."""
    names = [column["field"] for column in table_of(jdm)["inputs"]]
    if set(names) != set(facts):
        refuse(_("The columns of the table are not the declared facts."))
    return {name: facts[name] for name in names}


def refuse(message: str) -> NoReturn:
    raise RuleErrors([RuleProblem("", "", message)])


def refuse_too_long(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        refuse(
            _("The file is larger than %(most)s MB. Nobody could read such rules.")
            % {"most": MOST_BYTES >> 20}
        )


def _row(rule: Mapping[str, str], table: Mapping[str, Any], texts: Mapping[str, Text]) -> dict[str, Any]:
    columns = {column["field"]: column["id"] for column in (*table["inputs"], *table["outputs"])}
    outcome, code, amount = (rule[columns[name]] for name in OUTPUTS)
    outcome, code = (text.removeprefix('"').removesuffix('"') for text in (outcome, code))
    if not amount.isascii() or not amount.isdigit() or len(amount) > len(str(2**53)):
        refuse(_("Row %(row)s: The amount is a whole number of fen, 0 or more.") % {"row": code})
    when = {name: rule.get(at, "") for name, at in columns.items() if name not in OUTPUTS}
    return {
        "code": code,
        "when": {name: cell for name, cell in when.items() if cell},
        "then": {"outcome": outcome, "amount_fen": int(amount)},
        "says": texts.get(code, {}),
    }
