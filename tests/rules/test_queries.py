"""How often pages and submits ask the database: as often for many rows as for few, and never more than their line says.

Every page of the table in tests/browser/stops.py is opened, the city is given more of everything (tests/crowd.py), and
all are opened again; the same with what citizens send. A page without a line in MOST has the usual limit. Whether the number
grows is looked for on SQLite alone: what is asked is the same on every database.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from services.applications.actions.correct import request_correction
from tests.browser.city import ALLOWANCE, INSURANCE, City, built, path_of
from tests.browser.city import sent as a_certificate
from tests.browser.stops import PAGES, Stop
from tests.cast import begin
from tests.citizen.pages import Page, posted
from tests.crowd import POINT, more
from tests.databases import standing_for_a_module

pytestmark = pytest.mark.django_db
USUAL = 12  # statements a page
MOST = {
    "check": 14,  # the rules are run, so that no more is promised than will happen
    "correct": 13,
    "search": 24,  # what nothing holds is sought by its sounds and slips too
    "application": 16,
    "figures": 24,
    "figure": 14,  # one figure, read from the same overview
    "admin:queue": 19,
    "admin:desk_rule_version": 15,  # the negative list, and who wrote and watched it
    "admin:desk_application": 34,  # every time six of them note who opened it, and the first of a day ten
    "admin:desk_data": 20,  # eleven lists of what a data officer answers for, and their clocks
    "my_data": 16,  # three tables of the log, their proofs in the ledger, and what there is to choose from
    "my_data_printed": 19,  # the log again; and seven to put it on record like every export
}
GROWING = {"usersessions_list"}  # allauth looks at each session of the account; nobody has many
LEADS_ON = ("mfa_", "account_reset_password_from_key")  # a browser is sent on, and so a status of its own
# who needs an account of their own, made by the very test
LEFT_OUT = {"to enrol", "activated"}
LOOKS = [stop for stop in PAGES if stop.act is None and stop.reader.partition(" (")[0] not in LEFT_OUT]


@pytest.fixture(scope="module")
def moment() -> datetime:
    return now()


@pytest.fixture(autouse=True)
def clock_that_stands(moment) -> Iterator[None]:
    """Once a minute a session of the desk is written anew: on a machine that is slow that would look like growth."""
    with time_machine.travel(moment, tick=False):
        yield


@pytest.fixture(scope="module")
def standing(moment, django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[City]:
    """Built once for the file; what a test gives it more is undone."""
    folder = tmp_path_factory.mktemp("city")
    with standing_for_a_module(django_db_blocker):
        with time_machine.travel(moment, tick=False), override_settings(**like_a_demonstration(folder)):
            city = built(City(folder, django_settings.DEPARTMENT_ADDRESSES))
        yield city


@pytest.fixture
def city(standing: City, tmp_path: Path, settings: Any) -> City:
    """Nobody has come in by the door yet."""
    for name, value in like_a_demonstration(tmp_path).items():
        setattr(settings, name, value)
    mine = City(tmp_path, settings.DEPARTMENT_ADDRESSES)
    mine.paths, mine.at = dict(standing.paths), standing.at
    return mine


def like_a_demonstration(folder: Path) -> dict[str, Any]:
    return {"DEMO": True, "FONT_FOLDER": folder / "no-fonts", "DEPARTMENT_ADDRESSES": {}}


def statements(act: Callable[[], Any]) -> tuple[int, int]:
    """How many, and the status. What a page keeps for seconds is read anew."""
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        status = act().status_code
    return len(queries), status


def browser(city: City, reader: str) -> Client:
    client = Client()
    client.cookies.load(city.cookies(reader))
    return client


# --- opening pages


def address(stop: Stop, city: City) -> str:
    name, _, rest = stop.path.partition(" ")
    return stop.path if name.startswith("/") else city.paths[name] + rest


def opened(city: City, readers: dict[str, Client]) -> dict[str, int]:
    found = {}
    for stop in LOOKS:
        path, client = address(stop, city), readers[stop.reader]
        with stop.during(city):
            found[str(stop)], status = statements(lambda path=path, client=client: client.get(path))
        assert status == stop.status or stop.url.startswith(LEADS_ON), (stop, status)
    return found


def over_their_line(asked: dict[str, int]) -> dict[str, int]:
    limits = {str(stop): MOST.get(stop.url, USUAL) for stop in LOOKS if stop.url not in GROWING}
    return {name: asked[name] for name, most in limits.items() if asked[name] > most}


def growth_is_looked_for_here() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("within its line; growth is looked for on SQLite alone")


def test_pages_ask_as_often_for_many_rows_as_for_few(city):
    readers = {stop.reader: browser(city, stop.reader) for stop in LOOKS}
    few = opened(city, readers)
    assert over_their_line(few) == {}
    growth_is_looked_for_here()
    more(city, 1)
    some = opened(city, readers)
    more(city, 2)
    many = opened(city, readers)
    assert {name: (some[name], many[name]) for name in many if many[name] > some[name]}.keys() == GROWING
    assert over_their_line(many) == {}


def test_the_table_names_no_page_that_is_gone():
    assert MOST.keys() | GROWING <= {stop.url for stop in PAGES}


# --- sending


Sending = tuple[str, str, dict[str, Any]]


def send_start(city: City) -> Sending:
    return "zhou_min", reverse("start", args=[INSURANCE]), {}


def send_check(city: City) -> Sending:
    path = path_of(begin(city.citizen("zhou_min"), INSURANCE, at=city.at), "check")
    form = Page(browser(city, "zhou_min").get(path)).form("send")
    return "zhou_min", path, posted(form, **{"q-used_for": "SELF"})


def send_wrong(city: City) -> Sending:
    return "wang_xiulan", city.paths["wrong"], {"words": "不对。"}


def send_take_back(city: City) -> Sending:
    return "wang_xiulan", city.paths["wrong"] + "take-back/", {}


def send_correct(city: City) -> Sending:
    return "sun_yuzhen", city.paths["to-correct"] + "correct/", {f"r-{POINT}": "换成尾号 0042 的卡。"}


def send_leave(city: City) -> Sending:
    return "zhou_min", _just_approved(city) + "leave/", {}


def send_rate(city: City) -> Sending:
    return "zhou_min", _just_approved(city) + "rate/", {"level": "5"}


def send_ask(city: City) -> Sending:
    return "wang_xiulan", f"/messages/ask/?item={ALLOWANCE}", {"words": "什么时候发？"}


def send_enquiry(city: City) -> Sending:
    return "wang_xiulan", city.paths["enquiry"], {"words": "谢谢。"}


def send_contact(city: City) -> Sending:
    return "wang_xiulan", "/me/contact/", {"email": "wang@example.org", "phone": ""}


def send_display(city: City) -> Sending:
    return "wang_xiulan", "/display/", {"mode": "elder", "next": "/"}


def _just_approved(city: City) -> str:
    return path_of(a_certificate(city, "zhou_min", INSURANCE))


# what is sent -> how, and the most statements
SENDINGS: dict[str, tuple[Callable[[City], Sending], int]] = {
    "start": (send_start, 60),  # the law is asked twice, and what is asked is written down before and after
    "check": (send_check, 30),
    "wrong": (send_wrong, 24),  # the request that brought the value is disputed with it: a step and an entry
    "take_back": (send_take_back, 22),
    "correct": (send_correct, 23),
    "leave": (send_leave, 20),
    "rate": (send_rate, 20),
    "ask": (send_ask, 14),
    "enquiry": (send_enquiry, 16),
    "contact": (send_contact, 13),
    "display": (send_display, 11),
}


def sent(city: City) -> dict[str, int]:
    """The statements of everything a citizen can send, each done once; what is needed for it is made before."""
    return {name: _sent(city, name) for name in SENDINGS}


def _sent(city: City, name: str) -> int:
    reader, path, fields = SENDINGS[name][0](city)
    client = browser(city, reader)
    number, status = statements(lambda: client.post(path, {"request_key": str(uuid4()), **fields}))
    assert status == 302, (name, status)
    return number


def test_sending_asks_as_often_for_many_rows_as_for_few(city):
    few = sent(city)
    assert beyond(few) == {}
    growth_is_looked_for_here()
    ready_again(city)
    some = sent(city)
    ready_again(city)
    more(city, 2)
    many = sent(city)
    usual = {name: max(few[name], some[name]) for name in SENDINGS}  # the first of its kind may ask more
    assert {name: (usual[name], many[name]) for name in many if many[name] > usual[name]} == {}
    assert beyond(usual) == {}


def beyond(asked: dict[str, int]) -> dict[str, int]:
    return {name: asked[name] for name, (_, most) in SENDINGS.items() if asked[name] > most}


def ready_again(city: City) -> None:
    """The correction that was sent is asked for once more."""
    points = [{"code": POINT, "words": "这张也不行。"}]
    request_correction(
        application_id=UUID(city.paths["to-correct"].split("/")[-2]),
        points=points,
        actor=city.caseworker("mz1001"),
        at=city.at,
    )
