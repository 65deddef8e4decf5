"""An item with a paper to hand in, done by the API alone: the judge, the sentences and the files of the pages."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from portal.api.files import ENVELOPE
from services.applications.actions.correct import request_correction
from services.applications.models import Application, Evidence, Upload
from services.applications.uploads import content_of
from services.catalogue.loading import load_items
from services.files.cleaning import LARGEST
from services.files.errors import SAYS
from tests.api.client import Api
from tests.api.conftest import Caller
from tests.cast import NOON
from tests.opened import value_of
from tests.questions.conftest import ITEM, package_with
from tests.questions.papers import pdf, photograph, picture

QUESTIONS = """
- {code: lease, kind: file, at_most: 2, label: {zh: 租房合同, en: Lease}}
- {code: note, kind: text, required: false, label: {zh: 说明, en: Note}}
- {code: named, kind: text, source: population.name, label: {zh: 姓名, en: Name}}
"""


@pytest.fixture(autouse=True)
def item(portal: Any, tmp_path: Path, settings: Any) -> None:
    settings.VAR = tmp_path
    load_items([package_with(QUESTIONS, tmp_path)], at=NOON)


@pytest.fixture
def draft(zhou: Caller) -> Any:
    return zhou.begin(ITEM)


def hand_in(api: Api, draft: Any, content: bytes, question: str = "lease") -> Any:
    return api.call("hand_in_file", id=draft["id"], body={"question": question}, file=content)


def test_a_paper_is_handed_in_named_in_the_answer_and_sent(zhou, draft):
    kept = hand_in(zhou, draft, pdf())
    assert (kept["kind"], kept["question"], kept["name"]) == ("PDF", "lease", "certificate.pdf")
    draft = zhou.call("get_draft", id=draft["id"])
    assert draft["answers"] == {"lease": [kept["id"]]} and [each["id"] for each in draft["files"]] == [
        kept["id"]
    ]
    sent = zhou.send(draft, **draft["answers"])
    assert sent.status == 200 and sent["case_code"]
    evidence = Evidence.objects.get(source=Evidence.Source.UPLOAD)
    assert (evidence.field_code, value_of(evidence)) == ("answers.lease", [kept["id"]])


def test_without_it_nothing_is_sent(zhou, draft):
    refused = zhou.send(draft)
    assert (refused.status, list(refused["errors"])) == (422, ["lease"])


def test_of_two_files_the_one_that_is_named_is_evidence(zhou, draft):
    first, _ = hand_in(zhou, draft, pdf()), hand_in(zhou, draft, picture())
    zhou.send(draft, lease=[first["id"]])
    assert value_of(Evidence.objects.get(source=Evidence.Source.UPLOAD)) == [first["id"]]


def test_somebody_elses_file_is_no_answer(zhou, draft, wang):
    other = hand_in(wang, wang.begin(ITEM), pdf())
    refused = zhou.send(draft, lease=[other["id"]])
    assert refused.status == 422 and list(refused["errors"]) == ["lease"]


# --- the sentences of the page
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"<html>", "other_type"),
        (pdf(password="x"), "encrypted"),
        (b"%PDF-1.7 and no more", "broken"),
        (pdf()[:10] + b"0" * LARGEST, "too_large"),
    ],
    ids=["empty", "other_type", "encrypted", "broken", "too_large"],
)
def test_what_is_not_taken_is_told_in_the_words_of_the_page(zhou, draft, content, reason):
    for language in ["zh", "en"]:
        zhou.headers["accept-language"] = language
        refused = hand_in(zhou, draft, content)
        assert (refused.status, refused.kind) == (422, "bad-answers")
        assert refused["errors"] == {"lease": SAYS[reason][language]}
    assert not Upload.objects.exists()


def test_a_body_larger_than_any_file_is_refused_by_its_length(zhou, draft):
    refused = hand_in(zhou, draft, b"%PDF-" + b"0" * (LARGEST + ENVELOPE))
    assert (refused.status, refused["detail"]) == (413, SAYS["too_large"]["en"])


def test_there_is_room_for_as_many_as_the_question_takes(zhou, draft):
    for size in [(10, 10), (20, 20)]:
        assert hand_in(zhou, draft, picture(size=size)).status == 200
    refused = hand_in(zhou, draft, picture(size=(30, 30)))
    assert refused["errors"] == {"lease": SAYS["too_many"]["en"]}


@pytest.mark.parametrize("question", ["note", "shoe_size"])
def test_a_question_that_asks_for_none_takes_none(zhou, draft, question):
    assert hand_in(zhou, draft, pdf(), question).kind == "not-asked-for"


def test_a_form_without_its_file_names_the_field(zhou, draft):
    response = zhou.client.post(f"/api/v1/applications/{draft['id']}/files", {"question": "lease"})
    assert (response.status_code, list(response.json()["errors"])) == (422, ["file"])


# --- safe to repeat
@pytest.mark.parametrize("content", [pdf(), photograph()], ids=["pdf", "jpeg"])
def test_the_same_file_again_is_the_same_file(
    zhou, draft, content, tmp_path, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        first, again = hand_in(zhou, draft, content), hand_in(zhou, draft, content)
    assert first.body == again.body
    assert len([each for each in (tmp_path / "uploads").glob("*/*") if each.is_file()]) == 1


def test_it_is_taken_back_and_twice_is_once(zhou, draft):
    kept = hand_in(zhou, draft, pdf())
    for _ in range(2):
        assert zhou.call("remove_file", id=draft["id"], file_id=kept["id"]).status == 204
    assert zhou.call("get_draft", id=draft["id"])["files"] == []


def test_once_sent_it_stays(zhou, draft):
    kept = hand_in(zhou, draft, pdf())
    zhou.send(draft, lease=[kept["id"]])
    for refused in [
        zhou.call("remove_file", id=draft["id"], file_id=kept["id"]),
        hand_in(zhou, draft, picture()),
    ]:
        assert (refused.status, refused.kind) == (409, "moved-on")
    assert Upload.objects.count() == 1


def test_a_marked_question_takes_another_file(zhou, portal, caseworker):
    portal.set("zhou_min", "insurance.status", "NONE")  # so that it goes to a person
    draft = zhou.begin(ITEM)
    blurred = hand_in(zhou, draft, pdf())
    assert zhou.send(draft, lease=[blurred["id"]])["state"] == "RECEIVED"
    request_correction(
        application_id=UUID(draft["id"]),
        points=[{"code": "lease", "words": "看不清。"}],
        actor=caseworker("social_insurance"),
        at=NOON,
    )
    clear = hand_in(zhou, draft, picture())
    body = {"answers": {"lease": [clear["id"]]}, "replies": {}}
    assert zhou.act("answer_correction", draft["id"], body=body)["state"] == "RECEIVED"
    mine = Evidence.objects.filter(application=draft["id"], source=Evidence.Source.UPLOAD)
    assert value_of(mine.get(superseded_at=None)) == [clear["id"]]
    assert value_of(mine.exclude(superseded_at=None).get()) == [blurred["id"]]


# --- whose it is
def test_its_owner_gets_it_as_it_is_kept(zhou, draft):
    kept = hand_in(zhou, draft, pdf(script=True))
    answer = zhou.call("get_file", id=draft["id"], file_id=kept["id"])
    assert answer.body == content_of(Upload.objects.get()) and b"alert" not in answer.body
    assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_nobody_else_sees_adds_or_takes_any(zhou, draft, wang, stranger):
    kept = hand_in(zhou, draft, pdf())
    for api, status in [(wang, 404), (stranger, 401)]:
        assert hand_in(api, draft, picture()).status == status
        for operation in ["get_file", "remove_file"]:
            assert api.call(operation, id=draft["id"], file_id=kept["id"]).status == status
    assert Upload.objects.count() == 1


def test_a_file_is_found_under_its_own_application_only(zhou, draft):
    kept = hand_in(zhou, draft, pdf())
    other = zhou.begin("insurance-certificate")
    assert zhou.call("get_file", id=other["id"], file_id=kept["id"]).status == 404
    zhou.call("remove_file", id=other["id"], file_id=kept["id"])
    assert Upload.objects.count() == 1


# --- answers that are kept
def keep(api: Api, draft: Any, **answers: Any) -> Any:
    return api.call("keep_answers", id=draft["id"], body={"answers": answers})


def test_what_was_typed_is_kept_beside_what_was_kept_before(zhou, draft):
    kept = hand_in(zhou, draft, pdf())
    assert keep(zhou, draft, note="二楼")["answers"] == {"note": "二楼", "lease": [kept["id"]]}
    assert zhou.begin(ITEM)["answers"]["note"] == "二楼"
    assert keep(zhou, draft, note=None)["answers"] == {"lease": [kept["id"]]}


def test_what_nobody_asks_is_not_kept(zhou, draft):
    assert keep(zhou, draft, shoe_size=42).kind == "not-asked-for"


def test_nobody_else_keeps_anything(zhou, draft, wang):
    assert keep(wang, draft, note="x").status == 404


def test_a_sent_draft_keeps_nothing_more(zhou, draft):
    zhou.send(draft, lease=[hand_in(zhou, draft, pdf())["id"]])
    assert keep(zhou, draft, note="x").kind == "moved-on"


def test_a_question_that_a_register_answers_is_not_among_those_to_ask(zhou, draft):
    assert [each["code"] for each in draft["questions"]] == ["lease", "note"]
    whole = zhou.call("get_item", code=ITEM)["questions"]
    assert {each["code"]: each["answered_by"] for each in whole}["named"] == "population.name"
    assert zhou.send(draft, lease=[hand_in(zhou, draft, pdf())["id"]]).status == 200
    assert Application.objects.get(pk=draft["id"]).answers["named"] == "周敏"
