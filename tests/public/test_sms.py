"""The door of the SMS gateway: signed and just now, or nothing; and answered alike whatever it says."""

import hmac
import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from portal.identity import tries
from services.offers.models import Ending, Offer, TextMessage
from services.offers.sweep import sweep
from tests.cast import NOON, own_number

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
SECRET, PHONE = "shared", "13800001957"


@pytest.fixture(autouse=True)
def noon(settings):
    settings.SMS_SECRET = SECRET
    cache.clear()
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def offer(citizen) -> Offer:
    deng = citizen("deng_shulan")
    own_number(deng, PHONE)
    sweep(at=NOON)
    return Offer.objects.get()


def hand_over(
    content: Any = None, *, secret: str = SECRET, at=NOON, body: bytes | None = None, **text: str
) -> int:
    """As the gateway does; the status of the answer."""
    given = content if content is not None else {"id": "1", "from": PHONE, "words": "同意"} | text
    body = json.dumps(given).encode() if body is None else body
    moment = str(int(at.timestamp()))
    signature = hmac.digest(secret.encode(), f"{moment}.".encode() + body, "sha256").hex()
    headers = {"X-Gateway-Time": moment, "X-Gateway-Signature": signature}
    client = Client(enforce_csrf_checks=True)
    response = client.post("/sms/replies/", body, "application/json", headers=headers)
    assert response.content == b""
    return int(response.status_code)


def test_a_signed_yes_takes_the_offer(offer):
    assert hand_over() == 202 and Offer.objects.get().ended_as == Ending.ACCEPTED


@pytest.mark.parametrize("number", ["+86 138-0000-1957", "８６13800001957"[2:], "138 0000 1957"])
def test_a_number_may_be_written_as_gateways_do(offer, number):
    hand_over(**{"from": number})
    assert Offer.objects.get().ended_as == Ending.ACCEPTED


class TestRefused:
    def test_another_secret(self, offer):
        assert hand_over(secret="guessed") == 403
        assert not Offer.objects.get().ended_as and not TextMessage.objects.exists()

    def test_nothing_is_taken_where_no_secret_is_set(self, offer, settings):
        settings.SMS_SECRET = ""
        assert hand_over(secret="") == 403

    @pytest.mark.parametrize("minutes", [-6, 6])
    def test_a_signature_of_another_time(self, offer, minutes):
        assert hand_over(at=NOON + timedelta(minutes=minutes)) == 403

    def test_without_any_signature(self, offer):
        assert Client().post("/sms/replies/", {}, "application/json").status_code == 403

    @pytest.mark.parametrize("moment", ["", "x", "-1", "²", "9" * 40])
    def test_a_time_that_is_none(self, moment):
        headers = {"X-Gateway-Time": moment, "X-Gateway-Signature": "é"}
        assert Client().post("/sms/replies/", {}, "application/json", headers=headers).status_code == 403

    def test_a_look(self):
        assert Client().get("/sms/replies/").status_code == 405

    def test_too_many(self, monkeypatch, offer):
        monkeypatch.setattr(tries, "REPLIES", tries.Budget("sms", 2, 60))
        assert [hand_over(id=str(each)) for each in range(3)] == [202, 202, 429]


@pytest.mark.parametrize(
    "content",
    [
        [],
        "x",
        1,
        {"id": "1"},
        {"id": 1, "from": PHONE, "words": "同意"},
        {"id": "", "from": PHONE, "words": "x"},
    ],
)
def test_what_is_no_message_is_called_so(content):
    assert hand_over(content) == 400 and not TextMessage.objects.exists()


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 3000])
def test_bytes_that_cannot_be_read_are_no_message(body):
    assert hand_over(body=body) == 400


def test_what_is_too_large_is_not_read_to_its_end():
    assert hand_over(body=b" " * 5000 + b"{}") == 403


@pytest.mark.parametrize(
    "text", [{"from": "13900000000"}, {"words": "?"}, {"words": "同" * 600}, {"words": "不要"}]
)
def test_the_answer_tells_nothing_of_who_or_what(offer, text):
    assert hand_over(**text) == 202


def test_repeated_it_is_one_message(offer):
    assert [hand_over(), hand_over(words="不要")] == [202, 202]
    assert TextMessage.objects.count() == 1 and Offer.objects.get().ended_as == Ending.ACCEPTED
