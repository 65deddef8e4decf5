"""The stop switch at the desk: everybody reads how each service stands, a supervisor turns it."""

from uuid import uuid4

import pytest
from django.test import Client

from portal.demo.sign_ins import cast
from services.applications.models import State, SwitchTurn
from services.people.models import User
from tests.desk.casework import a_colleague, an_application, staff
from tests.desk.signing_in import sign_in

pytestmark = pytest.mark.django_db
PAGE = "/desk/automatic/"
WHY = "标准正在核对。"


@pytest.fixture
def chief(at_work, client):
    user = a_colleague("周主任", role="SUPERVISOR")
    sign_in(client, user)
    return user


def turn(
    client: Client, which: str = "stop", reason: str = WHY, item: str = "old-age-allowance", key: str = ""
):  # type: ignore[no-untyped-def]
    key = key or str(uuid4())
    return client.post(PAGE, {"item": item, "turn": which, "reason": reason, "request_key": key})


def test_a_supervisor_stops_it_and_everybody_reads_why(chief, client, his_client):
    assert turn(client).status_code == 302
    for reader in (client, his_client):
        html = reader.get(PAGE).content.decode()
        main = html[html.index("<main") :]
        assert "已停用" in main
        assert WHY in main
        assert "周主任" in main


def test_two_presses_are_one_turn(chief, client):
    key = str(uuid4())
    assert [turn(client, key=key).status_code for _ in range(2)] == [302, 302]
    assert SwitchTurn.objects.count() == 1


def test_and_lets_the_rules_approve_again(chief, client):
    turn(client)
    assert turn(client, "resume").status_code == 302
    assert an_application("wang_xiulan").state == State.APPROVED


def test_without_a_reason_it_comes_back(chief, client):
    page = turn(client, reason=" ")
    assert page.status_code == 422 and "请写明原因" in page.content.decode()


def test_whoever_comes_second_is_told(chief, client):
    turn(client)
    page = turn(client, reason="我也要停。")
    assert page.status_code == 409 and "我也要停。" in page.content.decode()


def test_a_caseworker_reads_and_does_not_turn(li, client):
    assert "<textarea" not in client.get(PAGE).content.decode()
    assert turn(client).status_code == 403
    assert not SwitchTurn.objects.exists()


def test_citizen_and_caseworker_read_why_a_person_decides(chief, client):
    turn(client)
    application = an_application("wang_xiulan")
    at_the_desk = client.get(f"/desk/applications/{application.pk}/").content.decode()
    assert "M00_STOPPED" in at_the_desk and "暂停自动审批" in at_the_desk
    citizen = Client()
    citizen.force_login(User.objects.get(username="wang_xiulan"), backend="portal.identity.doors.CitizenDoor")
    assert "暂停自动审批" in citizen.get(f"/applications/{application.pk}/").content.decode()
    assert cast()["wang_xiulan"]["name"] in at_the_desk and staff(chief).department_id
