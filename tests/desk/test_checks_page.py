"""抽查 and 复核 at the desk: what was drawn or contested and why, with its clock; a caseworker answers it in words."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import now

from portal.subscriptions import SUBSCRIPTIONS
from services.aftercare.actions.appeal import appeal as ask_again
from services.aftercare.models import Reexamination, SpotCheck
from services.applications.models import Application
from services.events.relay import deliver_due
from services.sharing.actions.object_to import object_to
from services.sharing.actions.settle import settle
from services.sharing.models import Dispute
from tests.desk.casework import a_citizen, a_colleague, an_application, staff
from tests.desk.signing_in import sign_in
from tests.refusals import REASON, looked_at_by_a_person, refused_by
from tests.sharing.conftest import data_officer

pytestmark = pytest.mark.django_db
PAGE, BIRTH = "/desk/checks/", "population.birth_on"


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


@pytest.fixture
def appeal(li) -> Reexamination:
    """李建国's, whom 李文 refused."""
    his = a_citizen("li_jianguo")
    refused = refused_by(staff(li), his, at=now())
    given = {"application_id": refused.pk, "words": "我生于 1950 年。", "actor": his, "at": now()}
    return looked_at_by_a_person(ask_again(**given), at=now())


def test_who_refused_reads_the_appeal_and_leaves_it_to_a_colleague(appeal, client):
    html = client.get(PAGE).content.decode()
    assert "我生于 1950 年。" in html and REASON in html and "由同事复核" in html
    assert "<textarea" not in html
    assert answer_appeal(client, appeal, "reverse").status_code == 403
    appeal.refresh_from_db()
    assert appeal.state == "OPEN"


def test_a_colleague_reverses_it_and_finds_what_carries_it_on(appeal, client, his_client):
    html = his_client.get(PAGE).content.decode()
    assert "我生于 1950 年。" in html and "登记的内容和原来一样" in html and "个工作日" in html
    assert answer_appeal(his_client, appeal, "reverse").status_code == 302
    fresh = Application.objects.get(renews=appeal.application)
    page = his_client.get(f"/desk/applications/{appeal.application_id}/").content.decode()
    assert fresh.case_code in page and "原决定不成立" in page
    anew = client.get(f"/desk/applications/{fresh.pk}/").content.decode()
    assert appeal.application.case_code in anew and "原决定人不办理这一件" in anew


def test_a_colleague_upholds_it(appeal, his_client):
    assert answer_appeal(his_client, appeal, "confirm").status_code == 302
    appeal.refresh_from_db()
    assert appeal.state == "CONFIRMED" and not Application.objects.filter(renews__isnull=False)


def answer_appeal(client: Client, row: Reexamination, which: str):  # type: ignore[no-untyped-def]
    body = {"kind": "APPEALED", "check": str(row.pk), "answer": which, "reason": "看过原件。"}
    return client.post(PAGE, {**body, "request_key": str(uuid4())})


class TestWhatRestsOnACorrectedValue:
    """李建国's refusal, after the police corrected his day of birth, or lost it."""

    def test_who_decided_it_reads_that_a_colleague_answers(self, li, client, his_client):
        row = corrected(refused_by(staff(li), a_citizen("li_jianguo"), at=now()))
        assert "由同事复核" in client.get(PAGE).content.decode()
        assert answer_again(client, row).status_code == 403
        html = his_client.get(PAGE).content.decode()
        assert "申请人会原样看到" in html and "由同事复核" not in html
        assert answer_again(his_client, row).status_code == 302
        row.refresh_from_db()
        assert row.state == "CONFIRMED"

    def test_without_a_value_the_rules_cannot_decide(self, li, his_client, departments_stub):
        refused = refused_by(staff(li), a_citizen("li_jianguo"), at=now())
        departments_stub.set("li_jianguo", BIRTH, None)
        corrected(refused)
        html = his_client.get(PAGE).content.decode()
        assert "现在是没有登记" in html and "规则无法判断" in html and "规则会批准" not in html


def corrected(refused: Application) -> Reexamination:
    his = a_citizen("li_jianguo")
    about = {"person_id": refused.person_id, "field_code": BIRTH, "source": refused.source, "words": "不对"}
    found = object_to(**about, actor=his, at=now())
    police = data_officer("public_security")
    settle(dispute_id=found, outcome=Dispute.Outcome.CORRECTED, words="已核对。", actor=police, at=now())
    while deliver_due(SUBSCRIPTIONS):
        pass
    return looked_at_by_a_person(Reexamination.objects.get().pk, at=now())


def answer_again(client: Client, row: Reexamination):  # type: ignore[no-untyped-def]
    body = {"kind": "CORRECTED", "check": str(row.pk), "answer": "confirm", "reason": "看过原件。"}
    return client.post(PAGE, {**body, "request_key": str(uuid4())})


def test_other_departments_neither_see_nor_answer_it(check, client):
    sign_in(client, a_colleague("周杰", department="social_insurance"))
    assert "赵桂英" not in client.get(PAGE).content.decode()
    assert answer(client, check).status_code == 404
