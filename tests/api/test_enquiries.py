"""Writing with a department by the API: before any application, about one, and seeing its answer."""

import pytest

from services.enquiries.actions.answer import answer
from services.enquiries.events import EnquiryAnswered
from services.enquiries.models import Enquiry, Line
from services.enquiries.writing import LONGEST
from services.notifications.handlers import tell_answer
from tests.api.client import following
from tests.cast import NOON

KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"
ALLOWANCE = "old-age-allowance"


def ask(api, *, key=None, **body):
    headers = {"Idempotency-Key": key or f"00000000-0000-4000-8000-{Enquiry.objects.count():012}"}
    return api.call("ask_department", body={"words": "When do you open?", **body}, headers=headers)


def answered(li, asked, words="九点。"):
    """The caseworker answers, and the portal tells the citizen."""
    answer(enquiry_id=asked["id"], words=words, actor=li, at=NOON)
    line = Line.objects.filter(enquiry=asked["id"]).latest("position")
    tell_answer(EnquiryAnswered(enquiry_id=line.enquiry_id, line_id=line.pk))


# --- asking
def test_a_question_about_an_item_goes_to_its_department_with_a_clock(wang):
    asked = ask(wang, item=ALLOWANCE)
    assert (asked.status, asked["department"]["code"], asked["item"]) == (200, "civil_affairs", ALLOWANCE)
    assert (asked["answered"], asked["due_on"], asked["application"]) == (False, "2026-11-30", None)
    assert [(line["side"], line["words"]) for line in asked["lines"]] == [("CITIZEN", "When do you open?")]


def test_a_question_about_nothing_in_particular_names_its_department(wang):
    assert ask(wang, department="social_insurance")["department"]["code"] == "social_insurance"


def test_writing_about_an_application_is_one_conversation(chen):
    sent = chen.apply()
    first = chen.act("ask_about_application", sent["id"], body={"words": "How long?"})
    again = chen.act("ask_about_application", sent["id"], body={"words": "Hello?"})
    assert first["id"] == again["id"] and first["application"] == sent["id"]
    assert [line["words"] for line in again["lines"]] == ["How long?", "Hello?"]
    assert again["due_on"] == first["due_on"], "writing again does not set the clock back"


def test_more_is_said_in_the_same_conversation(wang):
    asked = ask(wang, item=ALLOWANCE)
    more = wang.act("write_again", asked["id"], body={"words": "On Sundays too?"})
    assert more["id"] == asked["id"] and len(more["lines"]) == 2


def test_the_same_key_asks_once(wang):
    first, again = (ask(wang, key=KEY, item=ALLOWANCE) for _ in range(2))
    assert first.status == 200 and first.body == again.body and Line.objects.count() == 1
    assert ask(wang, key=KEY, department="civil_affairs").kind == "key-reused"


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, "department"),
        ({"department": "weather"}, "department"),
        ({"item": "moon-allowance"}, "item"),
        ({"item": ALLOWANCE, "words": "  "}, "words"),
        ({"item": ALLOWANCE, "words": "x" * (LONGEST + 1)}, "words"),
    ],
)
def test_what_is_no_question_is_named_by_field(wang, body, wrong):
    told = ask(wang, **body)
    assert (told.status, told.kind, list(told["errors"])) == (422, "bad-input", [wrong])
    assert not Enquiry.objects.exists()


# --- reading
def test_the_answer_is_read_with_the_name_of_who_gave_it(wang, li):
    asked = ask(wang, item=ALLOWANCE)
    answered(li, asked)
    found = wang.call("get_enquiry", id=asked["id"])
    assert (found["answered"], found["due_on"]) == (True, None)
    assert [(line["side"], line["name"]) for line in found["lines"]] == [("CITIZEN", ""), ("STAFF", "李文")]


def test_a_message_names_the_conversation_and_seeing_the_answer_reads_that_message_only(wang, li):
    asked, other = ask(wang, item=ALLOWANCE), ask(wang, department="civil_affairs")
    answered(li, asked)
    answered(li, other)
    assert wang.call("mark_enquiry_seen", id=asked["id"]).status == 204
    read = {each["enquiry"]: each["read_at"] for each in wang.call("list_messages")["results"]}
    assert read[asked["id"]] and read[other["id"]] is None


def test_conversations_are_listed_the_newest_first_page_by_page(wang, noon):
    asked = []
    for _ in range(3):
        noon.shift(60)
        asked.append(ask(wang, item=ALLOWANCE)["id"])
    first = wang.call("list_enquiries", query={"limit": 2})
    rest = wang.follow("list_enquiries", query=following(first))
    assert [row["id"] for row in [*first["results"], *rest]] == asked[::-1]


def test_nobody_lists_the_conversations_of_others(wang, zhou):
    ask(wang, item=ALLOWANCE)
    assert zhou.call("list_enquiries")["results"] == []
