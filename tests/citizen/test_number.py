"""The page that asks for the six digits: after a number was given, until it is confirmed."""

import pytest

from services.notifications.models import Contact, NumberCode
from tests.citizen.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
ADDRESS = "/me/contact/number/"


@pytest.fixture
def wang(visitor, settings, tmp_path):
    settings.CHANNELS = {"EMAIL": "", "SMS": f"stub:{tmp_path / 'sms.jsonl'}"}
    return visitor("wang_xiulan")


@pytest.fixture
def given(wang):
    """A number was written into the page before."""
    answer = wang.post("/me/contact/", phone="138 0000 6021", email="")
    assert (answer.status_code, answer["Location"]) == (302, ADDRESS)
    return wang


def digits() -> str:
    return NumberCode.objects.first().digits


def test_the_page_shows_of_the_number_its_end_alone(given):
    page = given.open(ADDRESS)
    assert "6021" in page.one("p", css="lede").text and "13800006021" not in page.one("main").text
    assert digits() not in page.one("main").text


def test_the_right_digits_end_it(given):
    answer = given.post(ADDRESS, digits=digits())
    assert answer["Location"] == "/me/" and Contact.objects.get().phone_confirmed_at
    assert given.get(ADDRESS)["Location"] == "/me/contact/"


def test_wrong_ones_are_told_and_change_nothing(given):
    page = Page(given.post(ADDRESS, digits="12345"), 422)
    assert page.one("input", id="digits")["aria-invalid"] == "true"
    assert "compare them with the SMS" in page.one("div", role="alert").text
    assert not Contact.objects.get().phone_confirmed_at


def test_a_code_that_ended_says_to_have_another_one_sent(given):
    NumberCode.objects.update(wrong=5)
    page = Page(given.post(ADDRESS, digits=digits()), 422)
    assert "Have another one sent" in page.one("div", role="alert").text


def test_another_code_may_be_sent_and_not_for_ever(given):
    for _ in range(4):
        assert given.post(ADDRESS, again="1").status_code == 302
    page = Page(given.post(ADDRESS, again="1"), 429)
    assert "tomorrow" in page.one("div", role="alert").text and NumberCode.objects.count() == 5


def test_in_the_demonstration_the_digits_stand_on_the_page(given, settings):
    settings.DEMO = True
    assert digits() in given.open(ADDRESS).one("main").text
    settings.PRODUCTION = True
    assert digits() not in given.open(ADDRESS).one("main").text


def test_where_no_sms_is_offered_nobody_is_asked(wang, settings):
    settings.CHANNELS = {"EMAIL": "mail:", "SMS": ""}
    assert wang.post("/me/contact/", phone="", email="w@example.com")["Location"] == "/me/"
    assert wang.get(ADDRESS)["Location"] == "/me/contact/"
