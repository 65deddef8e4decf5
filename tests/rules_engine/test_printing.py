"""The parser accepts only what it can print back."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.rules.cells import CellError, parse_cell
from services.rules.printing import written
from tests.rules_engine.kinds import ALIVE, INSURED, MONEY, SCHEMA, SINCE

SIGNS = st.sampled_from([*'<>=!"[](),.-+ 0123456789', "..", "YES", "NO", "UNKNOWN", "true", "false", "2026-01-31",
                         "2026-02-01", "0.5", "70", "80", "＜", "１", "\u200b", "e", "_", "'", "\n"])  # fmt: skip
BOUNDS = {"number": st.sampled_from(["-1", "0", "0.50", "7", "70", "80.25"]),
          "date": st.dates().map(str)}  # fmt: skip


@st.composite
def good(draw, fact) -> str:
    """A cell of the grammar, perhaps an empty interval."""
    if fact.kind == "boolean":
        return draw(st.sampled_from(["", "true", "false"]))
    if fact.kind == "enum":
        codes = draw(st.lists(st.sampled_from(fact.values), min_size=1, unique=True))
        listed = ", ".join(f'"{code}"' for code in codes)
        return draw(st.sampled_from(["", listed, f'!= "{codes[0]}"']))
    one, other = draw(BOUNDS[fact.kind]), draw(BOUNDS[fact.kind])
    sign = draw(st.sampled_from(["", "< ", "<= ", "> ", ">= "]))
    span = f"{draw(st.sampled_from('[('))}{one}..{other}{draw(st.sampled_from('])'))}"
    return draw(st.sampled_from([sign + one, span]))


def accepted(text: str, fact):
    try:
        return parse_cell(text, fact)
    except CellError:
        return None


def says_the_same(text: str, again: str) -> bool:
    """The same signs but for spaces, the order of codes, and another way to write whole days."""
    return sorted(text.replace(" ", "")) == sorted(again.replace(" ", ""))


@pytest.mark.parametrize("fact", SCHEMA, ids=lambda fact: fact.kind)
@given(data=st.data())
def test_what_the_grammar_allows_is_printed_back(fact, data):
    text = data.draw(good(fact))
    if cell := accepted(text, fact):
        assert parse_cell(written(cell, fact), fact) == cell
        if fact.kind in {"boolean", "enum"}:
            assert says_the_same(text, written(cell, fact))


@given(st.lists(SIGNS, max_size=9).map("".join), st.sampled_from(list(SCHEMA)))
@example('!= "YES"', ALIVE)
@example("<=70", MONEY)
@example("[0..0.50)", MONEY)
@example("(2026-01-31..2026-02-01]", SINCE)
def test_whatever_is_accepted_is_printed_back(text, fact):
    cell = accepted(text, fact)
    if cell is None:
        return
    again = written(cell, fact)
    assert parse_cell(again, fact) == cell
    if fact.kind != "date" and ".." not in text:
        assert says_the_same(text, again)


@pytest.mark.parametrize(
    ("fact", "text", "again"),
    [
        (INSURED, "true", "true"),
        (ALIVE, '"NO" ,"YES"', '"YES", "NO"'),
        (ALIVE, '!= "YES"', '!= "YES"'),
        (MONEY, "<=70", "<= 70"),
        (MONEY, "[70..70]", "70"),
        (MONEY, "( 0.50 .. 7 )", "(0.50..7)"),
        (SINCE, "2026-01-31", "[2026-01-31..2026-02-01)"),
        (SINCE, "> 2026-01-31", ">= 2026-02-01"),
        (SINCE, "<= 2026-01-31", "< 2026-02-01"),
        (MONEY, "", ""),
    ],
)  # fmt: skip
def test_each_meaning_has_one_spelling(fact, text, again):
    assert written(parse_cell(text, fact), fact) == again
