"""Whose page it is not: another citizen finds nothing, a stranger signs in, a newcomer proves who they are."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern

from portal.citizen.urls import urlpatterns
from services.applications.models import Application, State
from services.certificates.models import Certificate
from services.ledger.models import Entry
from services.notifications.models import Message
from services.sharing.models import Dispute
from tests.citizen.conftest import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
FILLINGS = {
    "<str:field>": "population.name",
    "<str:kind>": "receipt",
    "<slug:code>": "old-age-allowance",
    "<uuid:upload_id>": "6b0c2c1e-7a54-4c8e-9c39-1f2b7a5d0e11",
}
OWN = ["/applications/", "/certificates/", "/messages/", "/me/data/"]


def addresses() -> Iterator[str]:
    """Every page about one application, whatever pages there will be."""
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        route = str(pattern.pattern)
        if route.startswith("applications/<uuid:pk>/"):
            for gap, filling in FILLINGS.items():
                route = route.replace(gap, filling)
            yield "/" + route


ABOUT_ONE = sorted(addresses())


@pytest.fixture(params=["draft", "sent"])
def of_wang(request, visitor, decided, wang) -> str:
    """An application of Wang Xiulan's."""
    return str(decided()) if request.param == "sent" else wang.begin().split("/")[2]


def test_every_gap_of_every_address_is_filled():
    assert len(ABOUT_ONE) >= 5
    assert not [address for address in ABOUT_ONE if "<" in address.replace("<uuid:pk>", "")]


@pytest.mark.parametrize("method", ["get", "post"])
class TestSomebodyElses:
    def answers(self, visitor: Visitor, of_wang: str, method: str) -> dict[str, Any]:
        """Every page about the application; those that only take a press are left out where one only looks."""
        given = {"words": "不对", "shown": "", "reason": "x"}
        found = {
            address: getattr(visitor.client, method)(address.replace("<uuid:pk>", of_wang), given)
            for address in ABOUT_ONE
        }
        return {
            address: answer
            for address, answer in found.items()
            if method == "post" or answer.status_code != 405
        }

    def test_it_is_not_there_and_nothing_happens(self, visitor, of_wang, method):
        before = Application.objects.get().state
        answers = self.answers(visitor("li_jianguo"), of_wang, method)
        assert {address: answer.status_code for address, answer in answers.items()} == dict.fromkeys(
            answers, 404
        )
        assert not [address for address, answer in answers.items() if "王秀兰" in answer.content.decode()]
        assert Application.objects.get().state == before
        assert not Dispute.objects.exists() and not Certificate.objects.exists()

    def test_a_stranger_is_led_to_the_door(self, visitor, of_wang, method):
        answers = self.answers(visitor(), of_wang, method)
        assert answers.keys() == set(ABOUT_ONE)
        assert all(answer.url.startswith("/accounts/login/") for answer in answers.values())

    def test_a_newcomer_is_led_to_the_proof(self, newcomer, of_wang, method):
        answers = self.answers(newcomer, of_wang, method)
        assert answers and all(answer.url.startswith("/me/proof/?next=") for answer in answers.values())

    def test_a_caseworker_is_a_stranger_on_this_side(self, caseworker, of_wang, method):
        answers = self.answers(Visitor(caseworker("civil_affairs")), of_wang, method)
        assert all(answer.url.startswith("/accounts/login/") for answer in answers.values())


@pytest.mark.parametrize("address", OWN)
class TestPagesOfOnesOwn:
    def test_a_stranger_signs_in_and_comes_back(self, visitor, address):
        assert visitor().get(address).url == f"/accounts/login/?next={address}"

    def test_a_newcomer_proves_who_they_are_and_comes_back(self, newcomer, address):
        assert newcomer.get(address).url == f"/me/proof/?next={address.replace('/', '%2F')}"

    def test_nobody_may_keep_a_copy(self, visitor, address):
        assert "no-store" in visitor("wang_xiulan").get(address)["Cache-Control"]


def test_what_does_not_exist_looks_like_what_is_not_ones_own(visitor, decided):
    li, pk = visitor("li_jianguo"), decided("wang_xiulan")
    missing = str(pk).replace(str(pk)[0], "f" if str(pk)[0] != "f" else "e")
    there, nowhere = (li.get(f"/applications/{each}/").content.decode() for each in (pk, missing))
    assert strip(there, str(pk)) == strip(nowhere, missing)


def strip(content: str, *words: str) -> str:
    """Without what differs from one request to the next."""
    lines = [line for line in content.splitlines() if "csrf" not in line and "nonce" not in line]
    text = "\n".join(lines)
    for word in words:
        text = text.replace(word, "")
    return text


def test_looking_at_what_is_not_ones_own_leaves_nothing_behind(visitor, decided):
    pk, li = decided("wang_xiulan"), visitor("li_jianguo")
    entries = Entry.objects.count()
    li.get(f"/applications/{pk}/")
    assert Entry.objects.count() == entries and not Message.objects.exists()
    assert Application.objects.get().state == State.APPROVED
