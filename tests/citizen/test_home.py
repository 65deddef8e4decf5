"""The first page: what one can do, and where one's own things stand."""

import pytest

from services.catalogue.models import ServiceItem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
ITEMS = ["/items/old-age-allowance/", "/items/insurance-certificate/"]


class TestSignedOut:
    def test_it_offers_a_search_and_the_most_used_items_in_their_order(self, visitor):
        page = visitor().open("/")
        assert page.one("form", role="search")["action"] == "/search/"
        assert [link for link in page.links if "/items/" in link] == ITEMS
        ServiceItem.objects.filter(code="insurance-certificate").update(heat=1000)
        assert [link for link in visitor().open("/").links if "/items/" in link] == ITEMS[::-1]

    def test_it_says_how_it_works_and_nothing_about_anybody(self, visitor, decided):
        decided()
        page = visitor().open("/")
        assert len(page.one("main").one("ol", css="steps").all("li")) == 3
        assert not page.all(id="mine") and not page.all(id="trust")

    def test_every_sign_in_is_one_link_away(self, visitor):
        assert [
            link["href"] for link in visitor().open("/").one("header").all("a") if "login" in link["href"]
        ]

    def test_texts_of_items_come_in_the_readers_language(self, visitor):
        assert "Old-age allowance" in visitor().open("/").one("main").text
        stranger = visitor()
        stranger.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-CN"
        response = stranger.client.get("/", headers={"accept-language": "zh-CN"})
        assert "高龄津贴" in response.content.decode() and 'lang="zh-Hans"' in response.content.decode()


class TestSignedIn:
    def test_ones_own_applications_come_with_their_state_and_lead_on(self, visitor, decided):
        pk = decided()
        page = visitor("wang_xiulan").open("/")
        mine = page.one("section", **{"aria-labelledby": "mine"})
        assert [link["href"] for link in mine.all("a")] == [f"/applications/{pk}/"]
        assert "Approved" in mine.text and "23 November 2026" in mine.text

    def test_a_draft_leads_back_to_its_check_page(self, wang):
        check = wang.begin()
        assert check in wang.open("/").links

    def test_three_at_most_the_newest_first(self, wang, noon):
        sent = []
        for _ in range(4):
            noon.shift(60)
            sent.append(wang.apply("insurance-certificate"))
        shown = [link for link in wang.open("/").links if link.startswith("/applications/")]
        assert shown == sent[:0:-1]

    def test_other_peoples_are_not_shown(self, visitor, decided):
        decided("wang_xiulan")
        assert not visitor("li_jianguo").open("/").all(id="mine")

    def test_it_counts_the_departments_that_were_asked(self, wang):
        assert not wang.open("/").all("section", css="trust")  # nobody was asked: nothing to tell
        wang.begin()
        assert "3 departments" in wang.open("/").one("section", css="trust").text

    def test_a_newcomer_sees_the_page_without_anything_of_their_own(self, newcomer):
        page = newcomer.open("/")
        assert not page.all(id="mine") and [link for link in page.links if "/items/" in link] == ITEMS

    def test_nobody_else_may_keep_the_page(self, wang):
        assert "no-store" in wang.get("/")["Cache-Control"]


class TestElder:
    def test_six_large_things_and_the_search_below(self, visitor):
        page = visitor(mode="elder").open("/")
        assert page.one("html")["data-mode"] == "elder"
        tasks = page.one("ul", css="tasks").all("a")
        assert [task["href"] for task in tasks] == [
            *ITEMS,
            "/applications/",
            "/certificates/",
            "/messages/",
            "tel:12345",
        ]
        assert page.one("form", role="search")["action"] == "/search/"

    def test_tasks_are_said_as_people_say_them(self, visitor):
        assert "Get the old-age allowance" in visitor(mode="elder").open("/").one("ul", css="tasks").text

    def test_ones_own_applications_are_there_too(self, visitor, decided):
        pk = decided()
        assert f"/applications/{pk}/" in visitor("wang_xiulan", mode="elder").open("/").links

    @pytest.mark.parametrize("mode", ["ELDER", "", "x" * 500, "<script>"])
    def test_a_cookie_that_means_nothing_is_the_usual_page(self, visitor, mode):
        assert visitor(mode=mode).open("/").one("html")["data-mode"] == "standard"
