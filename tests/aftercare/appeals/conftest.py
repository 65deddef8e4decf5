"""A refusal that is contested: who is in it, what they say, and what becomes of it. For the tests of appeals."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from services.actions.actor import Actor
from services.aftercare.actions.appeal import appeal
from services.aftercare.actions.reexamine import close_reexamination
from services.aftercare.models import Reexamination
from services.aftercare.rereading import reread_corrected
from services.applications.gathering import retry_awaited
from services.applications.models import Application
from services.applications.timekeeping import close_what_is_over
from services.ledger.models import Entry
from services.notifications.models import Message
from tests.aftercare.running import relay
from tests.cast import NOON, DepartmentsStub
from tests.refusals import refused_by

MEANS = "minimum-living-allowance"
BIRTH = "population.birth_on"
LATER = NOON + timedelta(days=2)
STILL_LATER = LATER + timedelta(hours=1)
ANSWER = "出生日期已更正，原决定不成立。"
WORDS = "我生于 1950 年，已请公安更正。"


@pytest.fixture(autouse=True)
def two_days_later() -> Iterator[None]:
    """Handlers ask the clock."""
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def jianguo(citizen) -> Actor:
    return citizen("li_jianguo")


@pytest.fixture
def who_refused(caseworker) -> Actor:
    return caseworker("civil_affairs")


@pytest.fixture
def colleague(caseworker) -> Actor:
    return caseworker("civil_affairs", "何芳")


@pytest.fixture
def refused(jianguo, who_refused) -> Application:
    """And closed: whoever asks has slept over it."""
    application = refused_by(who_refused, jianguo)
    close_what_is_over(at=LATER)
    relay()
    return fresh(application)


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def asked(application: Application, actor: Actor, words: str = WORDS, at=LATER) -> Reexamination:
    return Reexamination.objects.get(
        pk=appeal(application_id=application.pk, words=words, actor=actor, at=at)
    )


@pytest.fixture
def corrected(refused, departments_stub: DepartmentsStub) -> None:
    departments_stub.set("li_jianguo", BIRTH, "1950-06-30")


@pytest.fixture
def waiting(refused, jianguo) -> Reexamination:
    """The registers have been asked again, and a person has it."""
    asked(refused, jianguo)
    reread_corrected(at=STILL_LATER)
    relay()
    return Reexamination.objects.get()


def close(row: Reexamination, actor: Actor, state: str, reason: str = ANSWER) -> None:
    given = {"state": Reexamination.State(state), "reason": reason, "at": STILL_LATER}
    close_reexamination(reexamination_id=row.pk, actor=actor, **given)
    relay()


def renewed(refused: Application) -> Application:
    """Its registers answered, as far as they did."""
    retry_awaited(at=STILL_LATER)
    relay()
    return Application.objects.get(renews=refused)


def told(application: Application) -> set[str]:
    return set(Message.objects.filter(person=application.person_id).values_list("template", flat=True))


def on_record(name: str) -> list[dict]:
    return [json.loads(bytes(each.body)) for each in Entry.objects.filter(kind=name)]


def fresh_row(row: Reexamination) -> Reexamination:
    return Reexamination.objects.get(pk=row.pk)
