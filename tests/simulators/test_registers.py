"""What the registers say: fitting together, and odd now and then."""

from collections import Counter
from hashlib import sha256

import pytest
from stdnum import luhn

from services.simulators import departments, places
from services.simulators.departments import REGISTERS
from services.simulators.population import residents
from services.simulators.register import Register
from services.simulators.registers.social_insurance import ALL_KINDS, SELF_INSURED
from services.simulators.values import Record

# of everybody's entry in a register; whoever changes what it draws writes down the new one
DIGESTS = {
    "allowances": "0f0122dcdf43b4e3",
    "population": "2335cc1e655bbe55",
    "social_cards": "89b86a8494170ad8",
    "insurance": "1df7e80d43f7cc4f",
    "marriages": "8046a3aade0874d2",
    "relief": "017ecbcc77cff962",
    "family_means": "9ae8bb3445997eaa",
    "senior_cards": "32e0bcd3607722b7",
    "disability_benefits": "f954c655f8b1e437",
    "disability": "a98282c167199642",
    "newborns": "b2784780ae75c29d",
    "birth_registrations": "4c7cb7aac2372370",
    "diagnoses": "8f42919c63403c19",
    "medical": "be2d991c31a9824c",
    "outpatient": "ea052d9a3aa0f8fb",
    "remote_care": "8650a7afb2e21f0c",
    "retiree_benefits": "b3d62fd9d7f1c560",
    "paid_in": "268ebbf123679306",
    "retirement": "c2b6f8cd58578edf",
    "pension_payments": "cb34034e9cdaf396",
    "card_states": "e1c184e83f33599b",
    "students": "a2c39e457be2fc90",
    "degrees": "42cbe7c215cec200",
    "school_places": "313bf98ef9fc1e20",
    "tenancies": "4252342bce968eec",
    "shops": "3325437d746efe13",
    "fund_accounts": "e0dd413538d9587e",
    "business": "09ecdc41a1f001c4",
    "photos": "739761301085840d",
    "residence_registrations": "3c31b8513828f878",
    "criminal_records": "eace8f10802be5b1",
    "children": "b6d040ba4792029d",
    "homes": "0daed623eb4f66b7",
    "employment": "45c253ff082c3da4",
    "unemployment": "6b9ba2a66574474b",
    "insured_elsewhere": "1ef5757fcc78d2be",
    "hardship": "371079698657ae51",
    "vehicle_sales": "f0113a83b1f4375c",
    "contributions": "3a70f29089e77ab9",
    "driving_licences": "97347d6e9e7db0d0",
    "driver_health": "bbbabfdfede3e339",
    "vehicles": "479462eaacda14a9",
    "driver_exams": "f4ac9bde34b3b57d",
    "juvenile_records": "bba6aba338729f33",
}


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return [departments.record(each) for each in residents().values()]


def share(records: list[Record], code: str, value: str) -> float:
    return Counter(record.get(code) for record in records)[value] / len(records)


@pytest.mark.parametrize("register", REGISTERS, ids=lambda each: each.code)
def test_a_register_says_the_same_every_time(register: Register):
    entries = [register.drawn(each) for each in residents().values()]
    assert sha256(repr(entries).encode()).hexdigest()[:16] == DIGESTS.get(register.code)


@pytest.mark.parametrize("register", REGISTERS, ids=lambda each: each.code)
def test_a_register_knows_no_more_than_it_names(register: Register):
    known = {*register.named(dict.fromkeys((*register.fields, *register.predicates, *register.kept), ""))}
    for each in list(residents().values())[:300]:
        assert set(register.drawn(each)) <= known
    assert set(register.of_cast(None)) <= known


def test_most_are_alive_and_live_where_they_are_registered(records):
    assert share(records, "population.alive", "YES") > 0.97
    assert share(records, "population.residence", "NORMAL") > 0.94


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("population.alive", "NO"),
        ("population.alive", "UNKNOWN"),
        ("population.residence", "UNKNOWN"),
        ("population.residence", "MOVED_OUT"),
        ("allowances.receives_old_age_allowance", "YES"),
        ("allowances.receives_old_age_allowance", "UNKNOWN"),
        ("social_cards.can_receive_payment", "UNKNOWN"),
    ],
)
def test_a_few_are_in_a_state_that_needs_a_look(records, code, value):
    assert 0 < share(records, code, value) < 0.05


def test_whoever_died_has_no_residence_any_more(records):
    for record in records:
        dead = record["population.alive"] == "NO"
        assert dead == (record["population.residence"] == "CANCELLED")


def test_the_address_is_in_the_region_of_registration(records):
    for record in records:
        region = str(record["population.hukou_region"])
        assert str(record["population.hukou_address"]).startswith(places.REGIONS[region])


def test_some_have_moved_here_and_some_away(records):
    moved = [each for each in records if str(each["population.id_no"])[:6] != each["population.hukou_region"]]
    assert 500 < len(moved) < 2500
    assert {str(each["population.hukou_region"]) in places.DISTRICTS for each in moved} == {True, False}


def test_nobody_under_70_gets_an_old_age_allowance(records):
    for record in records:
        if record["allowances.receives_old_age_allowance"] == "YES":
            assert str(record["population.birth_on"]) <= "1956-10-01"


def test_cards_have_a_check_digit_and_only_one_owner(records):
    cards = [str(each["social_cards.card_number"]) for each in records if "social_cards.card_number" in each]
    assert len(set(cards)) == len(cards) > 9000
    assert all(luhn.is_valid(card) and len(card) == 19 for card in cards)


def test_the_tail_is_that_of_the_card(records):
    for record in records:
        assert record.get("social_cards.card_tail") == (
            str(record.get("social_cards.card_number", "")[-4:]) or None
        )


def test_no_card_no_payment(records):
    without = [each for each in records if "social_cards.card_number" not in each]
    assert {each["social_cards.can_receive_payment"] for each in without} == {"NO"}
    assert 100 < len(without) < 800


def test_insurance_months_fit_together(records):
    for record in records:
        if record["insurance.status"] == "NONE":
            assert {code for code in record if code.startswith("insurance.")} == {"insurance.status"}
            continue
        first, last = str(record["insurance.first_month"]), str(record["insurance.last_month"])
        assert first <= last <= "2026-10"
        assert 0 < record["insurance.months_paid"] <= months(first, last)
        assert first >= str(record["population.birth_on"])[:7]


def months(first: str, last: str) -> int:
    (first_year, first_month), (last_year, last_month) = (map(int, each.split("-")) for each in (first, last))
    return (last_year - first_year) * 12 + last_month - first_month + 1


def test_whoever_is_insured_now_paid_this_month(records):
    insured = [each for each in records if each["insurance.status"] == "INSURED"]
    assert {each["insurance.last_month"] for each in insured} == {"2026-10"}


def test_only_employees_have_all_five_kinds(records):
    for record in records:
        if "insurance.kinds" in record:
            alone = record["insurance.employer"] == SELF_INSURED
            assert record["insurance.kinds"] == (["MEDICAL"] if alone else ALL_KINDS)


def test_a_few_cards_know_another_day_of_birth_than_the_police(records):
    told = [each for each in records if "social_cards.birth_on" in each]
    otherwise = [each for each in told if each["social_cards.birth_on"] != each["population.birth_on"]]
    assert 10 < len(otherwise) < 100 < len(told)
