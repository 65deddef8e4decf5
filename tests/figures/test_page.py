"""How we are doing, for anybody: honest while there is nothing, complete when there is, in both modes and languages."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from portal.public.figures import FRESH_SECONDS
from portal.subscriptions import SUBSCRIPTIONS
from services.catalogue.models import ItemVersion
from services.events.relay import deliver_due
from services.figures.models import Delta, Figure, Reading
from services.figures.people import count_people
from services.figures.targets import load_targets
from services.rules.models import RuleVersion
from tests.cast import NOON, load_shipped
from tests.citizen.pages import Page
from tests.ratings.ended import DAY, approved_by_rules, decided_by, rated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
CODES = [figure.value for figure in Figure]


@pytest.fixture(autouse=True)
def later():
    cache.clear()
    with time_machine.travel(NOON + 3 * DAY, tick=False):
        yield


def open_(address="/figures/", status=200, language="en", **cookies) -> Page:
    client = Client(headers={"accept-language": language})
    client.cookies.load(cookies)
    return Page(client.get(address), status)


def section(page: Page, code: str):
    return page.one("section", **{"aria-labelledby": code})


@pytest.fixture
def lived(citizen, caseworker):
    """Two decisions, one by rules and one by a person, one rating, five people, and the plan."""
    wang, chen = citizen("wang_xiulan"), citizen("chen_deming")
    for key in ("li_jianguo", "zhou_min", "wu_jun"):
        citizen(key)
    rated(approved_by_rules(wang), wang, 2)
    decided_by(caseworker("civil_affairs"), chen)
    while deliver_due(SUBSCRIPTIONS, clock=lambda: NOON + 9 * DAY):
        pass
    count_people(at=NOON + 3 * DAY)
    load_targets()


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


class TestWhatIsThere:
    def test_the_numbers(self, lived):
        page = open_()
        numbers = {
            code: section(page, code).one("div", css="big").text
            for code in ("instant_applications", "on_time", "shared_evidence", "good_ratings", "users_60")
        }
        assert numbers == {
            "instant_applications": "50.0% 1 of 2 decided applications",
            "on_time": "100% 2 of 2 decided applications",
            "shared_evidence": "100% 8 of 8 pieces of evidence",
            "good_ratings": "0.0% 1 rating, 2.00 of 5 on average",
            "users_60": "60.0% 3 of 5 registered people",
        }

    def test_bars_say_in_words_and_numbers_what_they_draw(self, lived):
        bars = section(open_(), "instant_applications").one("ul", css="bars").all("li")
        assert [each.text for each in bars] == [
            "by rules, at once 1 (50.0%)",
            "by rules, after waiting for another department 0 (0.0%)",
            "by a person 1 (50.0%)",
        ]
        assert [each.one("rect")["width"] for each in bars] == ["50%", "0%", "50%"]
        assert all(each.one("svg")["aria-hidden"] == "true" for each in bars)

    def test_the_page_of_a_figure_has_its_table(self, lived):
        (table,) = open_("/figures/good_ratings/").all("table", **{"aria-labelledby": "t1"})
        cells = {
            row.one("th").text: row.one("td").text for row in table.all("tr") if row.all("th", scope="row")
        }
        assert cells["could have been rated"] == "2" and cells["were rated"] == "1 (50.0%)"
        assert cells["rated poorly"] == "1" and cells["poor ratings overdue today"] == "0"

    def test_twelve_months_stand_in_the_table_of_instant_approvals(self, lived):
        (table,) = open_("/figures/instant_applications/").all("table", **{"aria-labelledby": "t1"})
        rows = [[cell.text for cell in row.all("th") + row.all("td")] for row in table.all("tr")]
        assert len(rows) == 13 and rows[-1] == ["November 2026", "2", "1", "50.0%"]
        assert rows[1] == ["December 2025", "0", "0", ""]

    @pytest.mark.parametrize("code", CODES)
    def test_every_figure_says_how_it_is_counted_and_what_was_promised(self, lived, code):
        page = open_(f"/figures/{code}/")
        assert len(section(page, "counted").all("p")[0].text) > 40
        promised = section(page, "t0").text
        assert "What was promised" in promised
        assert ("Plan" in promised) or ("names no number" in promised)

    def test_a_measured_value_is_shown_beside_what_was_before(self, lived):
        Reading.objects.create(
            figure="insurance_steps", value=3, measured_here=True, source={"zh": "测试", "en": "Test"}
        )
        page = open_("/figures/insurance_steps/")
        assert page.one("div", css="big").text == "3"
        assert "5" in page.one("table", **{"aria-labelledby": "t1"}).text


class TestPromises:
    def test_the_strictest_that_is_due_counts_and_the_contradiction_is_said(self, lived):
        found = section(open_(), "online_items")
        assert "Kept Promised: 98%, Plan 3.1, 3.2.3, 5.3, 8.2" in found.text
        page = open_("/figures/online_items/")
        assert "The plan contradicts itself here." in page.one("main").text
        assert [row.all("td")[0].text for row in section(page, "t0").all("tr")[1:]] == [
            "80%",
            "95%",
            "98%",
            "95%",
            "100%",
        ]

    def test_what_is_not_kept_is_said_in_words(self, lived):
        assert "Not kept Promised: 80%, Plan 6.4" in section(open_(), "elsewhere_items").text

    def test_what_cannot_be_counted_is_neither_kept_nor_broken(self, lived):
        assert "Not known yet Promised: 0, Plan 1.3.3" in section(open_(), "trips").text

    def test_where_nothing_was_promised_nothing_is_claimed(self, lived):
        assert "Promised" not in section(open_(), "on_time").text
        assert "The plan names no number for this." in open_("/figures/on_time/").one("main").text


class TestForEverybody:
    @pytest.mark.parametrize("mode", ["standard", "elder"])
    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_it_is_there_in_both_modes_and_languages(self, lived, mode, language):
        for address in ("/figures/", *(f"/figures/{code}/" for code in CODES)):
            page = open_(address, language=language, mode=mode)
            assert page.one("html")["data-mode"] == mode and page.h1
            assert page.one("html")["lang"].lower() in {"zh-hans", "en"}

    def test_it_speaks_chinese(self, lived):
        page = open_(language="zh-hans")
        assert page.h1 == "办得怎么样"
        assert (
            section(page, "instant_applications").one("div", css="big").text
            == "50.0% 2 件已决定办件中的 1 件"
        )

    def test_there_is_no_style_and_no_script_in_it(self, lived):
        page = open_()
        assert not [part for part in page.parts if "style" in part.attrs or "onclick" in part.attrs]

    def test_nobody_is_named(self, lived):
        for address in ("/figures/", *(f"/figures/{code}/" for code in CODES)):
            words = open_(address, language="zh-hans").text
            assert not [name for name in ("王秀兰", "陈德明", "李文", "990102") if name in words]

    def test_the_menu_leads_here(self):
        current = [
            link for link in open_().all("a", href="/figures/") if link.attrs.get("aria-current") == "page"
        ]
        assert current

    def test_a_figure_that_does_not_exist_is_not_there(self):
        assert open_("/figures/happiness/", 404).h1


def test_it_is_added_up_once_in_a_few_seconds_however_many_read(lived):
    def decided():
        return section(open_(), "on_time").one("div", css="big").text

    assert "2 of 2" in decided()
    Delta.objects.filter(measure="DECIDED_IN_TIME").delete()
    assert "2 of 2" in decided()
    with time_machine.travel(NOON + 3 * DAY + timedelta(seconds=FRESH_SECONDS + 1), tick=False):
        assert "1 of 1" in decided()
