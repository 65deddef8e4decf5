"""The people of the demonstration are who their stories say."""

from datetime import date

import pytest
import yaml
from stdnum import luhn
from stdnum.iso7064 import mod_11_2

from services.simulators import cast
from services.simulators.departments import DEPARTMENTS, REGISTERS
from services.simulators.population import REFERENCE_DAY

PEOPLE = {each["key"]: each for each in yaml.safe_load(cast.FILE.read_text(encoding="utf-8"))["people"]}
RECORDS = cast.records()


def of(key: str) -> dict[str, object]:
    return RECORDS[PEOPLE[key]["id_no"]]


def age(key: str) -> int:
    birth = date.fromisoformat(PEOPLE[key]["birth_on"])
    return (
        REFERENCE_DAY.year
        - birth.year
        - ((REFERENCE_DAY.month, REFERENCE_DAY.day) < (birth.month, birth.day))
    )


@pytest.mark.parametrize("key", PEOPLE)
def test_numbers_are_valid_and_say_birth_and_sex(key):
    person = PEOPLE[key]
    number = person["id_no"]
    assert mod_11_2.is_valid(number)
    assert number[:2] == "99"
    assert number[6:14] == person["birth_on"].replace("-", "")
    assert ("F", "M")[int(number[16]) % 2] == person["sex"]
    assert luhn.is_valid(person["social_cards"]["card_number"])


@pytest.mark.parametrize("key", PEOPLE)
def test_a_story_is_told_in_both_languages(key):
    assert set(PEOPLE[key]["story"]) == {"zh", "en"}


def test_cards_have_one_owner():
    cards = [each["social_cards"]["card_number"] for each in PEOPLE.values()]
    assert len(set(cards)) == len(cards)


def test_no_yes_has_become_true():
    assert all(not isinstance(value, bool) for record in RECORDS.values() for value in record.values())


@pytest.mark.parametrize("key", PEOPLE)
def test_a_story_tells_only_what_registers_know(key):
    known = {
        code
        for department in DEPARTMENTS.values()
        for code in (*department.fields, *department.predicates, *department.kept)
    }
    assert set(of(key)) <= known
    assert set(PEOPLE[key]) <= {"key", "story", "sex", *cast.ALWAYS_TOLD, *(each.code for each in REGISTERS)}


@pytest.mark.parametrize("key", PEOPLE)
def test_the_tail_of_a_card_is_its_end(key):
    card = PEOPLE[key]["social_cards"]
    assert card["card_tail"] == card["card_number"][-4:]


def test_wang_xiulan_meets_every_condition():
    wang = of("wang_xiulan")
    assert (wang["population.name"], age("wang_xiulan")) == ("王秀兰", 80)
    assert wang["population.id_no"] == "990102194603080026"
    assert wang["population.hukou_region"] == "990102"
    assert (wang["population.alive"], wang["population.residence"]) == ("YES", "NORMAL")
    assert wang["allowances.receives_old_age_allowance"] == "NO"
    assert (wang["social_cards.can_receive_payment"], wang["social_cards.card_tail"]) == ("YES", "0318")


@pytest.mark.parametrize(
    ("key", "years", "code", "value"),
    [
        ("li_jianguo", 69, "population.alive", "YES"),
        ("zhao_guiying", 101, "population.alive", "YES"),
        ("chen_deming", 85, "population.residence", "UNKNOWN"),
        ("liu_zhiqiang", 72, "allowances.receives_old_age_allowance", "YES"),
        ("sun_yuzhen", 90, "social_cards.can_receive_payment", "NO"),
        ("zhou_min", 34, "insurance.status", "INSURED"),
        ("wu_jun", 45, "insurance.status", "SUSPENDED"),
        ("zheng_guodong", 87, "population.alive", "NO"),
    ],
)
def test_the_others_have_one_thing_each(key, years, code, value):
    assert age(key) == years
    assert of(key)[code] == value
