"""What is on offer on a day."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.catalogue.models import ItemVersion, ServiceItem
from services.catalogue.queries import on_offer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
TODAY = date(2026, 11, 23)


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
