"""Sending safely: twice is once, what was shown is what is sent, and answers are judged as on the pages."""

from uuid import uuid4

import pytest

from services.applications.models import Application, Decision
from services.events.models import OutboxEvent
from services.ledger.sealer import seal
from tests.api.conftest import digests

KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"


# --- twice is once
def test_the_same_key_with_the_same_content_is_one_act_with_one_answer(wang):
    draft = wang.begin()
    first, again = wang.send(draft, key=KEY), wang.send(draft, key=KEY)
    assert first.status == again.status == 200 and first.body == again.body
    assert Decision.objects.count() == 1
    assert OutboxEvent.objects.filter(name__endswith="ApplicationSubmitted").count() == 1


def test_the_same_key_is_answered_even_where_departments_have_fallen_silent_since(wang, portal, noon):
    draft = wang.begin()
    first = wang.send(draft, key=KEY)
    portal.fail("civil_affairs")
    noon.shift(3600)
    assert wang.send(draft, key=KEY).body == first.body


def test_the_same_key_with_other_content_is_refused_and_changes_nothing(zhou):
    draft = zhou.begin("insurance-certificate")
    zhou.send(draft, key=KEY, used_for="LOAN")
    answer = zhou.send(draft, key=KEY, used_for="JOB")
    assert (answer.status, answer.kind) == (409, "key-reused")
    assert Application.objects.get(pk=draft["id"]).answers == {"used_for": "LOAN"}


def test_another_key_does_not_send_it_again(wang):
    draft = wang.begin()
    wang.send(draft)
    answer = wang.send(draft)
    assert (answer.status, answer.kind) == (409, "moved-on")
    assert answer["detail"] == "It has moved on in the meantime. Please look at it again."


def test_somebody_elses_key_is_not_mine(wang, zhou):
    wang.send(wang.begin(), key=KEY)
    assert zhou.send(zhou.begin("insurance-certificate"), key=KEY, used_for="SELF")["state"] == "APPROVED"


def test_a_refused_try_does_not_use_up_its_key(zhou):
    draft = zhou.begin("insurance-certificate")
    assert zhou.send(draft, key=KEY, used_for="FUN").status == 422
    assert zhou.send(draft, key=KEY, used_for="JOB").status == 200


@pytest.mark.parametrize("key", ["", "1", "not-a-uuid", "8e03978e-40d5-43dd-bc93-6894a57f932"])
def test_without_a_proper_key_nothing_is_sent(wang, key):
    draft = wang.begin()
    headers = {"Idempotency-Key": key} if key else {}
    answer = wang.call(
        "submit_application", id=draft["id"], body={"answers": {}, "shown": digests(draft)}, headers=headers
    )
    assert (answer.status, answer.kind) == (400, "malformed")
    assert wang.call("get_application", id=draft["id"])["state"] == "DRAFT"


def test_a_key_in_quotes_is_the_same_key(wang):
    draft = wang.begin()
    assert wang.send(draft, key=f'"{KEY}"').body == wang.send(draft, key=KEY).body


# --- shown = stored
def test_a_value_that_changed_since_it_was_shown_comes_back_named_and_nothing_is_sent(wang, portal, noon):
    draft = wang.begin()
    portal.set("wang_xiulan", "population.residence", "MOVED_OUT")
    seal()  # as the worker has by then
    noon.shift(31 * 60)
    answer = wang.send(draft)
    assert (answer.status, answer.kind, answer["changed"]) == (409, "changed", ["population.residence"])
    now = wang.call("get_draft", id=draft["id"]).body
    assert wang.send(now)["state"] == "RECEIVED"


@pytest.mark.parametrize(
    "change",
    [
        lambda shown: {},
        lambda shown: shown | {"population.name": "0" * 16},
        lambda shown: shown | {"population.shoe_size": "0" * 16},
        lambda shown: {field: digest for field, digest in shown.items() if field != "population.name"},
    ],
)
def test_digests_of_anything_but_what_is_stored_are_refused(wang, change):
    draft = wang.begin()
    answer = wang.send(draft, shown=change(digests(draft)))
    assert (answer.status, answer.kind) == (409, "changed") and answer["changed"]
    assert wang.call("get_application", id=draft["id"])["state"] == "DRAFT"


# --- answers
@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({}, ["used_for"]),
        ({"used_for": None}, ["used_for"]),
        ({"used_for": ""}, ["used_for"]),
        ({"used_for": "FUN"}, ["used_for"]),
        ({"used_for": ["LOAN"]}, ["used_for"]),
        ({"used_for": {"is": "LOAN"}}, ["used_for"]),
        ({"used_for": 10**30}, ["used_for"]),
        ({"used_for": "LOAN", "shoe_size": 42}, ["shoe_size"]),
        ({"used_for": "FUN", "shoe_size": 42}, ["used_for", "shoe_size"]),
    ],
)
def test_answers_that_will_not_do_come_back_by_question(zhou, answers, wrong):
    draft = zhou.begin("insurance-certificate")
    answer = zhou.send(draft, **answers)
    assert (answer.status, answer.kind, list(answer["errors"])) == (422, "bad-answers", wrong)
    assert zhou.call("get_application", id=draft["id"])["state"] == "DRAFT"


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, ["answers", "shown"]),
        ({"answers": {}}, ["shown"]),
        ({"answers": [], "shown": {}}, ["answers"]),
        ({"answers": {}, "shown": {"population.name": None}}, ["shown.population.name"]),
        ({"answers": {}, "shown": {"population.name": "0" * 65}}, ["shown.population.name"]),
    ],
)
def test_a_body_of_another_shape_names_its_fields(wang, body, wrong):
    draft = wang.begin()
    answer = wang.call(
        "submit_application", id=draft["id"], body=body, headers={"Idempotency-Key": str(uuid4())}
    )
    assert (answer.status, answer.kind, sorted(answer["errors"])) == (422, "bad-input", wrong)
