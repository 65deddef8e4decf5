"""Finding items by the words people use."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from services.catalogue.models import ItemVersion, ServiceItem
from services.catalogue.queries import find, on_offer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
TODAY = date(2026, 11, 23)


def found(words: str, on: date = TODAY) -> list[str]:
    return [version.item.code for version in find(words, on)]


class TestOnOffer:
    def test_the_most_used_comes_first(self):
        assert [version.item.code for version in on_offer(TODAY)] == [
            "old-age-allowance",
            "insurance-certificate",
        ]
        ServiceItem.objects.filter(code="insurance-certificate").update(heat=1000)
        assert on_offer(TODAY)[0].item.code == "insurance-certificate"

    def test_equal_heat_is_ordered_by_code_so_that_pages_do_not_jump(self):
        ServiceItem.objects.update(heat=5)
        assert [version.item.code for version in on_offer(TODAY)] == [
            "insurance-certificate",
            "old-age-allowance",
        ]

    def test_what_has_ended_or_not_begun_is_not_offered(self):
        ItemVersion.objects.filter(item__code="old-age-allowance").update(in_force_to=TODAY)
        assert [version.item.code for version in on_offer(TODAY)] == ["insurance-certificate"]
        assert not on_offer(date(2025, 12, 31)).exists()

    def test_a_page_of_items_with_their_departments_is_one_query(self):
        with CaptureQueriesContext(connection) as queries:
            assert [version.item.department.code for version in on_offer(TODAY)]
        assert len(queries) == 1


class TestFind:
    @pytest.mark.parametrize(
        ("words", "codes"),
        [
            ("高龄", ["old-age-allowance"]),
            ("津贴", ["old-age-allowance"]),
            ("社保", ["insurance-certificate"]),  # the word of the task, not of the name
            ("贷款", ["insurance-certificate"]),  # of the summary
            ("allowance", ["old-age-allowance"]),
            ("ALLOWANCE", ["old-age-allowance"]),
            ("证明", ["insurance-certificate"]),
            ("高龄 津贴", ["old-age-allowance"]),
            ("津贴 高龄", ["old-age-allowance"]),
            ("高龄 社保", []),  # every word, not any
            ("结婚", []),
            ("", []),
            ("   \t ", []),
            ("%", []),
            ("_", []),
            (".*", []),
        ],
    )
    def test_every_word_counts_in_either_language(self, words, codes):
        assert found(words) == codes

    def test_only_what_is_in_force_is_found(self):
        assert found("津贴", date(2025, 1, 1)) == []

    @settings(max_examples=25, deadline=None)
    @given(st.text(max_size=80))
    def test_whatever_is_typed_something_or_nothing_is_found(self, words):
        assert set(found(words)) <= {"old-age-allowance", "insurance-certificate"}
