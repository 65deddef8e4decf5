"""The whole story, with a gateway that is a real server: found, told by SMS, a reply, and on the birthday the allowance."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from services.applications.handlers import certify
from services.applications.models import Application, Decision
from services.certificates.models import Certificate
from services.ledger.sealer import seal
from services.notifications import providers
from services.notifications.models import Message
from services.offers.actions.switch_offers import switch_offers_off
from services.offers.due import expire_unanswered, send_accepted
from services.offers.models import Offer, TextMessage
from services.offers.sweep import sweep
from services.simulators.sms_gateway import Gateway
from tests.cast import NOON
from tests.offers.conftest import BIRTHDAY, PHONE, tell

pytestmark = pytest.mark.django_db
SECRET = "between the two"


@pytest.fixture
def gateway(settings: Any, client: Any) -> Iterator[Gateway]:
    """Takes what we send over HTTP. What it signs goes to the portal in this process: the test's database is only here."""
    settings.SMS_SECRET = SECRET
    with Gateway(0, replies_to="http://127.0.0.1:9/", secret=SECRET) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.CHANNELS = {"EMAIL": "", "SMS": f"http://127.0.0.1:{server.server_port}/messages"}
        yield server
        server.shutdown()
    providers._provider.cache_clear()


@pytest.fixture
def reply(gateway: Gateway, client: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    def carry(request: Any, timeout: float) -> Any:
        headers = {name.replace("x-", "X-"): value for name, value in request.header_items()}
        return Answer(
            client.post("/sms/replies/", request.data, "application/json", headers=headers).status_code
        )

    monkeypatch.setattr("services.simulators.sms_gateway.urllib.request.urlopen", carry)

    def say(words: str, at=NOON) -> int:
        with time_machine.travel(at, tick=False):
            status = gateway.reply(PHONE, words, uuid4().hex)
        tell(at)
        return status

    return say


class Answer:
    def __init__(self, status: int) -> None:
        self.status = status

    def __enter__(self) -> "Answer":
        return self

    def __exit__(self, *raised: object) -> None:
        """Nothing is held."""


def days_pass_to_the_birthday() -> None:
    with time_machine.travel(BIRTHDAY, tick=False):
        seal()  # as the worker has by then: while the log is behind, nobody is asked
        send_accepted(at=BIRTHDAY)
        tell(BIRTHDAY)


def test_a_yes_by_sms_ends_in_one_decision_one_certificate_one_message(deng, gateway, reply):
    sweep(at=NOON)
    tell(NOON)
    [told] = gateway.messages
    assert told["to"] == PHONE and "高龄津贴" in told["words"]

    assert reply(f"同意 {Offer.objects.get().code}") == 202
    assert "算您申请了" in gateway.messages[-1]["words"] and not Application.objects.exists()

    days_pass_to_the_birthday()
    decision = Decision.objects.get()
    assert (decision.decided_by, decision.outcome, decision.amount_fen) == ("RULES", "APPROVED", 20_000)
    certify(Application.objects.get().pk)
    assert Certificate.objects.count() == 1
    assert Message.objects.filter(template="approved").count() == 1

    assert reply("同意", at=BIRTHDAY + timedelta(hours=1)) == 202
    days_pass_to_the_birthday()
    assert Application.objects.count() == Certificate.objects.count() == Decision.objects.count() == 1


def test_silence_ends_in_nothing(deng, gateway):
    sweep(at=NOON)
    tell(NOON)
    days_pass_to_the_birthday()
    expire_unanswered(at=BIRTHDAY + timedelta(days=100))
    assert not Application.objects.exists() and Offer.objects.get().ended_as == "EXPIRED"
    assert len(gateway.messages) == 1


def test_switched_off_nobody_is_told(deng, gateway):
    switch_offers_off(item_id=None, actor=deng, at=NOON)
    sweep(at=NOON)
    tell(NOON)
    assert not Offer.objects.exists() and not gateway.messages


def test_a_forged_reply_does_nothing(deng, gateway, reply):
    sweep(at=NOON)
    gateway.secret = b"guessed"
    assert reply("同意") == 403
    assert not TextMessage.objects.exists() and not Offer.objects.get().ended_as
