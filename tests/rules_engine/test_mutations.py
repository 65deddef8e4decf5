"""Every slip of the pen in one cell is refused, or approves nobody wrongly.

What a mutant approves is compared over all facts that differ from an approvable case in at most one code, with ages on
both sides of every bound: one changed cell cannot approve anything outside of that.
"""

from collections import Counter
from collections.abc import Iterator

import pytest

from services.rules.compose import compose
from services.rules.decide import decide
from services.rules.problems import RuleErrors
from services.rules.table import Table
from tests.rules_engine.allowance import allowance, facts_block, row, rows, wang

AGES = [
    *range(11),
    50,
    59,
    60,
    61,
    69,
    69.5,
    70,
    71,
    75,
    79,
    79.5,
    80,
    81,
    89,
    90,
    91,
    99,
    100,
    101,
    110,
    1000,
]
CELLS = [(each["code"], fact, cell) for each in rows() for fact, cell in each["when"].items()]
WIDE = str.maketrans('<>=[]().,"0123456789', "＜＞＝［］（）．，＂０１２３４５６７８９")


def cases() -> list[dict]:
    codes = {name: block["values"] for name, block in facts_block().items() if name != "age"}
    changes = [{}, *({name: value} for name, values in codes.items() for value in values)]
    return [wang(age=age, **change) for age in AGES for change in changes]


def approvals(table: Table) -> list[int | None]:
    conclusions = (decide(table, facts) for facts in CASES)
    return [each.amount_fen if each.outcome == "APPROVE" else None for each in conclusions]


CASES = cases()
RIGHT = approvals(allowance().table)


def slips(cell: str) -> Iterator[str]:
    """What fingers, editors and spreadsheets do to a cell."""
    yield from (cell[:place] + cell[place + 1 :] for place in range(len(cell)))
    yield from (cell[:place] + sign + cell[place:] for place, sign in enumerate(cell))
    yield from (
        cell[:place] + cell[place + 1] + cell[place] + cell[place + 2 :] for place in range(len(cell) - 1)
    )
    yield from (
        f"{cell},",
        f"not {cell}",
        f"!= {cell}",
        f"== {cell}",
        f"= {cell}",
        f"<= {cell}",
        f"< {cell}",
        f"> {cell}",
    )
    yield from (
        f'"{cell}"',
        f"'{cell}'",
        f"({cell})",
        f"{cell} or {cell}",
        f"{cell}, {cell}",
        f"{cell}; drop",
        "",
    )
    yield from (
        cell.lower(),
        cell.replace('"', ""),
        cell.replace('"', "”"),
        cell.replace("..", "-"),
        cell[::-1],
    )
    yield from (
        cell.replace("[", "("),
        cell.replace(")", "]"),
        cell.replace("<", "<="),
        cell.replace("<", ">"),
    )
    yield from (
        cell.replace(">=", ">"),
        cell.replace(">=", "<"),
        cell.replace(">=", "=>"),
        cell.replace("0", "O"),
    )
    yield from (cell.replace("YES", "NO"), cell.replace("NO", "YES"), cell.replace("YES", "UNKNOWN"))
    yield from (
        cell.replace('"', '"!', 1),
        cell.replace("LOCAL", "ELSEWHERE"),
        cell.replace("NORMAL", "MOVED_OUT"),
    )
    yield from (
        "true",
        "false",
        "null",
        "*",
        "-",
        "else",
        "any",
        "TRUE",
        "ture",
        "0",
        "1",
        "70",
        '"YES"',
        '"NO"',
        '""',
    )


def verdict(all_rows: list[dict]) -> str:
    """`refused`, `safe` (approves nothing the right table does not), or the first wrong approval."""
    try:
        table = compose(facts_block(), all_rows).table
    except RuleErrors:
        return "refused"
    wrong = [
        (facts, got)
        for facts, got, right in zip(CASES, approvals(table), RIGHT, strict=True)
        if got is not None and got != right
    ]
    return f"wrong: {wrong[0]}" if wrong else "safe"


@pytest.mark.parametrize(("code", "fact", "cell"), CELLS)
def test_no_slip_in_a_cell_approves_anybody_wrongly(code, fact, cell):
    for slip in dict.fromkeys(slips(cell)):
        if slip != cell:
            all_rows = rows()
            row(code, all_rows)["when"][fact] = slip
            assert verdict(all_rows) in {"refused", "safe"}, slip


def test_most_slips_do_not_even_get_stored():
    counted = Counter()
    for code, fact, cell in CELLS[1::4]:
        for slip in set(slips(cell)) - {cell}:
            all_rows = rows()
            row(code, all_rows)["when"][fact] = slip
            counted[verdict(all_rows)] += 1
    assert counted["refused"] > 9 * counted["safe"] > 0


@pytest.mark.parametrize(("code", "fact", "cell"), CELLS[::3])
def test_full_width_typing_is_no_slip(code, fact, cell):
    all_rows = rows()
    row(code, all_rows)["when"][fact] = f"　{cell.translate(WIDE)}　"
    assert compose(facts_block(), all_rows).sha256 == allowance().sha256


@pytest.mark.parametrize("code", [each["code"] for each in rows()])
def test_no_slip_in_a_conclusion_turns_a_row_into_an_approval(code):
    for then in (
        {"outcome": "APPROVE"},
        {"outcome": "APROVE"},
        {"outcome": "approve", "amount_fen": 20000},
        {"outcome": ""},
    ):
        if not code.startswith("A"):
            all_rows = rows()
            row(code, all_rows)["then"] = then
            assert verdict(all_rows) == "refused"


@pytest.mark.parametrize("fact", list(wang()))
def test_a_misspelt_fact_is_refused_in_every_row(fact):
    for each in rows():
        if fact in each["when"]:
            all_rows = rows()
            when = row(each["code"], all_rows)["when"]
            when[f"{fact}e"] = when.pop(fact)
            assert verdict(all_rows) == "refused"


@pytest.mark.parametrize("place", range(len(rows())))
def test_a_lost_row_approves_nobody_wrongly(place):
    all_rows = rows()
    del all_rows[place]
    assert verdict(all_rows) == ("refused" if place == len(all_rows) else "safe")


@pytest.mark.parametrize("place", range(len(rows()) - 1))
def test_two_rows_that_changed_places_approve_nobody_wrongly(place):
    all_rows = rows()
    all_rows[place : place + 2] = reversed(all_rows[place : place + 2])
    assert verdict(all_rows) in {"refused", "safe"}


def test_the_comparison_itself_would_notice_a_wrong_approval():
    all_rows = rows()
    row("A01_70", all_rows)["then"]["amount_fen"] = 20001
    assert verdict(all_rows).startswith("wrong:")
