"""邓淑兰 turns 70 on 20 January 2027; the tests begin two months before, and move with the clock they pass in."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from portal.subscriptions import SUBSCRIPTIONS
from services.actions.actor import Actor
from services.events.relay import deliver_due
from services.notifications import providers
from services.notifications.sending import send_due
from services.offers.models import Offer
from services.offers.sweep import sweep
from tests.cast import NOON, own_number

PHONE = "13800001957"
TOO_EARLY = datetime(2026, 11, 19, 4, tzinfo=UTC)
BIRTHDAY = datetime(2027, 1, 20, 1, tzinfo=UTC)  # nine in the morning in Shanghai


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def world(catalogue: None, departments_stub: Any) -> None:
    """The allowance is offered, and departments answer from a file."""


@pytest.fixture
def sms(settings: Any, tmp_path: Any) -> Iterator[Callable[[], list[dict[str, str]]]]:
    """The text messages that left, oldest first."""
    file = tmp_path / "sms.jsonl"
    settings.CHANNELS = {"EMAIL": "", "SMS": f"stub:{file}"}
    yield lambda: [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []
    providers._provider.cache_clear()


@pytest.fixture
def deng(citizen: Callable[[str], Actor]) -> Actor:
    actor = citizen("deng_shulan")
    own_number(actor, PHONE)
    return actor


@pytest.fixture
def offer(deng: Actor, sms: Any) -> Offer:
    """Made and told."""
    sweep(at=NOON)
    tell(NOON)
    return Offer.objects.get(person_id=deng.person_id)


def tell(at: datetime) -> None:
    """What happens after a commit, and the messages that leave because of it."""
    with time_machine.travel(at, tick=False):
        while deliver_due(SUBSCRIPTIONS):
            pass
        send_due(at=at)
