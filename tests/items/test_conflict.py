"""Two registers that know the same: where one says otherwise, nobody knows, and a person looks. Never an approval."""

import pytest

from services.catalogue.package import SHIPPED, read
from services.catalogue.rule_facts import witnesses_of
from tests.items.travelling import Journey, journeys, travel

pytestmark = pytest.mark.django_db
WITNESS = "social_cards.birth_on"
CONTRADICTED = ("senior-card", "unemployment-registration")  # their age is known to two departments


def with_a_witness() -> set[str]:
    """Read off the packages."""
    packages = {file.stem: read(file).values for file in (SHIPPED / "items").glob("*.yaml")}
    return {code for code, each in packages.items() if any(map(witnesses_of, each["facts"].values()))}


def walked(journey: Journey, citizen, caseworker):
    found = travel(journey, citizen, caseworker)
    return found.decided_by, found.code


def test_these_are_all_that_ask_a_second_department():
    assert with_a_witness() == set(CONTRADICTED)


@pytest.mark.parametrize("item", CONTRADICTED)
class TestWitness:
    def test_where_both_say_the_same_the_rules_decide(self, item, departments_stub, citizen, caseworker):
        journey = journeys()[item]
        assert walked(journey, citizen, caseworker) == ("RULES", journey.code)

    @pytest.mark.parametrize("otherwise", ["1900-01-01", "2020-01-01"])
    def test_where_one_says_otherwise_a_person_decides(
        self, item, otherwise, departments_stub, citizen, caseworker
    ):
        """Whichever of the two would approve, and whichever would not."""
        journey = journeys()[item]
        departments_stub.set(journey.who, WITNESS, otherwise)
        assert walked(journey, citizen, caseworker) == ("PERSON", "M00_FACT_AGE_CONFLICT")

    def test_a_witness_without_a_record_contradicts_nobody(self, item, departments_stub, citizen, caseworker):
        journey = journeys()[item]
        departments_stub.set(journey.who, WITNESS, None)
        assert walked(journey, citizen, caseworker) == ("RULES", journey.code)
