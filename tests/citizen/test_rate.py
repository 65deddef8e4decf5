"""How it went: five levels on the page of the result and on a page of their own, once, and what became of a poor one."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from services.applications.models import Application
from services.ratings.actions.answer_rectification import answer_rectification
from services.ratings.actions.rate import LONGEST
from services.ratings.models import Level, Rating, Rectification
from tests.cast import NOON
from tests.citizen.pages import Page, posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]


@pytest.fixture
def address(wang) -> str:
    return wang.apply() + "rate/"


@pytest.fixture
def waiting(visitor):
    """Chen's application, which a person has to look at, and Chen."""
    chen = visitor("chen_deming")
    return chen, chen.apply() + "rate/"


def rate(visitor, address, level="5", **fields):
    form = visitor.open(address).form(action=address)
    return visitor.client.post(address, posted(form, level=level, **fields))


class TestTheForm:
    def test_five_levels_the_best_first_and_none_chosen_beforehand(self, wang, address):
        choices = wang.open(address).all("input", name="level")
        assert [choice["value"] for choice in choices] == ["5", "4", "3", "2", "1"]
        assert not [choice for choice in choices if "checked" in choice.attrs]

    def test_the_words_of_the_levels_are_those_of_the_model(self, wang, address):
        labels = [label.text for label in wang.open(address).all("label", css="pick")]
        with override("en"):
            assert labels == [str(level.label) for level in Level]

    def test_it_says_that_it_is_voluntary_and_confidential(self, wang, address):
        words = wang.open(address).one("section").text
        assert "Voluntary" in words and "does not learn who rated" in words

    @pytest.mark.parametrize("mode", ["standard", "elder"])
    def test_it_has_one_solid_button_in_both_modes(self, visitor, mode):
        wang = visitor("wang_xiulan", mode=mode)
        page = wang.open(wang.apply() + "rate/")
        solid = [each for each in page.one("main").all("button", css="btn") if "two" not in each["class"]]
        assert [button.text for button in solid] == ["Send the rating"]
        assert page.one("html")["data-mode"] == mode

    def test_it_speaks_chinese(self, wang, address):
        page = Page(wang.client.get(address, headers={"accept-language": "zh-hans"}))
        assert [label.text for label in page.all("label", css="pick")] == [
            "非常满意",
            "满意",
            "基本满意",
            "不满意",
            "非常不满意",
        ]


class TestRating:
    def test_it_is_taken_and_shown(self, wang, address):
        response = rate(wang, address, "4", words="很快。")
        assert (response.status_code, response.url) == (302, address)
        assert wang.open(address).values == {"You rated": "Satisfied", "Your words": "很快。"}

    def test_words_are_not_needed(self, wang, address):
        rate(wang, address, "3")
        assert Rating.objects.get().words is None
        assert wang.open(address).values == {"You rated": "Fairly satisfied"}

    def test_a_second_press_changes_nothing_and_is_no_error(self, wang, address):
        rate(wang, address, "5")
        response = wang.client.post(address, {"level": "1"})
        assert (response.status_code, response.url) == (302, address)
        assert Rating.objects.get().level == 5

    @pytest.mark.parametrize("level", ["", "0", "6", "best"])
    def test_without_one_of_the_five_the_page_asks_again_and_keeps_the_words(self, wang, address, level):
        page = Page(rate(wang, address, level, words="我想说"), 422)
        assert page.one("", role="alert").one("a")["href"] == "#rate-5"
        assert page.one("textarea").text == "我想说" and page.title.startswith("Please look again")
        assert not Rating.objects.exists()

    def test_too_many_words_come_back_with_the_choice_kept(self, wang, address):
        page = Page(rate(wang, address, "2", words="慢" * (LONGEST + 1)), 422)
        assert [
            choice["value"] for choice in page.all("input", name="level") if "checked" in choice.attrs
        ] == ["2"]
        assert page.one("textarea")["aria-invalid"] == "true"


class TestWhoAndWhen:
    def test_while_it_is_under_way_there_is_nothing_to_rate(self, waiting):
        chen, address = waiting
        for response in (chen.get(address), chen.client.post(address, {"level": "5"})):
            assert (response.status_code, response.url) == (302, address.removesuffix("rate/"))
        assert not Rating.objects.exists()

    def test_somebody_elses_is_not_there(self, visitor, address):
        stranger = visitor("zhao_guiying")
        assert stranger.get(address).status_code == 404
        assert stranger.client.post(address, {"level": "1"}).status_code == 404
        assert not Rating.objects.exists()

    def test_without_signing_in_one_is_asked_to(self, visitor, address):
        assert "/accounts/login/" in visitor().get(address).url


class TestWhatBecameOfIt:
    def test_after_a_poor_rating_the_page_says_who_answers_by_when(self, wang, address):
        rate(wang, address, "1")
        words = wang.open(address).one("main").text
        assert "Yunzhou Civil Affairs Bureau" in words and "14 December 2026" in words
        assert "Whoever decided has no part in it" in words

    def test_after_a_good_one_there_is_nothing_to_answer(self, wang, address):
        rate(wang, address, "5")
        assert len(wang.open(address).one("main").all("section")) == 1

    def test_the_answer_stands_there_with_who_and_when(self, wang, address, caseworker):
        rate(wang, address, "2")
        answer_rectification(
            rectification_id=Rectification.objects.get().pk,
            words="已经改了流程。",
            actor=caseworker("civil_affairs"),
            at=NOON + timedelta(days=1),
        )
        words = wang.open(address).one("main").text
        assert "已经改了流程。" in words and "李文" in words and "24 November 2026" in words


class TestAsAPartOfTheResultPage:
    def part(self, **context) -> str:
        with override("en"):
            return render_to_string(
                "citizen/rate_form.html", {"application": Application.objects.get(), **context}
            )

    def test_it_needs_the_application_only_and_its_button_is_not_solid(self, address):
        assert 'class="btn two"' in self.part() and f'action="{address}"' in self.part()

    def test_once_rated_it_shows_the_rating_and_leads_to_what_became_of_it(self, wang, address):
        rate(wang, address, "1")
        assert "Very dissatisfied" in self.part() and f'href="{address}"' in self.part()
        assert "<form" not in self.part()

    def test_while_it_is_under_way_it_is_empty(self, waiting):
        assert self.part().strip() == ""
