"""Families, health, disability, retirement: registers that fit the people they are about."""

from collections import Counter
from datetime import date

import pytest

from services.simulators.departments import REGISTERS
from services.simulators.population import REFERENCE_DAY, Resident, residents
from services.simulators.values import Record

TODAY = REFERENCE_DAY.isoformat()


@pytest.fixture(scope="module")
def everybody() -> list[Resident]:
    return list(residents().values())


@pytest.fixture(scope="module")
def entries(everybody: list[Resident]):
    drawn: dict[str, list[tuple[Resident, Record]]] = {}
    registers = {each.code: each for each in REGISTERS}

    def of(code: str) -> list[tuple[Resident, Record]]:
        """Everybody's entry in a register, without the register's name."""
        if code not in drawn:
            drawn[code] = [
                (each, {name.partition(".")[2]: value for name, value in registers[code].drawn(each).items()})
                for each in everybody
            ]
        return drawn[code]

    return of


def states(entries, code: str, name: str = "state") -> Counter:
    return Counter(entry.get(name) for _, entry in entries(code))


def test_only_adults_are_married_and_since_a_day_that_has_come(entries):
    married = [(who, entry) for who, entry in entries("marriages") if entry["state"] == "MARRIED"]
    assert len(married) > 4000
    for who, entry in married:
        assert entry["spouse"] and str(entry["married_on"]) <= TODAY
        assert date.fromisoformat(str(entry["married_on"])).year - who.birth_on.year >= 21


def test_whoever_is_not_married_has_no_spouse(entries):
    alone = [entry for _, entry in entries("marriages") if entry["state"] != "MARRIED"]
    assert {name for entry in alone for name in entry} == {"state"}


def test_newborns_have_parents_of_an_age_for_it_and_are_born_this_year(entries):
    born = [(who, entry) for who, entry in entries("newborns") if entry["state"] == "CERTIFIED"]
    assert 50 < len(born) < 400
    for who, entry in born:
        assert 22 <= who.age <= 45
        assert "2025-12" <= str(entry["born_on"]) <= TODAY
        assert str(entry["certificate_no"]).startswith("T99")


def test_a_certificate_of_disability_has_kind_and_grade_and_nothing_else_has(entries):
    for _, entry in entries("disability"):
        has_none = entry["state"] == "NONE"
        assert has_none == (entry["kind"] == "NONE") == (entry["grade"] == "NONE")
        if not has_none:
            assert (entry["state"] == "VALID") == (str(entry["valid_until"]) > TODAY)


def test_illness_comes_with_age(entries):
    ill = Counter(who.age >= 50 for who, entry in entries("diagnoses") if entry["state"] != "NONE")
    assert ill[True] > ill[False] > 0


def test_whoever_is_not_insured_has_paid_nothing(entries):
    for _, entry in entries("medical"):
        if entry["state"] in {"NONE", "UNKNOWN"}:
            assert (entry["scheme"], entry["months_paid"], entry["months_fulfilled"]) == ("NONE", 0, "NO")
        assert (entry["months_fulfilled"] == "YES") == (entry["months_paid"] >= 300)


def test_nobody_draws_a_pension_before_sixty_or_may_retire_before_fifty_five(entries):
    assert min(who.age for who, entry in entries("pension_payments") if entry["state"] != "NONE") >= 60
    for who, entry in entries("retirement"):
        if "may_retire_on" in entry:
            assert 55 <= int(str(entry["may_retire_on"])[:4]) - who.birth_on.year <= 60
            assert entry["months_counted"] >= 0


def test_what_was_paid_this_year_follows_from_the_base(entries):
    for _, entry in entries("paid_in"):
        if entry["state"] == "PAID":
            assert 0 < entry["paid_by_person"] < entry["paid_by_employer"]
            assert entry["account"] > 0


@pytest.mark.parametrize(
    ("register", "name", "value"),
    [
        ("marriages", "state", "UNKNOWN"),
        ("relief", "state", "MINIMUM"),
        ("relief", "state", "UNKNOWN"),
        ("family_means", "property_above_limit", "UNKNOWN"),
        ("disability_benefits", "receives_care_subsidy", "YES"),
        ("disability", "state", "EXPIRED"),
        ("birth_registrations", "registered", "YES"),
        ("diagnoses", "state", "SUSPECTED"),
        ("medical", "state", "ARREARS"),
        ("outpatient", "already_recognised", "YES"),
        ("remote_care", "already_filed", "YES"),
        ("retiree_benefits", "already_granted", "UNKNOWN"),
        ("pension_payments", "state", "PAUSED"),
        ("card_states", "state", "LOST"),
    ],
)
def test_a_few_are_in_a_state_that_needs_a_look(entries, register, name, value):
    assert 0 < states(entries, register, name)[value] < 700
