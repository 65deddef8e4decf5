"""抽查 at the desk: what was drawn and why, with its clock; a caseworker confirms or reverses it in words."""

from uuid import uuid4

import pytest
from django.test import Client

from portal.subscriptions import SUBSCRIPTIONS
from services.aftercare.models import SpotCheck
from services.events.relay import deliver_due
from tests.desk.casework import a_colleague, an_application
from tests.desk.signing_in import sign_in

pytestmark = pytest.mark.django_db
PAGE = "/desk/checks/"


@pytest.fixture
def check(at_work) -> SpotCheck:
    an_application("zhao_guiying")
    while deliver_due(SUBSCRIPTIONS):
        pass
    return SpotCheck.objects.get()


def answer(client: Client, check: SpotCheck, which: str = "confirm", reason: str = "已核实。", key: str = ""):  # type: ignore[no-untyped-def]
    body = {"check": str(check.pk), "answer": which, "reason": reason, "request_key": key or str(uuid4())}
    return client.post(PAGE, body)


def test_it_is_read_confirmed_and_gone(check, li, client):
    html = client.get(PAGE).content.decode()
    for words in ("赵桂英", "金额最高", "个工作日", f"/desk/applications/{check.application_id}/"):
        assert words in html
    key = str(uuid4())
    assert [answer(client, check, key=key).status_code for _ in range(2)] == [302, 302]
    check.refresh_from_db()
    assert check.state == "CONFIRMED"
    assert "没有待抽查的" in client.get(PAGE).content.decode()


def test_it_is_reversed_and_a_colleague_who_comes_second_is_told(check, li, client, his_client):
    assert answer(client, check, "reverse").status_code == 302
    check.refresh_from_db()
    assert check.state == "REVERSED"
    page = answer(his_client, check, reason="我看没问题。")
    assert page.status_code == 409 and "我看没问题。" in page.content.decode()


def test_without_words_it_comes_back(check, li, client):
    page = answer(client, check, reason=" ")
    assert page.status_code == 422 and "请写明核对结果" in page.content.decode()


def test_other_departments_neither_see_nor_answer_it(check, client):
    sign_in(client, a_colleague("周杰", department="social_insurance"))
    assert "赵桂英" not in client.get(PAGE).content.decode()
    assert answer(client, check).status_code == 404
