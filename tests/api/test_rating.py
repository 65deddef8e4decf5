"""Rating by the API: five levels, once, and the answer to a poor one."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.departments.models import StaffMember
from services.ratings.actions.answer_rectification import answer_rectification
from services.ratings.models import Rating, Rectification
from tests.cast import NOON

KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"


def test_a_good_rating_is_kept_and_opens_nothing(wang):
    sent = wang.apply()
    assert wang.call("get_rating", id=sent["id"]).status == 404
    given = wang.act("rate_application", sent["id"], body={"level": 5, "words": "Quick."})
    assert (given["level"], given["words"], given["rectification"]) == (5, "Quick.", None)
    assert wang.call("get_rating", id=sent["id"]).body == given.body


def test_a_poor_rating_says_who_answers_by_when(wang):
    given = wang.act("rate_application", wang.apply()["id"], body={"level": 1})
    opened = given["rectification"]
    assert (opened["department"]["code"], opened["answer"], opened["answered_by"]) == (
        "civil_affairs",
        None,
        None,
    )
    assert opened["due_on"] == Rectification.objects.get().due_on.isoformat()


def test_the_answer_is_read_where_the_rating_is(wang, li):
    sent = wang.apply()
    wang.act("rate_application", sent["id"], body={"level": 1})
    answer_rectification(
        rectification_id=Rectification.objects.get().pk,
        words="已改正。",
        actor=li,
        at=NOON + timedelta(days=1),
    )
    found = wang.call("get_rating", id=sent["id"])["rectification"]
    name = StaffMember.objects.get(user=li.user_id).name
    assert (found["answer"], found["answered_by"]) == ("已改正。", name) and found["answered_at"]


def test_one_application_is_rated_once(wang):
    sent = wang.apply()
    wang.act("rate_application", sent["id"], body={"level": 5})
    again = wang.act("rate_application", sent["id"], body={"level": 1})
    assert (again.status, again.kind) == (409, "already-rated")
    assert Rating.objects.get().level == 5


def test_the_same_key_is_the_same_rating(wang):
    sent = wang.apply()
    first, again = (wang.act("rate_application", sent["id"], key=KEY, body={"level": 4}) for _ in range(2))
    assert first.status == 200 and first.body == again.body and Rating.objects.count() == 1


def test_what_is_under_way_or_was_turned_back_is_not_rated(chen):
    sent = chen.apply()
    early = chen.act("rate_application", sent["id"], body={"level": 5})
    assert (early.status, early.kind) == (409, "not-possible") and "decided" in early["detail"]
    chen.act("withdraw_application", sent["id"])
    assert chen.act("rate_application", sent["id"], body={"level": 5}).status == 409


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, "level"),
        ({"level": 0}, "level"),
        ({"level": 6}, "level"),
        ({"level": None}, "level"),
        ({"level": 5, "words": "x" * 501}, "words"),
    ],
)
def test_what_is_no_rating_is_named_by_field(wang, body, wrong):
    answer = wang.act("rate_application", wang.apply()["id"], body=body)
    assert (answer.status, answer.kind, list(answer["errors"])) == (422, "bad-input", [wrong])


def test_somebody_elses_application_is_not_rated(wang, zhou):
    sent = wang.apply()
    assert zhou.act("rate_application", sent["id"], body={"level": 1}).status == 404
    assert UUID(sent["id"]) and not Rating.objects.exists()
