"""Turning back by the API: before acceptance, or within 24 hours of what rules approved."""

from uuid import UUID

import pytest

from services.applications.actions.accept import accept
from services.applications.handlers import certify
from services.applications.models import Move
from services.events.models import OutboxEvent
from tests.api.conftest import Caller
from tests.cast import NOON

KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"
HOUR = 3600


def test_an_application_says_how_one_may_turn_back(wang, chen):
    assert wang.apply()["way_out"] == "rescind"
    assert chen.apply()["way_out"] == "withdraw"


def test_before_acceptance_it_is_withdrawn_and_may_be_begun_again(chen):
    gone = chen.act("withdraw_application", chen.apply()["id"])
    assert (gone.status, gone["state"], gone["state_words"]) == (200, "WITHDRAWN", "Withdrawn by you")
    assert gone["way_out"] is None and gone["due_on"] is None
    assert chen.call("begin_draft", code="old-age-allowance").status == 200


def test_after_acceptance_it_stays(chen, li):
    sent = chen.apply()
    accept(application_id=UUID(sent["id"]), actor=li, at=NOON)
    answer = chen.act("withdraw_application", sent["id"])
    assert (answer.status, answer.kind) == (409, "moved-on")
    now = chen.call("get_application", id=sent["id"])
    assert (now["state"], now["way_out"]) == ("ACCEPTED", None)


def test_what_rules_approved_is_taken_back_within_a_day(wang, noon):
    sent = wang.apply()
    certify(UUID(sent["id"]))
    noon.shift(24 * HOUR)
    gone = Caller(wang.actor).act("rescind_application", sent["id"])
    assert (gone.status, gone["state"]) == (200, "RESCINDED")
    assert OutboxEvent.objects.filter(name__endswith="ApplicationRescinded").count() == 1


def test_a_moment_later_it_is_too_late_and_says_where_to_turn(wang, noon):
    sent = wang.apply()
    noon.shift(24 * HOUR + 1)
    wang = Caller(wang.actor)  # a session has ended in the meantime
    answer = wang.act("rescind_application", sent["id"])
    assert (answer.status, answer.kind) == (409, "too-late") and "12345" in answer["detail"]
    assert wang.call("get_application", id=sent["id"])["way_out"] is None


@pytest.mark.parametrize("operation", ["withdraw_application", "rescind_application"])
def test_a_draft_has_nothing_to_turn_back_from(wang, operation):
    answer = wang.act(operation, wang.begin()["id"])
    assert (answer.status, answer.kind) == (409, "moved-on")


def test_one_does_not_stand_for_the_other(wang, chen):
    assert wang.act("withdraw_application", wang.apply()["id"]).kind == "moved-on"
    assert chen.act("rescind_application", chen.apply()["id"]).kind == "moved-on"


def test_twice_under_one_key_is_once(chen):
    sent = chen.apply()
    first, again = (chen.act("withdraw_application", sent["id"], key=KEY) for _ in range(2))
    assert first.status == 200 and first.body == again.body
    assert Move.objects.filter(target="WITHDRAWN").count() == 1
    assert chen.act("withdraw_application", sent["id"]).kind == "moved-on"


@pytest.mark.parametrize("operation", ["withdraw_application", "rescind_application"])
def test_without_a_key_nothing_happens(chen, operation):
    sent = chen.apply()
    assert chen.call(operation, id=sent["id"]).status == 400
    assert chen.call("get_application", id=sent["id"])["state"] == "RECEIVED"
