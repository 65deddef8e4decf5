"""Putting a paper right: the caseworker could not read it, its owner takes it away on the page of the correction, hands in
another and sends; page by page, without JavaScript."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from services.actions.actor import Actor
from services.applications.actions.correct import request_correction
from services.applications.models import Application, Evidence, State, Upload
from services.applications.uploads import content_of
from services.catalogue.loading import load_items
from tests.cast import NOON
from tests.citizen.conftest import Visitor
from tests.citizen.pages import Page
from tests.opened import value_of
from tests.questions.conftest import ITEM, package_with, page_of
from tests.questions.papers import pdf, photograph, picture

pytestmark = pytest.mark.django_db
QUESTIONS = """
- {code: lease, kind: file, label: {zh: 租房合同, en: Lease}}
- {code: other, kind: file, required: false, label: {zh: 别的材料, en: Another paper}}
- {code: rent, kind: money, label: {zh: 每月租金, en: Rent a month}}
"""
BLURRED = "看不清，请再拍一张。"


@pytest.fixture
def zhou(
    catalogue: None, departments_stub: Any, tmp_path: Path, settings: Any, visitor: Callable[..., Visitor]
) -> Visitor:
    """Has handed in a lease and said the rent; the rules leave it to a person."""
    settings.VAR = tmp_path
    departments_stub.set("zhou_min", "insurance.status", "NONE")
    load_items([package_with(QUESTIONS, tmp_path)], at=NOON)
    zhou = visitor("zhou_min")
    check = zhou.begin(ITEM)
    draft = Application.objects.get()
    zhou.client.post(page_of(draft, "lease"), {"q-lease": file("blurred.jpg", picture()), "upload": "lease"})
    zhou.post(page_of(draft, "lease"))
    zhou.post(page_of(draft, "rent"), **{"q-rent": "1200"})
    assert zhou.send(check).status_code == 302
    return zhou


@pytest.fixture
def asked(zhou: Visitor, caseworker: Callable[[str], Actor]) -> Application:
    application = Application.objects.get(state=State.RECEIVED)
    request_correction(
        application_id=application.pk,
        points=[{"code": "lease", "words": BLURRED}],
        actor=caseworker("social_insurance"),
        at=NOON,
    )
    return Application.objects.get()


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def address(application: Application) -> str:
    return f"/applications/{application.pk}/correct/"


def press(zhou: Visitor, application: Application, status: int = 200, **fields: Any) -> Page:
    return Page(zhou.client.post(address(application), fields), status)


def take_away(zhou: Visitor, application: Application) -> Page:
    return press(zhou, application, remove=str(Upload.objects.get().pk))


def listed(page: Page) -> list[str]:
    return [link.text for link in page.one("main").all("a") if "/uploads/" in link.attrs.get("href", "")]


def test_the_page_says_what_is_wrong_and_shows_what_was_handed_in(zhou, asked):
    page = zhou.open(address(asked))
    assert BLURRED in page.one("p", css="note").text and listed(page) == ["blurred.jpg"]
    assert [button["value"] for button in page.all("button", name="remove")] == [str(Upload.objects.get().pk)]
    assert not page.all("input", type="file")  # there is room for one


def test_where_there_is_no_input_the_words_of_the_question_name_the_list(zhou, asked):
    page = zhou.open(address(asked))
    assert not page.all("label", **{"for": "q-lease"})
    named = page.one("ul", id="q-lease")["aria-labelledby"]
    assert page.one("b", id=named).text == "Lease"
    page = take_away(zhou, asked)
    assert page.one("label", **{"for": "q-lease"}).text == "Lease" and not page.all("ul", id="q-lease")


def test_taken_away_there_is_room_and_another_is_handed_in(zhou, asked):
    page = take_away(zhou, asked)
    assert listed(page) == [] and page.one("input", type="file")["name"] == "q-lease"
    page = press(zhou, asked, upload="lease", **{"q-lease": file("clear.pdf", pdf())})
    assert listed(page) == ["clear.pdf"] and not page.all("input", type="file")
    assert Application.objects.get().state == State.AWAITING_CORRECTION


def test_sent_it_goes_back_and_the_new_paper_stands_in_the_place_of_the_old(zhou, asked):
    (old,) = Upload.objects.values_list("pk", flat=True)
    take_away(zhou, asked)
    press(zhou, asked, upload="lease", **{"q-lease": file("clear.pdf", pdf())})
    assert zhou.post(address(asked)).url == f"/applications/{asked.pk}/"
    application, new = Application.objects.get(), Upload.objects.present().get()
    assert application.state == State.RECEIVED
    assert application.answers == {"lease": [str(new.pk)], "rent": 120000}
    papers = Evidence.objects.filter(field_code="answers.lease")
    assert value_of(papers.get(superseded_at=None)) == [str(new.pk)]
    assert value_of(papers.exclude(superseded_at=None).get()) == [str(old)]


def test_what_was_sent_once_stays_for_whoever_looks_at_it_later(zhou, asked):
    (old,) = Upload.objects.all()
    take_away(zhou, asked)
    press(zhou, asked, upload="lease", **{"q-lease": file("clear.pdf", pdf())})
    zhou.post(address(asked))
    kept = Upload.objects.get(pk=old.pk)
    assert kept.withdrawn_at is not None and content_of(kept).startswith(b"\xff\xd8")
    assert {row.name for row in asked.uploads.all()} == {"blurred.jpg", "clear.pdf"}
    assert zhou.client.get(f"/applications/{asked.pk}/uploads/{old.pk}/").status_code == 200


def test_handed_in_again_it_answers_again(zhou, asked):
    take_away(zhou, asked)
    page = press(zhou, asked, upload="lease", **{"q-lease": file("blurred.jpg", picture())})
    assert listed(page) == ["blurred.jpg"]
    assert sorted(row.withdrawn_at is None for row in Upload.objects.all()) == [False, True]


def test_what_was_handed_in_for_the_correction_and_not_sent_goes_at_once(zhou, asked):
    take_away(zhou, asked)
    press(zhou, asked, upload="lease", **{"q-lease": file("clear.pdf", pdf())})
    press(zhou, asked, remove=str(Upload.objects.present().get().pk))
    assert [row.name for row in Upload.objects.all()] == ["blurred.jpg"]


def test_chosen_and_sent_in_one_press_is_shown_first(zhou, asked):
    """A browser without JavaScript sends the file with whatever button is pressed."""
    take_away(zhou, asked)
    page = press(zhou, asked, **{"q-lease": file("clear.jpg", photograph())})
    assert listed(page) == ["clear.jpg"] and Application.objects.get().state == State.AWAITING_CORRECTION
    assert zhou.post(address(asked)).status_code == 302


@pytest.mark.parametrize(
    ("content", "words"), [(b"<html>", "Only PDF, JPEG and PNG"), (pdf(password="x"), "has a password")]
)
def test_what_is_not_taken_is_told_at_its_place(zhou, asked, content, words):
    take_away(zhou, asked)
    page = press(zhou, asked, 422, upload="lease", **{"q-lease": file("x.pdf", content)})
    assert words in page.one("p", id="q-lease-e").text and listed(page) == []
    assert "#q-lease" in page.links


def test_without_any_paper_nothing_is_sent_and_the_page_says_where(zhou, asked):
    take_away(zhou, asked)
    page = press(zhou, asked, 422)
    assert "#q-lease" in page.links and page.one("p", id="q-lease-e").text
    assert Application.objects.get().state == State.AWAITING_CORRECTION


def test_what_was_not_marked_takes_no_file_and_keeps_its_answer(zhou, asked):
    page = press(zhou, asked, upload="other", **{"q-other": file("other.pdf", pdf()), "q-rent": "1"})
    assert not page.all("input", name="q-other")
    assert [row.question for row in Upload.objects.all()] == ["lease"]
    zhou.post(address(asked), **{"q-rent": "1"})
    assert Application.objects.get().answers["rent"] == 120000


def test_answered_it_stays_as_it_was_sent(zhou, asked):
    zhou.post(address(asked))
    answer = zhou.post(address(asked), remove=str(Upload.objects.get().pk))
    assert answer.url == f"/applications/{asked.pk}/" and Upload.objects.count() == 1
