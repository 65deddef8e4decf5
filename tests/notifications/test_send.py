"""Sending: by the system alone, each fact once, and nothing readable in the database."""

import pytest
from django.db import connection

from services.actions.actor import SYSTEM
from services.actions.errors import Denied
from services.ledger.models import Entry
from services.notifications.actions.send import send
from services.notifications.models import Contact, Dispatch, Message
from services.people.models import Person
from tests.cast import NOON
from tests.databases import at_once

ITEM = {"item": {"zh": "高龄津贴", "en": "Old-age allowance"}}


@pytest.fixture
def wang(citizen):
    return citizen("wang_xiulan")


def tell(person_id, *, template="approved", source="application:1", context=ITEM, actor=SYSTEM):
    return send(person_id=person_id, template=template, context=context, source=source, actor=actor, at=NOON)


@pytest.mark.django_db
class TestOnce:
    def test_a_message_lies_unread_in_the_inbox(self, wang):
        message = Message.objects.get(pk=tell(wang.person_id))
        assert (message.person_id, message.template, message.context) == (wang.person_id, "approved", ITEM)
        assert (message.sent_at, message.read_at) == (NOON, None)

    def test_the_same_fact_again_is_the_same_message(self, wang):
        assert tell(wang.person_id) == tell(wang.person_id)
        assert Message.objects.count() == 1

    def test_the_first_words_stay(self, wang):
        tell(wang.person_id)
        tell(wang.person_id, context={"item": {"zh": "别的"}})
        assert Message.objects.get().context == ITEM

    @pytest.mark.parametrize("other", [{"template": "awaiting_data"}, {"source": "application:2"}])
    def test_another_fact_is_another_message(self, wang, other):
        assert tell(wang.person_id) != tell(wang.person_id, **other)
        assert Message.objects.count() == 2

    def test_what_asks_for_nothing_waits_in_the_inbox_alone(self, wang, settings):
        settings.CHANNELS = {"SMS": "failing:ever"}
        number = {"phone": "13800000000", "phone_confirmed_at": NOON, "changed_at": NOON}
        Contact.objects.create(person_id=wang.person_id, **number)
        tell(wang.person_id)
        tell(wang.person_id, template="first_read")
        assert [each.message.template for each in Dispatch.objects.all()] == ["approved"]

    def test_the_newest_comes_first(self, wang):
        for number, day in enumerate([3, 5, 4]):
            message = tell(wang.person_id, source=f"application:{number}")
            Message.objects.filter(pk=message).update(sent_at=NOON.replace(day=day))
        assert [message.sent_at.day for message in Message.objects.all()] == [5, 4, 3]

    def test_what_it_is_about_cannot_be_read_in_the_table(self, wang):
        tell(wang.person_id)
        with connection.cursor() as cursor:
            cursor.execute("SELECT context FROM notifications_message")
            stored = bytes(cursor.fetchone()[0])
        assert "高龄".encode() not in stored and b"allowance" not in stored


@pytest.mark.django_db
class TestWhoSends:
    def test_a_citizen_does_not_even_to_themself(self, wang):
        with pytest.raises(Denied, match="messages_follow_from_facts"):
            tell(wang.person_id, actor=wang)
        assert not Message.objects.exists()
        assert Entry.objects.filter(kind="denied").count() == 1

    def test_nor_does_a_caseworker(self, catalogue, wang, caseworker):
        with pytest.raises(Denied):
            tell(wang.person_id, actor=caseworker("civil_affairs"))
        assert not Message.objects.exists()


def test_two_workers_with_the_same_fact_leave_one_message(committing_db):
    person = Person.objects.create(name="王秀兰", id_no="990102194603080026", confirmed_at=NOON, proof="test")
    sent = at_once(*[lambda: tell(person.pk, source="application:7")] * 3)
    assert len(set(sent)) == 1 and Message.objects.get().pk == sent[0]
