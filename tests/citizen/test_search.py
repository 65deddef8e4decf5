"""Searching in everyday words."""

import pytest

from tests.citizen.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


def search(visitor, words):
    return Page(visitor().client.get("/search/", {"q": words}))


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
