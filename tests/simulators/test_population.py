"""Ten thousand people: always the same ones, nobody real, and as mixed as a city."""

from collections import Counter
from datetime import date
from hashlib import sha256

import pytest
from stdnum.iso7064 import mod_11_2

from services.simulators import cast, names, places
from services.simulators.draws import Draws
from services.simulators.population import REFERENCE_DAY, SIZE, Resident, resident, residents

# Changing a generator changes everybody. Whoever means to do that writes down the new digest.
EVERYBODY = "e41a6ff9f699f244d81fe4afb810d06e6a350cd61653e0dcd9726a4d70a5ab62"


@pytest.fixture(scope="module")
def everybody() -> dict[str, Resident]:
    return residents()


def test_everybody_has_a_number_of_their_own(everybody):
    assert len(everybody) == SIZE == 10_000
    assert not set(everybody) & set(cast.records())


def test_everybody_is_the_same_person_every_time(everybody):
    listed = "\n".join(f"{each.id_no} {each.name()} {each.sex} {each.origin}" for each in everybody.values())
    assert sha256(listed.encode()).hexdigest() == EVERYBODY


def test_somebody_can_be_made_without_the_others(everybody):
    assert resident(4711) == list(everybody.values())[4711]


def test_numbers_are_valid_and_name_a_region_that_exists_nowhere(everybody):
    assert all(mod_11_2.is_valid(number) for number in everybody)
    assert {number[:2] for number in everybody} == {"99"}


def test_numbers_say_birth_and_sex(everybody):
    for each in everybody.values():
        assert each.id_no[:6] == each.origin
        assert each.id_no[6:14] == f"{each.birth_on:%Y%m%d}"
        assert ("F", "M")[int(each.id_no[16]) % 2] == each.sex


def test_there_is_every_age_from_the_cradle_to_105(everybody):
    ages = Counter(each.age for each in everybody.values())
    assert (min(ages), max(ages)) == (0, 105)
    assert set(range(100)) <= set(ages)
    assert all(each.birth_on <= REFERENCE_DAY for each in everybody.values())


def test_the_old_are_fewer_the_older_they_are(everybody):
    decades = Counter(each.age // 10 for each in everybody.values())
    assert decades[7] > decades[8] > decades[9] > decades[10] > 0
    assert 900 < sum(decades[decade] for decade in (7, 8, 9, 10)) < 1600


def test_both_sexes_and_all_regions_are_there(everybody):
    assert 4700 < Counter(each.sex for each in everybody.values())["F"] < 5300
    origins = Counter(each.origin for each in everybody.values())
    assert set(origins) == set(places.REGIONS)
    assert sum(origins[region] for region in places.DISTRICTS) > 8500


def test_an_age_is_counted_in_completed_years():
    born = REFERENCE_DAY.replace(year=1946)
    assert Resident(0, "", "F", born, "").age == 80
    assert Resident(0, "", "F", date(1946, 10, 2), "").age == 79


def test_names_fit_the_generation(everybody):
    old = Counter(
        each.name()[-1] for each in everybody.values() if each.sex == "F" and each.birth_on.year < 1960
    )
    young = Counter(
        each.name()[-1] for each in everybody.values() if each.sex == "F" and each.birth_on.year >= 1990
    )
    assert old["英"] > 0 == young["英"]
    assert young["涵"] > 0 == old["涵"]


def test_a_few_names_are_hard(everybody):
    hard = [each for each in everybody.values() if each.name() in names.HARD]
    assert 20 < len(hard) < 80
    assert any("·" in each.name() for each in hard)
    assert any(ord(character) > 0xFFFF for each in hard for character in each.name())


def test_an_address_lies_in_its_region():
    for nth in range(50):
        draws = Draws("test", nth)
        region = places.region(draws, local_of_a_thousand=500)
        assert places.address(draws, region).startswith(places.REGIONS[region])


class TestDraws:
    def test_the_same_index_draws_the_same(self):
        assert [Draws("a", 1).below(1000) for _ in range(3)] == [Draws("a", 1).below(1000)] * 3

    def test_another_index_and_another_matter_draw_otherwise(self):
        first = Draws("a", 1).below(10**9)
        assert first != Draws("a", 2).below(10**9)
        assert first != Draws("b", 1).below(10**9)

    def test_a_share_is_about_what_it_says(self):
        hits = sum(Draws("share", nth).chance(250) for nth in range(4000))
        assert 900 < hits < 1100

    def test_weights_decide_how_often(self):
        drawn = Counter(Draws("weight", nth).weighted((("often", 9), ("seldom", 1))) for nth in range(4000))
        assert 300 < drawn["seldom"] < 500
        assert set(drawn) == {"often", "seldom"}

    def test_what_weighs_nothing_is_never_drawn(self):
        assert {Draws("none", nth).weighted((("a", 1), ("b", 0))) for nth in range(200)} == {"a"}
