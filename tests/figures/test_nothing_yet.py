"""How we are doing, while there is nothing to count yet: the pages say so, and show no zero."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from services.catalogue.models import ItemVersion
from services.rules.models import RuleVersion
from tests.cast import load_shipped
from tests.figures import pages
from tests.figures.pages import CODES, open_, section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]


@pytest.fixture(autouse=True)
def later() -> Iterator[None]:
    with pages.later():
        yield


class TestNothingYet:
    def test_nobody_needs_to_sign_in_and_every_figure_has_its_place_and_so_has_sharing(self):
        page = open_()
        headings = [each["aria-labelledby"] for each in page.one("main").all("section")]
        assert sorted(headings) == sorted([*CODES, "sharing"])
        assert reverse("sharing") in page.links

    @pytest.mark.parametrize(
        ("code", "words"),
        [
            ("instant_applications", "No application has been decided yet."),
            ("on_time", "No application has been decided yet."),
            ("shared_evidence", "No application has been decided yet."),
            ("trips", "Not counted yet: no counter works with this portal."),
            ("good_ratings", "Nobody has rated yet."),
            ("users_60", "Not counted yet: it is done once a night."),
            ("insurance_steps", "Not measured yet."),
        ],
    )
    def test_it_says_so_and_shows_no_zero(self, code, words):
        found = section(open_(), code)
        assert found.one("p", css="empty").text == words
        assert not found.all("div", css="big") and not found.all("ul", css="bars") and "%" not in found.text

    def test_what_the_catalogue_offers_is_known_from_the_first_day(self):
        page = open_()
        assert section(page, "online_items").one("div", css="big").text == "100% 2 of 2 items"
        assert section(page, "elsewhere_items").one("div", css="big").text == "50.0% 1 of 2 items"

    def test_what_no_rule_decides_stands_with_the_article_that_says_so(self):
        load_shipped("flexible-employment-subsidy")
        RuleVersion.objects.filter(rule_set__code="old-age-allowance").end(localdate() - timedelta(days=1))
        page = open_("/figures/instant_items/")
        assert page.one("div", css="big").text == "33.3% 1 of 3 items"
        (table,) = page.all("table", **{"aria-labelledby": "t2"})
        told = {row.one("th").text: row.text for row in table.all("tr") if row.all("th", scope="row")}
        assert "article 9" in told["Insurance subsidy for flexible workers"]
        assert "Its rules have ended" in told["Old-age allowance"] and len(told) == 2

    def test_without_any_item_it_says_that_too(self):
        ItemVersion.objects.update(in_force_to=localdate() - timedelta(days=1), state="SUPERSEDED")
        assert section(open_(), "online_items").one("p", css="empty").text == "No item is in force yet."
