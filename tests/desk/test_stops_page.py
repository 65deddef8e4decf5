"""A death ends a running allowance at the desk: found by the sweep, confirmed by a person, the overpaid months listed."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import localdate, now

from portal.subscriptions import SUBSCRIPTIONS
from services.aftercare.checking import recheck_due
from services.aftercare.models import Ending, ProposedStop
from services.aftercare.months import month_after, month_of
from services.certificates.models import Certificate
from services.events.relay import deliver_due
from services.notifications.models import Message
from services.people.models import User
from tests.desk.casework import a_colleague, an_application
from tests.desk.signing_in import sign_in

pytestmark = pytest.mark.django_db
LIST = "/desk/stops/"
WHY = "公安登记已故，社区已核实。"


@pytest.fixture
def died_on() -> date:
    """Seventy days ago."""
    return localdate() - timedelta(days=70)


@pytest.fixture
def stop(at_work, departments_stub, died_on) -> ProposedStop:
    """Approved 80 days ago; the register records the death now."""
    an_application("wang_xiulan", at=now() - timedelta(days=80))
    relay()
    departments_stub.set("wang_xiulan", "population.alive", "NO")
    departments_stub.set("wang_xiulan", "population.died_on", died_on.isoformat())
    recheck_due(at=now())
    return ProposedStop.objects.get()


def relay() -> None:
    while deliver_due(SUBSCRIPTIONS):
        pass


def path(stop: ProposedStop) -> str:
    return f"{LIST}{stop.pk}/"


def answer(client: Client, stop: ProposedStop, which: str = "confirm", key: str = "", **given):  # type: ignore[no-untyped-def]
    body = {"answer": which, "kind": "CANCELLED", "reason": WHY, "request_key": key or str(uuid4())}
    return client.post(path(stop), {**body, **given})


def paid_too_much(died: date) -> list[date]:
    """Every month after the death that was paid by the tenth of the month after it."""
    months, month = [], month_after(month_of(died))
    while month_after(month).replace(day=10) <= localdate():
        months.append(month)
        month = month_after(month)
    return months


def test_the_list_says_what_was_found_since_when_and_until_when_to_answer(stop, li, client, died_on):
    html = client.get(LIST).content.decode()
    for words in ("高龄津贴", "王秀兰", "登记为已故", "个工作日", path(stop)):
        assert words in html
    assert f"{died_on.month}月{died_on.day}日" in html


def test_the_journey_of_a_death(stop, li, client, died_on):
    page = client.get(path(stop)).content.decode()
    assert f'value="{died_on.isoformat()}"' in page and "300" in page
    assert Certificate.objects.get().state == "VALID"  # nothing stops by itself
    assert answer(client, stop, event_on=died_on.isoformat()).status_code == 302
    relay()
    ending = Ending.objects.get()
    assert [each.month for each in ending.overpaid.all()] == paid_too_much(died_on) != []
    assert Certificate.objects.get().state == "CANCELLED"
    page = client.get(path(stop)).content.decode()
    assert WHY in page and "李文" in page and "<textarea" not in page
    assert path(stop) not in client.get(LIST).content.decode()
    told = Message.objects.get(template="ended_family")
    assert told.person_id == stop.entitlement.application.person_id


def test_the_family_reads_it_where_the_application_is(stop, li, client, died_on):
    answer(client, stop, event_on=died_on.isoformat())
    relay()
    family = Client()
    family.force_login(User.objects.get(username="wang_xiulan"), backend="portal.identity.doors.CitizenDoor")
    html = family.get(f"/applications/{stop.entitlement.application_id}/").content.decode()
    assert WHY in html and "多发" in html


def test_it_goes_on_where_the_register_was_wrong(stop, li, client):
    assert answer(client, stop, "dismiss").status_code == 302
    assert "继续发放" in client.get(path(stop)).content.decode()
    assert not Ending.objects.exists()


def test_two_presses_are_one_ending(stop, li, client, died_on):
    key = str(uuid4())
    assert [answer(client, stop, key=key, event_on=died_on).status_code for _ in range(2)] == [302, 302]
    assert Ending.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"event_on": ""}, "请填写日期"),
        ({"event_on": "2026-02-30"}, "请填写日期"),
        ({"event_on": "2999-01-01"}, "还没有到"),
        ({"reason": " "}, "请写明原因"),
    ],
)
def test_what_is_missing_is_said_at_its_place(stop, li, client, died_on, given, words):
    page = answer(client, stop, **{"event_on": died_on.isoformat(), **given})
    assert page.status_code == 422 and words in page.content.decode()
    assert not Ending.objects.exists()


def test_whoever_comes_second_is_told(stop, li, client, his_client, died_on):
    answer(client, stop, "dismiss")
    page = answer(his_client, stop, event_on=died_on.isoformat())
    assert page.status_code == 409 and "同事" in page.content.decode()


def test_other_departments_do_not_see_it(stop, client):
    sign_in(client, a_colleague("周杰", department="social_insurance"))
    assert path(stop) not in client.get(LIST).content.decode()
    assert client.get(path(stop)).status_code == 404
    assert answer(client, stop).status_code == 404


def test_an_empty_list_says_so(li, client):
    assert "没有拟停发" in client.get(LIST).content.decode()
