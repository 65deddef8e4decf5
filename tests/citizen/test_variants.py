"""Choosing a variant (业务办理项) on the guide: by a link, before or after signing in, in both modes; an item that is one thing
asks nothing."""

from datetime import timedelta
from urllib.parse import unquote

import pytest

from services.actions.actor import SYSTEM
from services.applications.models import Application
from services.catalogue.actions.publish_item import publish_item
from services.catalogue.models import ItemVersion
from tests.cast import NOON, load_shipped
from tests.citizen.pages import Page, posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
GUIDE, LOST = "/items/social-security-card/", "/items/social-security-card/?variant=02"
START = f"{GUIDE}start/"
NAMED = {"zh": "示例", "en": "Example"}
ASKED = "Which one do you need?"


@pytest.fixture(autouse=True)
def card(catalogue):
    load_shipped("social-security-card")


@pytest.fixture
def sun(visitor):
    return visitor("sun_yuzhen")


def choices(page: Page) -> list[str]:
    return [link["href"] for link in page.one("section", **{"aria-labelledby": "variants"}).all("a")]


class TestOnTheGuide:
    @pytest.mark.parametrize("mode", ["standard", "elder"])
    def test_one_is_chosen_before_anything_can_be_begun(self, visitor, mode):
        page = visitor("sun_yuzhen", mode=mode).open(GUIDE)
        assert page.one("h2", id="variants").text == ASKED
        assert choices(page) == [f"{GUIDE}?variant=01", LOST]
        assert not page.all("form", action=START)

    def test_each_says_by_which_one_knows_it(self, sun):
        words = sun.open(GUIDE).one("section", **{"aria-labelledby": "variants"}).text
        assert "You have never had one" in words and "Your card is lost, and you have reported it" in words

    def test_the_guide_is_then_about_that_one(self, sun):
        page = sun.open(LOST)
        assert "You chose: New card for a lost one" in page.one("main").text
        assert "within 3 working days" in page.one("main").text and "within 5" not in page.one("main").text
        assert "The old card is reported lost" in page.one("ul", css="ticks").text
        assert GUIDE in page.links  # to choose another one
        assert page.all("form", action=f"{START}?variant=02")

    def test_until_then_nothing_is_promised_that_holds_for_one_of_them_only(self, sun):
        facts, open_ = sun.open(GUIDE), sun.open(LOST)
        assert "3 to 5 working days" in facts.one("dl", css="facts").text
        assert "We promise 3 to 5 working days It depends on which one you need" in facts.one("main").text
        assert "3 working days" in open_.one("dl", css="facts").text
        assert "depends on which one" not in open_.one("main").text

    def test_nor_of_money_and_trips(self, sun):
        version = ItemVersion.objects.get(item__code="social-security-card")
        dear = {"fee_fen": 500, "fees": [{"name": NAMED, "amount_fen": 500, "basis": NAMED}], "visits": 1}
        first, second = version.content["variants"]
        begins = f"{NOON.date() - timedelta(days=1)}"
        publish_item(
            package={
                **version.content,
                "version": version.number + 1,
                "in_force_from": begins,
                "variants": [first, {**second, **dear, "visit_reason": NAMED}],
            },
            actor=SYSTEM,
            at=NOON,
        )
        told = sun.open(GUIDE).one("dl", css="facts").text
        assert told.count("It depends on which one you need") == 2 and "Nothing" in told

    def test_what_is_read_for_another_one_is_not_announced(self, sun):
        photo = "Only whether there is one; the photograph is not read"
        assert photo in sun.open(f"{GUIDE}?variant=01").one("main").text
        assert photo not in sun.open(LOST).one("main").text

    def test_an_item_that_is_one_thing_asks_nothing(self, visitor):
        page = visitor("wang_xiulan").open("/items/old-age-allowance/")
        assert (
            ASKED not in page.one("main").text
            and "variant" not in page.one("form", action="/items/old-age-allowance/start/").fields
        )

    @pytest.mark.parametrize("number", ["09", "x", "1" * 60])
    def test_one_that_does_not_exist_is_said_to_and_the_choice_stands_there(self, sun, number):
        page = sun.open(f"{GUIDE}?variant={number}", status=422)
        assert "This service has no such case." in page.one("div", role="alert").text
        assert choices(page)[0] == f"{GUIDE}?variant=01"


class TestSigningIn:
    def test_the_choice_and_the_region_are_kept(self, visitor):
        page = visitor().open(f"{GUIDE}?region=990102&variant=02")
        [button] = page.one("div", css="head").one("div", css="acts").all("a")
        assert button["href"] == (
            "/accounts/login/?next=/items/social-security-card/%3Fregion%3D990102%26variant%3D02"
        )

    def test_by_whoever_has_to_prove_who_they_are_too(self, newcomer):
        page = newcomer.open(LOST)
        [button] = page.one("div", css="head").one("div", css="acts").all("a")
        assert button["href"] == "/me/proof/?next=/items/social-security-card/%3Fvariant%3D02"

    def test_also_where_the_session_ended_on_the_way(self, visitor):
        answer = visitor().post(f"{START}?region=990102&variant=02")
        assert unquote(answer.url) == f"/accounts/login/?next={START}?region=990102&variant=02"

    def test_and_where_somebody_has_to_prove_who_they_are_on_the_way(self, newcomer):
        """The press cannot be repeated by a link: one comes back to the guide, as it stood."""
        came_from = {"referer": f"http://testserver{LOST}&region=990102"}
        answer = newcomer.client.post(f"{START}?variant=02&region=990102", headers=came_from)
        assert unquote(answer.url) == f"/me/proof/?next={LOST}&region=990102"

    def test_a_link_to_the_start_comes_back_to_the_guide_as_it_stood(self, sun):
        assert sun.get(f"{START}?region=990102&variant=02").url == f"{GUIDE}?region=990102&variant=02"


class TestBeginning:
    def begin(self, visitor, **fields: str):
        return visitor.client.post(START, query_params=fields)

    def test_the_draft_is_of_that_one(self, sun):
        answer = self.begin(sun, variant="02")
        draft = Application.objects.get()
        assert answer.url == f"/applications/{draft.pk}/check/" and draft.variant == "02"

    @pytest.mark.parametrize(
        ("fields", "says"),
        [
            ({}, "Please choose first which one you need."),
            ({"variant": "09"}, "This service has no such case."),
        ],
    )
    def test_without_one_nothing_is_begun_and_the_page_says_why(self, sun, fields, says):
        page = Page(self.begin(sun, **fields), 422)
        assert says in page.one("div", role="alert").text and len(choices(page)) == 2
        assert not Application.objects.exists()

    def test_one_of_another_item_is_none_of_this(self, visitor):
        page = Page(visitor("wang_xiulan").post("/items/old-age-allowance/start/?variant=02"), 422)
        assert "This service has no such case." in page.one("div", role="alert").text


class TestFromCheckToResult:
    def test_every_page_names_the_choice_and_it_goes_along(self, sun):
        check = self.opened(sun)
        assert "Social security card: New card for a lost one" in check.one("p", css="step").text
        shown = dict(pair.split(":") for pair in check.form("send").fields["shown"].split())
        assert "application.variant" in shown
        answer = sun.client.post(
            check.form("send").attrs["action"],
            posted(
                check.form("send"),
                **{"q-send_to.region": "990102", "q-send_to.detail": "槐树巷12号", "q-phone": "13800138000"},
            ),
        )
        result = sun.open(answer.url)
        assert "New card for a lost one" in result.one("p", css="step").text
        assert "New card for a lost one" in sun.open("/applications/").one("main").text

    def test_which_one_it_is_is_no_condition_that_somebody_has_to_meet(self, sun):
        check = self.opened(sun)
        fields = {"q-send_to.region": "990102", "q-send_to.detail": "槐树巷12号", "q-phone": "13800138000"}
        answer = sun.client.post(check.form("send").attrs["action"], posted(check.form("send"), **fields))
        conditions = sun.open(answer.url).one("ol", css="rules").text
        assert "It fits what is on record" not in conditions and "usable photograph" not in conditions

    def opened(self, visitor) -> Page:
        return visitor.open(visitor.post(f"{START}?variant=02").url)


class TestWhetherItFits:
    def test_it_is_asked_of_the_one_that_was_chosen(self, visitor):
        address = f"{GUIDE}fits/?variant=02"
        assert address in visitor().open(LOST).links
        names = {part["name"] for part in visitor().open(address).form(action=address).all("input")}
        assert names - {"csrfmiddlewaretoken"} == {"f-card", "f-alive"}

    def test_and_answered_for_that_one(self, visitor):
        page = Page(visitor().post(f"{GUIDE}fits/?variant=02", **{"f-card": "LOST", "f-alive": "YES"}), 200)
        assert page.h1 == "Yes, it fits you"
        assert LOST in page.links

    @pytest.mark.parametrize("query", ["", "?variant=09", "?variant="])
    def test_without_one_the_guide_asks_first(self, visitor, query):
        assert visitor().get(f"{GUIDE}fits/{query}").url == GUIDE
