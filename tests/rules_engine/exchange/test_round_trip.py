"""Out and in again is the same rule set, by every format, to the letter."""

import pytest

from services.rules.compose import compose
from services.rules.examples import parse_examples
from services.rules.exchange.content import Content, content_of
from services.rules.exchange.csv_text import read_csv, write_csv
from services.rules.exchange.json_text import read_jdm, read_json, write_json
from services.rules.exchange.workbook import read_workbook, write_workbook
from services.rules.schema import FactSchema
from tests.rules_engine.allowance import allowance, examples, facts_block, rows
from tests.rules_engine.kinds import KINDS

FORMATS = {
    "json": (write_json, read_json),
    "csv": (write_csv, read_csv),
    "excel": (write_workbook, read_workbook),
}
WORDS = {"zh": "=1+1，“引号”", "en": "-5, +5, @x and \"quotes\", 'quoted'"}


def the_allowance() -> Content:
    return Content(facts_block(), rows(), examples())


def every_kind() -> Content:
    """Bounds below zero, days, decimals, and words that a spreadsheet would take for formulas."""
    approve = {"money": "-5", "insured": "true", "alive": '"YES"', "since": "[2026-01-01..2026-02-01)"}
    given = {"money": -5, "insured": True, "alive": "YES", "since": "2026-01-31"}
    conclusions = [("APPROVE", "A01_ALL", 7, approve), ("REVIEW", "M01_HALF", 0, {"money": "(-5..0.5]"})]
    conclusions.append(("REVIEW", "M99_NO_RULE", 0, {}))
    return Content(
        KINDS,
        [
            {"code": code, "when": when, "then": {"outcome": outcome, "amount_fen": fen}, "says": WORDS}
            for outcome, code, fen, when in conclusions
        ],
        [
            {"facts": {**given, "money": money}, "outcome": outcome, "code": code, "amount_fen": fen}
            for (outcome, code, fen, _), money in zip(conclusions, (-5, 0.5, 9), strict=True)
        ],
    )


@pytest.mark.parametrize("content", [the_allowance(), every_kind()], ids=["allowance", "every kind"])
@pytest.mark.parametrize("form", FORMATS)
def test_a_rule_set_comes_back_as_it_went(form, content):
    write, read = FORMATS[form]
    back = read(write(content))
    before, after = compose(content.facts, content.rows), compose(back.facts, back.rows)
    assert (after.sha256, after.jdm) == (before.sha256, before.jdm)
    assert list(back.facts) == list(content.facts)
    assert list(back.examples) == list(content.examples)
    assert parse_examples(back.examples, FactSchema.parse(back.facts))


@pytest.mark.parametrize("form", ["json", "csv"])
def test_out_in_and_out_again_is_the_same_file(form):
    write, read = FORMATS[form]
    first = write(every_kind())
    assert write(read(first)) == first


def test_a_stored_version_goes_out_as_the_package_came_in():
    whole = allowance()
    content = content_of(whole.jdm, dict(sorted(whole.facts.items())), whole.texts)
    assert compose(content.facts, content.rows).sha256 == whole.sha256


def test_the_bare_table_of_another_editor_comes_in_over_known_facts_and_words():
    import json

    whole = allowance()
    content = read_jdm(json.dumps(whole.jdm).encode(), facts=whole.facts, texts=whole.texts)
    assert compose(content.facts, content.rows).sha256 == whole.sha256


def test_what_a_spreadsheet_would_calculate_is_marked_as_text_in_csv():
    text = write_csv(every_kind()).decode("utf-8-sig")
    assert not any(
        cell.startswith(("=", "+", "-", "@")) for line in text.splitlines() for cell in line.split(",")
    )


def test_numbers_days_and_truth_typed_into_excel_are_read_as_what_they_are():
    import io
    from datetime import datetime

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(write_workbook(every_kind())))
    line = book["examples"][2]
    for cell, value in zip(line[:4], (-5.0, True, "YES", datetime(2026, 1, 31)), strict=True):  # noqa: DTZ001
        cell.value = value
    target = io.BytesIO()
    book.save(target)
    assert list(read_workbook(target.getvalue()).examples) == list(every_kind().examples)
