"""复核 by the API: asking for it, reading how it goes, and what carries a refusal on that does not stand."""

from uuid import UUID

import pytest

from services.aftercare.actions.appeal import APPEAL_DAYS
from services.aftercare.actions.reexamine import close_reexamination
from services.aftercare.models import Reexamination
from tests.api.conftest import Caller
from tests.cast import NOON
from tests.refusals import REASON, looked_at_by_a_person, refused_by

DAY = 24 * 3600
WORDS = {"words": "我生于 1950 年。"}


@pytest.fixture
def jianguo(caller) -> Caller:
    return caller("li_jianguo")


@pytest.fixture
def refused(jianguo, li) -> str:
    return str(refused_by(li, jianguo.actor).pk)


def test_of_a_refusal_it_says_that_nobody_has_asked_yet(jianguo, refused):
    found = jianguo.call("get_application", id=refused)
    assert (found["appeal"], found["renewed_as"], found["renews"]) == (None, None, None)
    assert "article 20" in found["remedies"] and "article 46" in found["remedies"]


def test_it_is_asked_for_once_and_has_its_last_day(jianguo, refused):
    asked = jianguo.act("appeal_refusal", refused, body=WORDS)
    assert asked.status == 200
    assert asked["appeal"]["words"] == WORDS["words"]
    assert (asked["appeal"]["state"], asked["appeal"]["due_on"]) == ("WAITING", "2026-12-07")
    again = jianguo.act("appeal_refusal", refused, body=WORDS)
    assert (again.status, again.kind) == (409, "moved-on")


def test_the_answer_and_what_carries_it_on_are_read_there(jianguo, refused, caseworker):
    jianguo.act("appeal_refusal", refused, body=WORDS)
    row = looked_at_by_a_person(Reexamination.objects.get().pk)
    assert jianguo.call("get_application", id=refused)["appeal"]["state"] == "OPEN"
    given = {"state": Reexamination.State.REVERSED, "reason": "原件证明已满 70 周岁。", "at": NOON}
    close_reexamination(reexamination_id=row.pk, actor=caseworker("civil_affairs", "何芳"), **given)
    found = jianguo.call("get_application", id=refused)
    assert (found["appeal"]["state"], found["appeal"]["reason"]) == ("REVERSED", "原件证明已满 70 周岁。")
    assert found["decision"]["reason"] == REASON and found["state"] == "REFUSED"
    fresh = jianguo.call("get_application", id=found["renewed_as"])
    assert (fresh["state"], fresh["renews"]) == ("AWAITING_DATA", refused)


def test_after_the_last_day_it_is_too_late_and_says_where_to_turn(jianguo, refused, noon):
    noon.shift((APPEAL_DAYS + 1) * DAY)
    answer = Caller(jianguo.actor).act("appeal_refusal", refused, body=WORDS)
    assert (answer.status, answer.kind) == (409, "too-late") and "12345" in answer["detail"]


def test_what_was_not_refused_is_not_contested(chen):
    answer = chen.act("appeal_refusal", chen.apply()["id"], body=WORDS)
    assert (answer.status, answer.kind) == (409, "moved-on")


@pytest.mark.parametrize("words", ["", " ", "字" * 2001, None])
def test_without_words_or_with_too_many_it_is_not_taken(jianguo, refused, words):
    assert jianguo.act("appeal_refusal", refused, body={"words": words}).status == 422
    assert not Reexamination.objects.filter(application=UUID(refused))
