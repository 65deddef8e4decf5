"""Answering a correction by the API: only what was marked, all of it, once; then a person decides."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.applications.actions.correct import LONGEST_REPLY, request_correction
from services.applications.actions.decide import decide
from services.applications.models import Application, Correction, Decision, Move
from tests.api.client import Api
from tests.api.conftest import Caller
from tests.cast import NOON

KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"
ADDRESS = "population.hukou_address"
REPLIES = {ADDRESS: "The number of the house is 7."}
INSURANCE = "insurance-certificate"


def ask_for(li, sent, code=ADDRESS, words="门牌号对不上。"):
    request_correction(
        application_id=UUID(sent["id"]),
        points=[{"code": code, "words": words}],
        actor=li,
        at=NOON + timedelta(hours=1),
    )


@pytest.fixture
def asked(chen, li):
    """An application of his that waits for him."""
    sent = chen.apply()
    ask_for(li, sent)
    return sent


# --- what is asked
def test_the_application_says_who_asks_what_by_when_and_what_stands_there(chen, asked):
    now = chen.call("get_application", id=asked["id"])
    assert (now["state"], now["state_words"], now["holder"]) == (
        "AWAITING_CORRECTION",
        "Waiting for you",
        "李文",
    )
    correction = now["correction"]
    assert (correction["asked_by"], correction["due_on"]) == ("李文", "2026-12-14")
    [place] = correction["places"]
    assert (place["code"], place["words"], place["question"]) == (ADDRESS, "门牌号对不上。", None)
    assert place["label"]["en"] and "东湖大道" in place["text"]


def test_an_application_nobody_asks_anything_of_has_no_correction(chen):
    assert chen.apply()["correction"] is None


def test_a_marked_question_comes_with_its_form_and_the_answer_as_it_stands(zhou, li, caseworker, portal):
    portal.set("zhou_min", "insurance.status", "NONE")
    sent = zhou.apply(INSURANCE, used_for="LOAN")
    assert sent["state"] == "RECEIVED"
    ask_for(caseworker("social_insurance"), sent, "used_for", "For what is it really?")
    [place] = zhou.call("get_application", id=sent["id"])["correction"]["places"]
    assert place["question"]["code"] == "used_for" and place["question"]["options"]
    assert (place["given"], place["text"], place["label"]) == ("LOAN", None, None)
    answered = zhou.act("answer_correction", sent["id"], body={"answers": {"used_for": " JOB "}})
    assert (answered.status, answered["state"], answered["correction"]) == (200, "RECEIVED", None)
    assert Application.objects.get(pk=sent["id"]).answers == {"used_for": "JOB"}


# --- answering
def test_an_answer_sends_it_back_to_the_caseworker_with_the_words(chen, asked):
    answered = chen.act("answer_correction", asked["id"], body={"replies": REPLIES})
    assert (answered.status, answered["state"], answered["correction"]) == (200, "RECEIVED", None)
    assert Correction.objects.get().replies == REPLIES
    assert answered["due_on"] == "2026-11-30" and answered["holder"] == "李文"


def test_the_same_key_twice_is_one_answer(chen, asked):
    first = chen.act("answer_correction", asked["id"], key=KEY, body={"replies": REPLIES})
    again = chen.act("answer_correction", asked["id"], key=KEY, body={"replies": REPLIES})
    assert first.status == again.status == 200 and first.body == again.body
    assert Move.objects.filter(application=asked["id"], source="AWAITING_CORRECTION").count() == 1


def test_the_same_key_with_other_words_is_refused(chen, asked):
    chen.act("answer_correction", asked["id"], key=KEY, body={"replies": REPLIES})
    other = chen.act("answer_correction", asked["id"], key=KEY, body={"replies": {ADDRESS: "No, 8."}})
    assert (other.status, other.kind) == (409, "key-reused")
    assert Correction.objects.get().replies == REPLIES


def test_what_is_answered_already_has_moved_on(chen, asked):
    chen.act("answer_correction", asked["id"], body={"replies": REPLIES})
    answer = chen.act("answer_correction", asked["id"], body={"replies": REPLIES})
    assert (answer.status, answer.kind) == (409, "moved-on")


def test_what_nobody_asked_for_cannot_be_answered(chen):
    answer = chen.act("answer_correction", chen.apply()["id"], body={"replies": REPLIES})
    assert (answer.status, answer.kind) == (409, "moved-on") and "application again" in answer["detail"]


@pytest.mark.parametrize("body", [{}, {"replies": {ADDRESS: "  "}}])
def test_a_missing_reply_is_named_by_its_place(chen, asked, body):
    answer = chen.act("answer_correction", asked["id"], body=body)
    assert answer.status == 422 and answer["errors"]
    assert chen.call("get_application", id=asked["id"])["state"] == "AWAITING_CORRECTION"


@pytest.mark.parametrize(
    "body",
    [
        {"replies": {**REPLIES, "population.name": "Call me king"}},
        {"replies": REPLIES, "answers": {"used_for": "JOB"}},
    ],
)
def test_nothing_but_the_marked_places_can_be_changed(chen, asked, body):
    answer = chen.act("answer_correction", asked["id"], body=body)
    assert (answer.status, answer.kind, len(answer["errors"])) == (422, "not-asked-for", 1)
    assert Correction.objects.get().answered_at is None


def test_a_reply_has_an_end(chen, asked):
    answer = chen.act(
        "answer_correction", asked["id"], body={"replies": {ADDRESS: "x" * (LONGEST_REPLY + 1)}}
    )
    assert (answer.status, answer.kind, list(answer["errors"])) == (422, "bad-input", [f"replies.{ADDRESS}"])


def test_without_a_key_nothing_is_sent(chen, asked):
    answer = chen.call("answer_correction", id=asked["id"], body={"replies": REPLIES})
    assert (answer.status, answer.kind) == (400, "malformed")
    assert Correction.objects.get().answered_at is None


# --- to the end
def test_a_program_made_of_the_document_corrects_is_decided_downloads_and_verifies(
    chen: Caller, li, asked, quick_documents
):
    """The API knows no desk: the caseworker's acts are actions here, and everything else is the document's."""
    waiting = chen.call("get_application", id=asked["id"])
    replies = {
        place["code"]: "It is number 7." for place in waiting["correction"]["places"] if not place["question"]
    }
    answered = chen.act("answer_correction", waiting["id"], body={"replies": replies})
    decide(
        application_id=UUID(answered["id"]),
        outcome=Decision.Outcome.APPROVED,
        reason="已核实。",
        amount_fen=30000,
        actor=li,
        at=NOON + timedelta(hours=2),
    )
    result = chen.call("get_application", id=asked["id"])
    assert (result["state"], result["holder"]) == ("APPROVED", "李文")
    assert (result["decision"]["decided_by"], result["decision"]["reason"]) == ("PERSON", "已核实。")
    assert [paper["kind"] for paper in result["papers"]] == [
        "receipt",
        "correction",
        "acceptance",
        "approval",
    ]
    pdf = chen.call("get_certificate_pdf", id=asked["id"])
    assert pdf.body.startswith(b"%PDF-") and chen.call("get_certificate_pdf", id=asked["id"]).body == pdf.body
    [certificate] = chen.call("list_certificates")["results"]
    code = certificate["check"].rstrip("/").rpartition("/")[2]
    checked = Api().call("verify_by_code", identifier=certificate["identifier"], check_code=code)
    assert checked["state"] == Api().call("verify_by_file", file=pdf.body)["state"] == "VALID"
