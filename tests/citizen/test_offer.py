"""The page of an offer: what, how much, which data; one tap takes it, and it can be switched off."""

from datetime import date

import pytest

from services.actions.actor import SYSTEM
from services.applications.models import Application
from services.catalogue.models import ItemVersion
from services.offers.actions.make_offer import make_offer
from services.offers.models import Ending, Offer, OptOut
from tests.cast import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]


@pytest.fixture
def deng(visitor):
    return visitor("deng_shulan")


@pytest.fixture
def address(deng) -> str:
    version = ItemVersion.objects.get(item__code="old-age-allowance")
    pk = make_offer(
        person_id=deng.actor.person_id,
        item_version_id=version.pk,
        right_begins_on=date(2027, 1, 20),
        withheld=False,
        actor=SYSTEM,
        at=NOON,
    )
    return f"/me/offers/{pk}/"


def answer(visitor, address: str, word: str) -> None:
    """Presses one of the buttons of the page as it stands."""
    form = next(form for form in visitor.open(address).all("form") if form.all("button", value=word))
    response = visitor.post(address, **form.fields, answer=word)
    assert (response.status_code, response.url) == (302, address)


def ending() -> str:
    return Offer.objects.get().ended_as


@pytest.mark.parametrize("mode", ["standard", "elder"])
def test_it_says_what_how_much_and_which_data(deng, address, mode, visitor):
    page = visitor("deng_shulan", mode=mode).open(address)
    main = page.one("main").text
    for words in ("200 yuan", "20 January 2027", "20 January 1957", "Public Security", "you say nothing"):
        assert words in main, words
    assert [button["value"] for button in page.one("main").all("button", name="answer")] == [
        "yes",
        "no",
        "never",
    ]


def test_one_tap_takes_it_and_it_waits_for_its_day(deng, address):
    answer(deng, address, "yes")
    assert ending() == Ending.ACCEPTED and not Application.objects.exists()
    page = deng.open(address).one("main")
    assert "You have applied" in page.text and not page.all("button", name="answer")


def test_a_no_leaves_applying_possible(deng, address):
    answer(deng, address, "no")
    assert ending() == Ending.DECLINED
    assert deng.open(address).one("main").all("a", href="/items/old-age-allowance/")


def test_no_more_of_these_can_be_taken_back(deng, address):
    answer(deng, address, "never")
    assert ending() == Ending.SWITCHED_OFF
    [again] = deng.open("/me/offers/").one("main").all("button", name="on")
    deng.post("/me/offers/", on=again["value"])
    assert not OptOut.objects.filter(ended_at=None).exists()


def test_all_are_switched_off_and_on(deng, address):
    deng.post("/me/offers/", off="all")
    assert ending() == Ending.SWITCHED_OFF and OptOut.objects.get().item is None
    assert deng.open("/me/offers/").one("main").one("button", name="on")["value"] == "all"
    deng.post("/me/offers/", on="all")
    assert deng.open("/me/offers/").one("main").one("button", name="off")["value"] == "all"


def test_an_answer_too_late_is_told_so(deng, address):
    answer(deng, address, "no")
    response = deng.post(address, answer="yes")
    assert response.status_code == 409 and ending() == Ending.DECLINED


@pytest.mark.parametrize("word", ["", "maybe", "YES", "\0"])
def test_another_word_does_nothing(deng, address, word):
    assert deng.post(address, answer=word).status_code == 200 and not ending()


@pytest.mark.parametrize("which", ["", "x", "-1", "²", "\0", "9" * 30])
def test_a_switch_for_nothing_switches_nothing(deng, which):
    assert deng.post("/me/offers/", off=which).status_code == 302 and not OptOut.objects.exists()


def test_somebody_else_finds_nothing(address, visitor):
    wang = visitor("wang_xiulan")
    assert wang.get(address).status_code == 404 and wang.post(address, answer="yes").status_code == 404
    assert not ending()


def test_without_any_it_says_so(deng):
    assert "No offers yet." in deng.open("/me/offers/").one("main").text
