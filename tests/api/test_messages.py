"""The inbox, read by a program."""

from services.actions.actor import SYSTEM
from services.notifications.actions.send import send
from tests.api.client import following
from tests.cast import NOON

ITEM = {"zh": "高龄津贴", "en": "Old-age allowance"}


def tell(person_id, source, template="approved", **context):
    send(
        person_id=person_id,
        template=template,
        context={"item": ITEM, **context},
        source=source,
        actor=SYSTEM,
        at=NOON,
    )


def test_messages_come_in_the_words_of_the_pages(wang):
    sent = wang.apply()
    tell(wang.actor.person_id, "application:1", application=sent["id"])
    [message] = wang.call("list_messages")["results"]
    assert message["words"] == "It is approved. Your certificate is ready."
    assert (message["about"], message["application"], message["kind"]) == (ITEM, sent["id"], "approved")
    chinese = wang.call("list_messages", headers={"accept-language": "zh-CN"})["results"][0]["words"]
    assert "批准" in chinese


def test_a_message_about_no_application_has_none(wang):
    tell(wang.actor.person_id, "notice:1")
    assert wang.call("list_messages")["results"][0]["application"] is None


def test_reading_marks_nothing_and_saying_so_marks_everything(wang):
    tell(wang.actor.person_id, "application:1")
    wang.call("list_messages")
    assert wang.call("list_messages")["results"][0]["read_at"] is None
    assert wang.call("mark_messages_read").status == 204
    assert wang.call("list_messages")["results"][0]["read_at"]


def test_nobody_reads_or_marks_the_messages_of_others(wang, zhou):
    tell(wang.actor.person_id, "application:1")
    assert zhou.call("list_messages")["results"] == []
    zhou.call("mark_messages_read")
    assert wang.call("list_messages")["results"][0]["read_at"] is None


def test_pages_follow_each_other_also_where_the_moment_is_the_same(wang):
    for number in range(5):
        tell(wang.actor.person_id, f"application:{number}")
    first = wang.call("list_messages", query={"limit": 2})
    tell(wang.actor.person_id, "application:later")
    rest = wang.follow("list_messages", query=following(first))
    ids = [row["id"] for row in [*first["results"], *rest]]
    assert len(ids) == len(set(ids)) >= 5
