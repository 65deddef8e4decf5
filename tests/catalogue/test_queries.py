"""What is on offer on a day."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.catalogue.models import ItemVersion, ServiceItem
from services.catalogue.queries import most_used, offered, on_offer

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


class TestKeptAsText:
    """What every page asks is a statement written once; it says what the ORM would say each time."""

    def test_the_version_of_an_item(self):
        for on in (TODAY, date(2025, 12, 31)):
            for code in ("old-age-allowance", "insurance-certificate", "none"):
                assert offered(code, on) == on_offer(on).filter(item__code=code).first()

    def test_it_brings_item_department_and_purpose_along(self):
        assert offered("old-age-allowance", TODAY).content  # read once a process
        with CaptureQueriesContext(connection) as queries:
            found = offered("old-age-allowance", TODAY)
            assert found.item.department.code == "civil_affairs"
            assert found.purpose.code
            assert found.content["guide"]
        assert len(queries) == 1

    def test_the_most_used(self):
        for number in (1, 2, 6):
            assert most_used(TODAY, number) == list(on_offer(TODAY)[:number])

    def test_what_ends_is_gone_at_once(self):
        assert offered("old-age-allowance", TODAY)
        ItemVersion.objects.filter(item__code="old-age-allowance").update(in_force_to=TODAY)
        assert offered("old-age-allowance", TODAY) is None
        assert [version.item.code for version in most_used(TODAY, 6)] == ["insurance-certificate"]
