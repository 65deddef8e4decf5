"""文书 by the API: what a window would hand over, in the words of the page."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.applications.actions.accept import decline
from services.applications.actions.decide import decide
from services.applications.actions.suspend import suspend
from services.applications.models import Decision
from tests.api.test_correcting import ask_for
from tests.api.test_same_words import browser, text_of
from tests.cast import NOON

LATER = NOON + timedelta(hours=1)


def paper(api, sent, kind):
    return api.call("get_paper", id=sent["id"], kind=kind)


def test_an_approval_by_rules_has_a_receipt_and_a_decision(wang):
    sent = wang.apply()
    assert [each["kind"] for each in sent["papers"]] == ["receipt", "approval"]
    decision = paper(wang, sent, "approval")
    assert decision["words"] == ["Decided by published rules; every condition is met."]
    assert (decision["applicant"], decision["case_code"]) == ("王秀兰", sent["case_code"])
    assert decision["address"].endswith(f"/applications/{sent['id']}/papers/approval/")


def test_a_receipt_names_the_promised_day(chen):
    receipt = paper(chen, chen.apply(), "receipt")
    assert (receipt["due_on"], receipt["words"], receipt["remedies"]) == ("2026-11-30", [], None)


def test_a_refusal_carries_the_reason_and_where_to_turn(chen, li):
    sent = chen.apply()
    decide(
        application_id=UUID(sent["id"]),
        outcome=Decision.Outcome.REFUSED,
        reason="不在本市。",
        actor=li,
        at=LATER,
    )
    refusal = paper(chen, sent, "refusal")
    assert refusal["words"] == ["不在本市。"] and "60 days" in refusal["remedies"]


def test_what_was_not_taken_on_says_who_is_competent(chen, li):
    sent = chen.apply()
    decline(application_id=UUID(sent["id"]), reason="由户籍地民政局受理。", actor=li, at=LATER)
    assert paper(chen, sent, "declined")["words"] == ["由户籍地民政局受理。"]
    assert chen.call("get_application", id=sent["id"])["ending_words"] == "由户籍地民政局受理。"


def test_a_notice_of_correction_lists_what_to_put_right_by_when(chen, li):
    sent = chen.apply()
    ask_for(li, sent)
    notice = paper(chen, sent, "correction")
    assert (notice["words"], notice["due_on"]) == (["门牌号对不上。"], "2026-12-14")


@pytest.mark.parametrize("kind", ["refusal", "weather", "RECEIPT"])
def test_there_is_no_paper_of_what_did_not_happen(wang, kind):
    assert paper(wang, wang.apply(), kind).status == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_paper_reads_as_on_its_page(chen, li, language):
    chen.headers["accept-language"] = language
    sent = chen.apply()
    ask_for(li, sent)
    decline_words = "由户籍地民政局受理。"
    chen.act("answer_correction", sent["id"], body={"replies": {"population.hukou_address": "7"}})
    decline(application_id=UUID(sent["id"]), reason=decline_words, actor=li, at=NOON + timedelta(hours=3))
    for name in chen.call("get_application", id=sent["id"])["papers"]:
        told = paper(chen, sent, name["kind"])
        said = text_of(browser(chen, language).get(f"/applications/{sent['id']}/papers/{name['kind']}/"))
        for words in [
            told["title"],
            told["applicant"],
            told["case_code"],
            *told["words"],
            told["remedies"] or "",
        ]:
            assert words in said


def test_a_special_procedure_says_what_is_waited_for(chen, li):
    from services.applications.actions.accept import accept

    sent = chen.apply()
    accept(application_id=UUID(sent["id"]), actor=li, at=NOON)
    suspend(application_id=UUID(sent["id"]), reason="等待实地核查，约十天。", actor=li, at=LATER)
    assert paper(chen, sent, "suspension")["words"] == ["等待实地核查，约十天。"]
