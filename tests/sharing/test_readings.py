"""What a purpose reads: the notice a person sees."""

import pytest

from services.sharing.models import Disclosure, Purpose
from services.sharing.queries import newest_purpose, open_disputes
from services.sharing.readings import UnknownField, readings
from tests.sharing.conftest import NOBODY, WHY


def test_a_reading_says_what_of_whom_how_and_why(allowance):
    first, *_, last = readings(allowance)
    assert (first.field.code, first.department.code) == ("population.name", "public_security")
    assert (first.disclosure, first.why) == (Disclosure.VALUE, WHY)
    assert (last.field.code, last.department.code) == ("social_cards.card_tail", "social_insurance")
    assert last.disclosure == Disclosure.MASKED


def test_readings_keep_the_order_of_the_purpose(allowance):
    assert [each.field.code for each in readings(allowance)] == [each["field"] for each in allowance.reads]


def test_readings_cost_one_query(allowance, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert {each.department.short_name["zh"] for each in readings(allowance)} == {
            "公安局",
            "民政局",
            "人社局",
        }


def test_a_purpose_that_reads_what_does_not_exist_is_noticed(world):
    reads = [{"field": "population.shoe_size", "disclosure": "VALUE", "why": WHY}]
    purpose = Purpose.objects.create(code="p", version=1, name={}, basis={}, reads=reads)
    with pytest.raises(UnknownField, match=r"p@1: population\.shoe_size"):
        readings(purpose)


def test_a_disclosure_in_words():
    assert str(Disclosure.PREDICATE.label) != Disclosure.PREDICATE.value


class TestNewestPurpose:
    def test_the_highest_version(self, world):
        for version in (2, 10, 9):
            Purpose.objects.create(code="p", version=version, name={}, basis={}, reads=[])
        assert newest_purpose("p").version == 10

    def test_none(self, world):
        with pytest.raises(Purpose.DoesNotExist):
            newest_purpose("p")


def test_nobody_has_no_disputes(world):
    assert open_disputes(NOBODY) == {}
