"""整改 at the desk: poor ratings with their clock, answered once, by whoever did not decide; then the citizen is told."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import now

from portal.subscriptions import SUBSCRIPTIONS
from services.applications.actions.decide import decide
from services.applications.models import Decision
from services.events.relay import deliver_due
from services.ledger.models import Entry
from services.notifications.models import Message
from services.people.models import User
from services.ratings.actions.answer_rectification import LONGEST, answer_rectification
from services.ratings.actions.rate import rate
from services.ratings.models import Rectification
from tests.desk.casework import a_citizen, a_colleague, an_application, staff
from tests.desk.signing_in import sign_in

pytestmark = pytest.mark.django_db
LIST = "/desk/rectifications/"
WORDS = "已向市民致歉，窗口增加一人。"


def complained(key: str = "wang_xiulan", words: str = "等了很久。", days_ago: int = 0) -> Rectification:
    """About what the rules approved; `days_ago` the rating was given."""
    at = now() - timedelta(days=days_ago)
    application, citizen = an_application(key, at=at), a_citizen(key)
    rated = rate(application_id=application.pk, level=1, words=words, actor=citizen, at=at)
    return Rectification.objects.get(rating=rated)


def path(opened: Rectification) -> str:
    return f"{LIST}{opened.pk}/"


def send_answer(client: Client, opened: Rectification, words: str = WORDS, key: str = ""):  # type: ignore[no-untyped-def]
    return client.post(path(opened), {"words": words, "request_key": key or str(uuid4())})


# --- the list
def test_the_list_says_what_was_rated_how_and_until_when(client, li):
    opened = complained()
    html = client.get(LIST).content.decode()
    for words in ("高龄津贴", "非常不满意", "等了很久。", path(opened), "个工作日"):
        assert words in html


def test_overdue_ones_come_first_and_are_counted(client, li):
    fresh, late = complained("wang_xiulan"), complained("zhao_guiying", days_ago=60)
    html = client.get(LIST).content.decode()
    assert html.index(path(late)) < html.index(path(fresh))
    assert "1 件超期" in html and "超期" in html[html.index("<tbody>") : html.index(path(late))]


def test_nothing_leads_to_whoever_gave_it(client, li):
    opened = complained()
    for page in (LIST, path(opened)):
        html = client.get(page).content.decode()
        assert "王秀兰" not in html and str(opened.rating.application_id) not in html


def test_an_empty_list_says_so(client, li):
    assert "没有待答复的差评" in client.get(LIST).content.decode()


# --- answering
def test_an_answer_is_recorded_once_and_leaves_the_list(client, li):
    opened, key = complained(), str(uuid4())
    assert [send_answer(client, opened, key=key).status_code for _ in range(2)] == [302, 302]
    opened.refresh_from_db()
    assert (opened.answer, opened.answered_by.user) == (WORDS, li)
    assert Entry.objects.filter(kind="rectification_answered").count() == 1
    assert path(opened) not in client.get(LIST).content.decode()
    html = client.get(path(opened)).content.decode()
    assert WORDS in html and "李文" in html and "<textarea" not in html


def test_the_citizen_is_told_and_led_to_the_answer(client, li):
    opened = complained()
    send_answer(client, opened)
    while deliver_due(SUBSCRIPTIONS):
        pass
    told = Message.objects.get(template="rectified")
    assert told.person_id == opened.rating.application.person_id
    citizen = Client()
    citizen.force_login(User.objects.get(username="wang_xiulan"), backend="portal.identity.doors.CitizenDoor")
    rated = f"/applications/{opened.rating.application_id}/rate/"
    inbox = citizen.get("/messages/").content.decode()
    assert rated in inbox and "您的评价有了答复" in inbox
    assert WORDS in citizen.get(rated).content.decode()


@pytest.mark.parametrize(
    ("words", "told"), [("  ", "请写明查到了什么"), ("长" * (LONGEST + 1), "请不要超过")]
)
def test_what_is_no_answer_is_told_at_the_field(client, li, words, told):
    opened = complained()
    answer = send_answer(client, opened, words)
    assert answer.status_code == 422 and told in answer.content.decode()
    opened.refresh_from_db()
    assert opened.answered_at is None


def test_whoever_comes_second_is_told_and_keeps_their_words(client, li, he, his_client):
    opened = complained()
    answer_rectification(rectification_id=opened.pk, words="已整改。", actor=staff(he), at=now())
    answer = send_answer(client, opened, "我的话。")
    html = answer.content.decode()
    assert answer.status_code == 409 and "同事已经答复过了" in html
    assert "我的话。" in html and "已整改。" in html


# --- whose it is
def test_another_department_finds_none_and_its_try_is_on_record(li):
    opened, other = complained(), Client()
    sign_in(other, a_colleague("周敏", department="social_insurance"))
    assert path(opened) not in other.get(LIST).content.decode()
    assert other.get(path(opened)).status_code == send_answer(other, opened).status_code == 404
    assert Entry.objects.filter(kind="denied").count() == 1
    opened.refresh_from_db()
    assert opened.answered_at is None


def test_what_one_decided_oneself_a_colleague_answers(client, li, his_client, waiting):
    decide(
        application_id=waiting.pk,
        outcome=Decision.Outcome.REFUSED,
        reason="不在本市。",
        actor=staff(li),
        at=now(),
    )
    rate(application_id=waiting.pk, level=2, actor=a_citizen("chen_deming"), at=now())
    opened = Rectification.objects.get()
    assert client.get(path(opened)).status_code == send_answer(client, opened).status_code == 404
    assert send_answer(his_client, opened).status_code == 302
