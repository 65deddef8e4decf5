"""What is looked at when a value comes, and what a fault of it means."""

from datetime import timedelta

import pytest

from services.sharing.models import DataField
from services.sharing.quality import RULES, Severity, findings
from tests.sharing.conftest import AT


def found(rule: str, value: object, as_of=AT) -> list[Severity]:
    return [each.severity for each in findings("a.b", [rule], value, as_of, AT)]


@pytest.mark.parametrize(
    ("rule", "good", "bad", "severity"),
    [
        ("id_no_check_digit", "990102194603080026", "990102194603080025", Severity.FATAL),
        ("possible_birth", "1946-03-08", "1846-03-08", Severity.FATAL),
        ("past_day", "2026-11-22", "2026-11-23", Severity.FATAL),
        ("not_negative", 0, -1, Severity.FATAL),
        ("plausible_income", 1800, 10_000_001, Severity.WARNING),
        ("no_full_width_digits", "19460308", "１９４６", Severity.NOTE),
    ],
)
def test_what_holds_and_what_does_not(rule, good, bad, severity):
    assert found(rule, good) == []
    assert found(rule, bad) == [severity]


def test_credit_codes_have_a_check_character():
    assert found("credit_code_check_digit", "11990100MB1008186X") == [Severity.FATAL]


def test_what_nobody_looked_at_for_a_year():
    assert found("fresh_within_a_year", "x", AT - timedelta(days=365)) == []
    assert found("fresh_within_a_year", "x", AT - timedelta(days=366)) == [Severity.WARNING]


def test_days_are_those_of_china():
    just_after_midnight = AT.replace(hour=16, minute=30)  # of the 23rd, in China
    assert list(findings("a.b", ["past_day"], "2026-11-23", AT, just_after_midnight)) == []


@pytest.mark.parametrize("value", [None, [], "not a day", 7, True])
@pytest.mark.parametrize("rule", ["possible_birth", "past_day"])
def test_a_check_that_cannot_be_made_finds_fault(rule, value):
    assert found(rule, value) == [Severity.FATAL]


def test_a_finding_carries_no_value():
    [finding] = findings("a.b", ["not_negative"], -7, AT, AT)
    assert "-7" not in repr(finding)


@pytest.mark.django_db
def test_every_rule_the_directory_names_is_there(world):
    named = {rule for field in DataField.objects.all() for rule in field.quality}
    assert named <= set(RULES)
    assert {"id_no_check_digit", "possible_birth", "not_negative"} <= named
