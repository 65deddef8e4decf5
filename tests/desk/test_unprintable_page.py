"""Documents that cannot be printed, at the desk: the department's own, settled with a word on how."""

import pytest
from django.utils.timezone import now

from services.actions.actor import SYSTEM
from services.certificates.actions.note_unprintable import note_unprintable
from services.certificates.models import Unprintable
from tests.desk.casework import an_application

pytestmark = pytest.mark.django_db
LIST = "/desk/unprintable/"


def held_up(source: str = "") -> Unprintable:
    application = an_application("wang_xiulan")
    note_unprintable(
        source=source or application.source,
        holder_id=application.person_id,
        department_id=application.competent_department_id,
        characters="𪚥",
        actor=SYSTEM,
        at=now(),
    )
    return Unprintable.objects.get()


def test_it_names_holder_and_character(client, li):
    held_up()
    html = client.get(LIST).content.decode()
    assert "王秀兰" in html and "𪚥" in html


def test_it_is_settled_with_words_and_gone_from_the_list(client, li):
    held = held_up()
    assert client.post(LIST, {"unprintable": str(held.pk), "note": "手写后当面交付。"}).status_code == 302
    held.refresh_from_db()
    assert held.note == "手写后当面交付。"
    assert "没有无法打印的文件" in client.get(LIST).content.decode()


def test_without_words_it_stays_and_says_so(client, li):
    held = held_up()
    answer = client.post(LIST, {"unprintable": str(held.pk), "note": ""})
    assert answer.status_code == 422 and "请写明怎样交给持有人" in answer.content.decode()
    held.refresh_from_db()
    assert held.settled_at is None


@pytest.mark.parametrize("named", ["", "no id", "00000000-0000-0000-0000-000000000001"])
def test_one_that_is_nobodys_is_refused(client, li, named):
    held_up()
    assert client.post(LIST, {"unprintable": named, "note": "手写"}).status_code in {403, 404}
