"""Messages: new once, in the reader's language, leading to what they are about."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.actions.actor import SYSTEM
from services.notifications.actions.send import send
from services.notifications.handlers import tell_first_reading
from services.notifications.models import Message
from services.sharing.events import DataFirstRead
from tests.cast import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
ITEM = {"zh": "高龄津贴", "en": "Old-age allowance"}


@pytest.fixture
def wang(visitor):
    return visitor("wang_xiulan")


def tell(visitor, pk, template="approved", *, minutes=0):
    send(
        person_id=visitor.actor.person_id,
        template=template,
        context={"item": ITEM, "application": str(pk)},
        source=f"application:{pk}",
        actor=SYSTEM,
        at=NOON + timedelta(minutes=minutes),
    )


def rows(visitor) -> list:
    page = visitor.open("/messages/")
    lists = page.one("main").one("section", **{"aria-labelledby": "all"}).all("ul", css="rows")
    return lists[0].all("li") if lists else []


def test_no_messages_is_said(wang):
    assert rows(wang) == []
    assert wang.open("/messages/").one("main").all("div", css="empty")


def test_a_message_names_the_item_says_one_sentence_and_leads_on(wang, decided):
    pk = decided()
    tell(wang, pk)
    (row,) = rows(wang)
    assert row.one("a")["href"] == f"/applications/{pk}/"
    assert "Old-age allowance" in row.text and "It is approved." in row.text


def test_that_data_were_read_for_the_first_time_leads_to_the_list_of_who_looked(wang):
    tell_first_reading(DataFirstRead(person_id=wang.actor.person_id, consumer="civil_affairs"))
    (row,) = rows(wang)
    assert row.one("a")["href"] == "/me/data/" and "Yunzhou Civil Affairs Bureau" in row.text


def test_it_is_new_the_first_time_and_not_the_second(wang, decided):
    tell(wang, decided())
    assert "New" in rows(wang)[0].text
    assert "New" not in rows(wang)[0].text
    assert Message.objects.get().read_at == NOON


def test_where_nothing_is_new_nothing_is_written(wang, decided):
    tell(wang, decided())
    rows(wang)
    with CaptureQueriesContext(connection) as queries:
        assert len(rows(wang)) == 1
    assert [each["sql"] for each in queries if not each["sql"].startswith("SELECT")] == []


def test_the_newest_comes_first(wang, decided):
    pk = decided()
    tell(wang, pk, "awaiting_data")
    tell(wang, pk, minutes=5)
    assert ["approved" in row.text for row in rows(wang)] == [True, False]


def test_reading_ones_own_leaves_somebody_elses_new(wang, visitor, decided):
    li = visitor("li_jianguo")
    tell(wang, decided())
    tell(li, decided("li_jianguo"), "received")
    rows(wang)
    assert Message.objects.get(person_id=li.actor.person_id).read_at is None
    assert len(rows(li)) == 1


def test_in_chinese_the_name_of_the_item_is_chinese(wang, decided):
    tell(wang, decided())
    response = wang.client.get("/messages/", headers={"accept-language": "zh-CN"})
    assert "高龄津贴" in response.content.decode()
