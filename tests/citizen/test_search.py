"""Searching in everyday words, and narrowing what was found."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.catalogue.directory_import import import_directory
from services.catalogue.loading import load_items
from services.catalogue.models import DirectoryEntry
from services.catalogue.package import SHIPPED
from services.catalogue.search.indexing import index
from services.catalogue.search.keeping import index_catalogue
from services.catalogue.search.models import Entry
from services.catalogue.search.searchable import Searchable
from tests.cast import NOON
from tests.catalogue.directories import directory, line
from tests.citizen.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("indexed")]
ALLOWANCE, INSURANCE = "/items/old-age-allowance/", "/items/insurance-certificate/"


@pytest.fixture
def indexed(catalogue):
    index_catalogue()


def search(visitor, words, mode="standard", **filters):
    return Page(visitor(mode=mode).client.get("/search/", {"q": words, **filters}))


def themes(page) -> list[str]:
    return [link for link in page.links if link.startswith("/search/?theme=")]


def items(page) -> list[str]:
    return [link for link in page.links if link.startswith("/items/")]


class TestHit:
    @pytest.mark.parametrize(
        "words", ["allowance", "ALLOWANCE", "高龄", "津贴 高龄", "  old-age   allowance "]
    )
    def test_the_item_is_found_with_its_summary(self, visitor, words):
        page = search(visitor, words)
        assert items(page) == ["/items/old-age-allowance/"]
        assert "200 to 1,000 yuan" in page.one("main").text

    def test_the_heading_repeats_what_was_sought(self, visitor):
        assert "allowance" in search(visitor, "allowance").h1

    def test_the_words_stay_in_the_field(self, visitor):
        assert search(visitor, "高龄").one("input", name="q")["value"] == "高龄"


class TestListed:
    """What stands in somebody else's directory."""

    @pytest.fixture(autouse=True)
    def line(self, indexed, tmp_path):
        import_directory(directory(tmp_path, line(name="鼍鼍养殖许可")))
        index_catalogue()

    def test_it_leads_to_a_page_of_its_own_and_says_that_it_is_not_online(self, visitor):
        page = search(visitor, "鼍鼍")
        assert "区经信局. Not online here yet." in page.one("main").text and not items(page)
        (link,) = [link for link in page.links if link.startswith("/directory/")]
        assert visitor().open(link).h1 == "鼍鼍养殖许可"

    def test_a_line_that_has_just_gone_is_told_without_a_way_to_nowhere(self, visitor):
        DirectoryEntry.objects.listed().delete()
        page = search(visitor, "鼍鼍")
        assert "鼍鼍养殖许可" in page.one("main").text
        assert not [link for link in page.links if link.startswith("/directory/")]


class TestNoHit:
    def test_it_says_so_and_offers_what_is_used_most(self, visitor):
        page = search(visitor, "weather forecast")
        assert "weather forecast" in page.h1
        assert items(page) == ["/items/old-age-allowance/", "/items/insurance-certificate/"]

    @pytest.mark.parametrize("words", ["", "   ", "\u3000", "\x00"])
    def test_nothing_sought_is_a_question_and_not_a_failure(self, visitor, words):
        page = search(visitor, words)
        assert page.h1 == "What are you looking for?" and len(items(page)) == 2

    def test_the_page_without_any_words_opens(self, visitor):
        assert len(items(visitor().open("/search/"))) == 2

    def test_without_any_words_everything_stands_under_its_theme_the_longest_shelf_first(self, visitor):
        load_items([SHIPPED / "items" / "driving-licence-renewal.yaml"], at=NOON)
        index_catalogue()
        shelves = visitor().open("/search/").one("main").all("section", css="sec")
        assert [[link["href"] for link in each.all("a")] for each in shelves] == [
            [ALLOWANCE, INSURANCE],
            ["/items/driving-licence-renewal/"],
        ]
        assert [each.one("h2").text for each in shelves] == ["Social security", "Transport and travel"]

    @pytest.mark.parametrize("mode", ["standard", "elder"])
    def test_home_leads_to_all_of_them(self, visitor, mode):
        assert "/search/" in visitor(mode=mode).open("/").links


class TestHelp:
    def test_an_empty_result_leads_on_to_themes_and_to_people(self, visitor):
        page = search(visitor, "weather forecast")
        assert "/search/?theme=SOCIAL_SECURITY" in themes(page) and "/messages/ask/" in page.links
        assert items(Page(visitor().client.get(themes(page)[0])))

    def test_a_slip_is_forgiven_and_says_what_was_sought(self, visitor):
        page = search(visitor, "allowence")
        assert items(page) == [ALLOWANCE]
        assert "/search/?q=allowance".replace("/search/", "") in page.links

    @pytest.mark.parametrize("name", ["长辈版", "亲情版", "关爱版", "关怀版"])
    def test_elder_mode_is_found_under_each_of_its_names(self, visitor, name):
        switch = search(visitor, name).one("main").one("button", name="mode")
        assert (switch["form"], switch["value"]) == ("display-form", "elder")

    def test_whoever_is_in_elder_mode_finds_the_way_out(self, visitor):
        assert (
            search(visitor, "长辈版", mode="elder").one("main").one("button", name="mode")["value"]
            == "standard"
        )

    def test_other_searches_offer_no_mode(self, visitor):
        assert not search(visitor, "津贴").one("main").all("button", name="mode")

    def test_places_of_this_site_are_found_by_name(self, visitor):
        assert "/certificates/" in search(visitor, "电子证照").links


class TestFilters:
    def test_only_filters_that_offer_a_choice_are_shown(self, visitor):
        page = search(visitor, "云州")
        assert [select["name"] for select in page.all("select")] == ["kind", "department", "theme", "form"]
        assert [option["value"] for option in page.one("select", name="department").all("option")] == [
            "",
            "civil_affairs",
            "social_insurance",
        ]

    def test_a_choice_narrows_stays_chosen_and_can_be_taken_back(self, visitor):
        page = search(visitor, "云州", department="civil_affairs")
        assert items(page) == [ALLOWANCE]
        assert page.one("option", selected="")["value"] == "civil_affairs"
        (back,) = [
            link
            for link in page.links + [a["href"] for a in page.all("a")]
            if link == "?q=%E4%BA%91%E5%B7%9E"
        ][:1]
        assert set(items(Page(visitor().client.get(f"/search/{back}")))) == {ALLOWANCE, INSURANCE}

    def test_filters_need_no_words(self, visitor):
        assert items(search(visitor, "", theme="OLD_AGE")) == [ALLOWANCE]

    @pytest.mark.parametrize("value", ["nobody", "x" * 500, "%", "a b", "'"])
    def test_a_value_that_nothing_has_is_an_empty_result(self, visitor, value):
        page = search(visitor, "津贴", department=value)
        assert page.h1.startswith("Nothing found") and len(items(page)) == 2

    def test_both_modes_offer_the_same(self, visitor):
        names = [
            [part["name"] for part in search(visitor, "云州", mode).all("select")]
            for mode in ("standard", "elder")
        ]
        assert names[0] == names[1] and names[0]


class TestPages:
    @pytest.fixture(autouse=True)
    def many(self, indexed):
        index(
            Searchable(
                kind=Entry.Kind.ITEM,
                code=f"voucher-{place:02}",
                name={"zh": f"消费券{place:02}", "en": f"Voucher {place:02}"},
                says={"zh": "示例", "en": "Example"},
                titles=[f"消费券{place:02}", f"Voucher {place:02}"],
                texts=[],
                in_force_from=date(2026, 1, 1),
            )
            for place in range(45)
        )

    def test_pages_follow_each_other_without_gap_or_overlap(self, visitor):
        found = [
            items(Page(visitor().client.get("/search/", {"q": "voucher", "page": page})))
            for page in (1, 2, 3)
        ]
        assert [len(each) for each in found] == [20, 20, 5]
        assert [link for each in found for link in each] == [
            f"/items/voucher-{place:02}/" for place in range(45)
        ]

    @pytest.mark.parametrize("page", ["0", "99", "many", ""])
    def test_a_page_that_is_not_there_is_the_nearest(self, visitor, page):
        assert items(Page(visitor().client.get("/search/", {"q": "voucher", "page": page})))


class TestOddWords:
    @pytest.mark.parametrize("words", ["allow\x00ance", "\x00allowance\x00", "高\x00龄"])
    def test_nul_characters_are_left_out(self, visitor, words):
        page = search(visitor, words)
        assert items(page) == ["/items/old-age-allowance/"]
        assert "\x00" not in page.one("input", name="q")["value"]

    @pytest.mark.parametrize(
        "words", ["%", "_", "'; DROP TABLE x; --", "\\", "\x07", "\u202e", "🦆", "x" * 5000, "a " * 900]
    )
    def test_nothing_typed_breaks_the_page(self, visitor, words):
        assert search(visitor, words).one("h1")

    def test_a_long_text_is_cut(self, visitor):
        assert len(search(visitor, "x" * 5000).one("input", name="q")["value"]) == 60

    def test_what_looks_like_a_page_is_only_text(self, visitor):
        page = search(visitor, '"><script>alert(1)</script>')
        assert page.one("input", name="q")["value"] == '"><script>alert(1)</script>'
        assert not [script for script in page.all("script") if "alert" in script.text]

    def test_bytes_that_are_no_text_break_nothing(self, visitor):
        assert visitor().get("/search/?q=%ff%fe%C3").status_code == 200


@pytest.mark.parametrize(("words", "most"), [("津贴", 6), ("云州", 8), ("zzzz", 20), ("居往证", 24)])
def test_a_page_asks_the_database_seldom_whatever_is_sought(visitor, words, most):
    client = visitor().client
    with CaptureQueriesContext(connection) as queries:
        client.get("/search/", {"q": words})
    assert len(queries) <= most
