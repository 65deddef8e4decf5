"""The journey of a program: begin, see what is known, send, be approved, fetch the certificate, have it checked."""

import pytest
from django.utils.timezone import now

from services.applications.gathering import retry_awaited
from services.applications.models import Application
from services.ledger.sealer import seal
from services.sharing.models import DataAccess, DataRequest
from tests.api.client import Api
from tests.cast import NOON


def values(draft):
    return {value["field"]: value for group in draft["known"] for value in group["values"]}


# --- the draft
def test_beginning_shows_what_each_register_knows_and_as_of_when(wang):
    draft = wang.begin()
    people = draft["known"][0]
    assert [group["department"]["code"] for group in draft["known"]] == [
        "public_security",
        "civil_affairs",
        "social_insurance",
    ]
    assert people["register"]["zh"] and people["as_of"].startswith("20")
    assert values(draft)["population.name"]["text"] == "王秀兰"
    assert values(draft)["population.birth_on"]["text"].endswith("80 years old")
    assert len(values(draft)) == 10 and all(len(each["digest"]) == 16 for each in values(draft).values())
    assert draft["silent"] == [] and draft["questions"] == []


def test_an_identity_number_leaves_the_portal_masked_as_on_the_pages(wang):
    shown = values(wang.begin())["population.id_no"]["text"]
    assert "*" in shown and "19460308" not in shown


def test_the_words_of_known_values_follow_the_caller(caller):
    chinese = caller("wang_xiulan", **{"accept-language": "zh-CN"})
    assert values(chinese.begin())["population.residence"]["text"] == "正常"


def test_beginning_twice_is_one_draft_and_asks_nobody_again(wang):
    first = wang.begin()
    asked = DataRequest.objects.count()
    again = wang.begin()
    assert again["id"] == first["id"] and DataRequest.objects.count() == asked > 0


def test_a_draft_that_stood_for_long_is_read_anew_but_for_what_was_answered_yes_or_no(wang, noon):
    wang.begin()
    first = list(DataRequest.objects.all())
    seal()  # as the worker has by then
    noon.shift(31 * 60)
    wang.begin()
    again = DataRequest.objects.exclude(pk__in=[each.pk for each in first])
    assert asked_in(again) == {
        field: disclosure for field, disclosure in asked_in(first).items() if disclosure != "PREDICATE"
    }
    assert "PREDICATE" in asked_in(first).values()


def test_while_the_log_is_behind_nobody_is_asked_and_what_was_known_stays(wang, noon):
    first = wang.begin()
    asked = DataRequest.objects.count()
    noon.shift(31 * 60)
    again = wang.begin()
    assert DataRequest.objects.count() == asked > 0 and values(again) == values(first)
    refused = DataAccess.objects.filter(at__gt=NOON)
    assert {each.decision for each in refused} == {DataAccess.Decision.DENIED}


def test_what_is_sent_while_the_log_is_behind_waits_until_it_is_sealed(wang, noon):
    draft = wang.begin()
    noon.shift(31 * 60)
    assert wang.send(draft)["state"] == "AWAITING_DATA"
    seal()
    noon.shift(60)
    retry_awaited(at=now())
    assert wang.call("get_application", id=draft["id"])["state"] == "APPROVED"


def asked_in(requests):
    return {each["field"]: each["disclosure"] for request in requests for each in request.fields}


def test_a_silent_department_is_named_and_no_obstacle(wang, portal):
    portal.fail("civil_affairs")
    draft = wang.begin()
    assert [each["department"]["code"] for each in draft["silent"]] == ["civil_affairs"]
    sent = wang.send(draft)
    assert (sent["state"], sent["state_words"]) == ("AWAITING_DATA", "Waiting for a department")
    assert [each["department"]["code"] for each in sent["silent"]] == ["civil_affairs"]


def test_reading_a_draft_asks_nobody(wang):
    draft = wang.begin()
    asked = DataRequest.objects.count()
    assert wang.call("get_draft", id=draft["id"]).body == draft
    assert DataRequest.objects.count() == asked


def test_a_value_somebody_disputed_says_until_when_it_is_answered(wang, citizen):
    from services.sharing.actions.object_to import object_to

    draft = wang.begin()
    object_to(
        person_id=wang.actor.person_id,
        field_code="population.hukou_address",
        source=f"application:{draft['id']}",
        words="I moved",
        actor=wang.actor,
        at=NOON,
        request_key=None,
    )
    address = values(wang.call("get_draft", id=draft["id"]))["population.hukou_address"]
    assert address["wrong_until"] == "2026-11-30"


def test_an_item_that_is_granted_once_is_not_begun_twice(wang):
    first = wang.apply()
    answer = wang.call("begin_draft", code="old-age-allowance")
    assert (answer.status, answer.kind, answer["application"]) == (409, "already-under-way", first["id"])


def test_a_draft_that_was_sent_is_a_draft_no_more(wang):
    sent = wang.apply()
    answer = wang.call("get_draft", id=sent["id"])
    assert (answer.status, answer.kind) == (409, "moved-on")


def test_there_is_no_draft_of_an_unknown_item(wang):
    assert wang.call("begin_draft", code="moon-allowance").status == 404


# --- sending
def test_clear_conditions_are_approved_in_the_answer_itself(wang):
    sent = wang.apply()
    assert (sent.status, sent["state"], sent["state_words"]) == (200, "APPROVED", "Approved")
    decision = sent["decision"]
    assert (decision["decided_by"], decision["amount_fen"], decision["reason"]) == ("RULES", 30000, None)
    assert sent["approved_text"]["en"].startswith("Counted from November 2026.")
    assert len(sent["case_code"]) == 43 and sent["remedies"] is None and sent["silent"] == []
    assert all(condition["met"] for condition in sent["conditions"])
    age = sent["conditions"][0]
    assert (age["value"], age["unit"]["en"], age["field"]) == (80, "years", "population.birth_on")
    assert age["register"]["department"]["code"] == "public_security" and age["late"] is False


def test_what_is_not_clear_goes_to_a_person_and_says_by_when(caller):
    sent = caller("chen_deming").apply()
    assert (sent["state"], sent["decision"], sent["due_on"]) == ("RECEIVED", None, "2026-11-30")
    assert sent["department"]["code"] == "civil_affairs"
    assert {condition["met"] for condition in sent["conditions"]} == {True, None}
    assert [step["state"] for step in sent["timeline"]][-2:] == ["now", "todo"]


def test_rules_never_refuse_through_the_api_either(caller):
    sent = caller("li_jianguo").apply()
    assert (sent["state"], sent["decision"]) == ("RECEIVED", None)
    assert sent["conditions"][0]["met"] is False


def test_answers_are_understood_as_the_pages_understand_them(zhou):
    sent = zhou.apply("insurance-certificate", used_for=" LOAN ")
    assert sent["state"] == "APPROVED"
    assert Application.objects.get(pk=sent["id"]).answers == {"used_for": "LOAN"}


# --- to the end
def test_a_program_made_of_the_document_applies_downloads_and_has_it_checked(wang, quick_documents):
    sent = wang.apply()
    pdf = wang.call("get_certificate_pdf", id=sent["id"])
    assert pdf.status == 200 and pdf.body.startswith(b"%PDF-")
    [certificate] = wang.call("list_certificates")["results"]
    assert (certificate["application"], certificate["state"]) == (sent["id"], "VALID")
    assert certificate["pdf"].endswith(f"/applications/{sent['id']}/certificate.pdf")
    assert wang.call("get_application", id=sent["id"])["certificate"]["id"] == certificate["id"]
    anybody = Api()
    code = certificate["check"].rstrip("/").rpartition("/")[2]
    found = anybody.call("verify_by_code", identifier=certificate["identifier"], check_code=code)
    assert (found["state"], found["certificate"]["holder_name"]) == ("VALID", "王*兰")
    number = {"number": certificate["identifier"], "last_four": "0026"}
    assert anybody.call("verify_by_number", body=number)["state"] == "VALID"
    assert anybody.call("verify_by_file", file=pdf.body)["state"] == "VALID"
    assert anybody.call("verify_by_file", file=pdf.body + b" ")["state"] == "NOT_GENUINE"


@pytest.mark.parametrize("accept", ["application/xml", "text/html", "*/*", "nonsense"])
def test_json_is_what_comes_whatever_is_accepted(wang, accept):
    assert wang.call("list_applications", headers={"accept": accept}).status == 200
