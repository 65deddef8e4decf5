"""The second engine reads every table as ours does, says so where it does not, and may break without harm."""

import json
from decimal import Decimal

import pytest

from services.rules import agreement as module
from services.rules.agreement import agreement, in_day_numbers
from services.rules.compose import compose
from services.rules.errors import SecondEngineFailed
from services.rules.jdm import table_of
from tests.rules_engine.allowance import allowance
from tests.rules_engine.exchange.test_round_trip import every_kind


def composed():
    content = every_kind()
    return compose(content.facts, content.rows)


def test_both_engines_read_the_allowance_alike_on_every_combination():
    found = agreement(allowance().table, allowance().jdm)
    assert (found.compared, found.is_sampled, found.differences) == (1944, False, ())


def test_both_engines_read_days_decimals_and_truth_alike():
    found = agreement(composed().table, composed().jdm)
    assert found.compared > 30 and found.differences == ()


def test_a_difference_is_told_with_its_facts():
    other = json.loads(json.dumps(allowance().jdm))
    row = next(each for each in table_of(other)["rules"] if each["_description"] == "A01_70")
    row["i_age"] = "[71..80)"
    [first, *_] = agreement(allowance().table, other).differences
    assert first.facts["age"] == 70
    assert (first.ours, first.theirs) == ("APPROVE A01_70 20000", "REVIEW M99_NO_RULE 0")


@pytest.mark.parametrize("cell", ["[70..", "eighty", '"70"', "< < 70"])
def test_a_cell_the_second_engine_does_not_understand_is_a_difference_not_an_error(cell):
    other = json.loads(json.dumps(allowance().jdm))
    row = next(each for each in table_of(other)["rules"] if each["_description"] == "R02_AGE")
    row["i_age"] = cell
    assert agreement(allowance().table, other).differences


def test_days_go_over_as_numbers_and_nothing_else_changes():
    before, after = table_of(composed().jdm), table_of(in_day_numbers(composed().table, composed().jdm))
    assert after["rules"][0]["i_since"] == "[739617..739648)"
    for old, new in zip(before["rules"], after["rules"], strict=True):
        assert {k: v for k, v in old.items() if k != "i_since"} == {
            k: v for k, v in new.items() if k != "i_since"
        }


def test_too_many_combinations_are_sampled(monkeypatch):
    monkeypatch.setattr("services.rules.boundaries.MOST_COMBINATIONS", 100)
    found = agreement(allowance().table, allowance().jdm)
    assert (found.compared, found.is_sampled, found.differences) == (20_000, True, ())


def child(monkeypatch, tmp_path, program: str) -> None:
    path = tmp_path / "child.py"
    path.write_text(program)
    monkeypatch.setattr(module, "_CHILD", path)


def ask(**given):
    return agreement(allowance().table, allowance().jdm, **given)


def test_a_child_that_never_answers_is_ended(monkeypatch, tmp_path):
    child(monkeypatch, tmp_path, "while True: pass")
    with pytest.raises(SecondEngineFailed, match="no answer within"):
        ask(seconds=0.2)


@pytest.mark.parametrize(
    "program", ["raise SystemExit(3)", "import os; os.abort()", "import nothing_like_it"]
)
def test_a_child_that_breaks_is_reported_and_harms_nobody(monkeypatch, tmp_path, program):
    child(monkeypatch, tmp_path, program)
    with pytest.raises(SecondEngineFailed, match="ended with"):
        ask()


def test_a_child_that_says_too_little_is_not_taken_for_agreement(monkeypatch, tmp_path):
    child(monkeypatch, tmp_path, "print('APPROVE A01_70 20000')")
    with pytest.raises(SecondEngineFailed, match="1 answers"):
        ask()


def test_the_child_has_a_limit_of_memory(monkeypatch, tmp_path):
    """The real limit, with a program that eats: it ends, we do not."""
    real = module._CHILD.read_text().replace("job = json.load(sys.stdin)", "job = bytearray(4 << 30)")
    child(monkeypatch, tmp_path, real)
    with pytest.raises(SecondEngineFailed, match="MemoryError"):
        ask()


def test_what_is_stored_of_an_agreement_says_how_much_was_compared():
    assert ask().to_body() == {"engine": "zen-engine 2.1.3", "compared": 1944, "sampled": False}


def test_decimals_go_over_as_numbers():
    assert module._plain(Decimal("0.5"), False) == 0.5
