"""A paper that no department holds: handed in, seen by its owner and the competent department, sent with the application."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from services.applications.actions.upload import register, upload
from services.applications.errors import NotAskedFor
from services.applications.models import Application, Evidence, Upload
from services.applications.uploads import content_of, sweep_files
from services.catalogue.loading import load_items
from services.departments.models import Department
from services.files import vault
from services.files.cleaning import LARGEST
from services.files.errors import BadFile
from tests.cast import NOON, load_shipped
from tests.citizen.conftest import Visitor
from tests.citizen.pages import Page
from tests.desk.signing_in import a_clerk, sign_in
from tests.opened import value_of
from tests.questions.conftest import ITEM, package_with, page_of
from tests.questions.papers import pdf, photograph, picture

pytestmark = pytest.mark.django_db

QUESTIONS = """
- {code: lease, kind: file, at_most: 2, label: {zh: 租房合同, en: Lease}}
- {code: note, kind: text, required: false, label: {zh: 说明, en: Note}}
"""


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.VAR = tmp_path
    yield tmp_path


@pytest.fixture
def zhou(db: None, departments_stub: None, tmp_path: Path, visitor: Any) -> Visitor:
    load_shipped()
    load_items([package_with(QUESTIONS, tmp_path)], at=NOON)
    zhou = visitor("zhou_min")
    zhou.begin(ITEM)
    return zhou


@pytest.fixture
def draft(zhou: Visitor) -> Application:
    return Application.objects.get()


def hand_in(visitor: Visitor, draft: Application, content: bytes, name: str = "合同.pdf") -> Any:
    file = SimpleUploadedFile(name, content, content_type="text/html")
    return visitor.client.post(page_of(draft, "lease"), {"q-lease": file, "upload": "lease"})


def files_in(var: Path) -> list[Path]:
    return [path for path in (var / "uploads").glob("*/*") if path.is_file()]


class TestHandingIn:
    def test_it_is_listed_with_its_name_and_kept_unreadable(self, zhou, draft, var):
        assert hand_in(zhou, draft, pdf()).status_code == 302
        row = Upload.objects.get()
        assert (row.question, row.name, row.kind) == ("lease", "合同.pdf", "PDF")
        assert "合同.pdf" in zhou.open(page_of(draft, "lease")).one("main").text
        (file,) = files_in(var)
        assert b"%PDF" not in file.read_bytes() and content_of(row).startswith(b"%PDF")
        assert oct(file.stat().st_mode)[-3:] == "600"

    def test_the_name_says_the_true_type_and_has_no_folders(self, zhou, draft):
        hand_in(zhou, draft, photograph(), name="..\\..\\etc/passwd<b>.exe")
        assert Upload.objects.get().name == "passwdb.jpg"

    @pytest.mark.parametrize(
        ("content", "words"), [(b"<html>", "Only PDF, JPEG and PNG"), (pdf(password="x"), "has a password")]
    )
    def test_what_is_not_taken_is_told_at_its_place_and_nothing_is_kept(
        self, zhou, draft, var, content, words
    ):
        page = Page(hand_in(zhou, draft, content), 422)
        assert words in page.one("p", id="q-lease-e").text
        assert not Upload.objects.exists() and not files_in(var)

    def test_pressing_without_a_file_says_so(self, zhou, draft):
        page = Page(zhou.client.post(page_of(draft, "lease"), {"upload": "lease"}), 422)
        assert "choose another" in page.one("p", id="q-lease-e").text

    def test_there_is_room_for_as_many_as_the_question_takes(self, zhou, draft, var):
        for side in (10, 20):
            hand_in(zhou, draft, picture(size=(side, side)))
        assert "enough files" in Page(hand_in(zhou, draft, picture()), 422).one("p", id="q-lease-e").text
        assert Upload.objects.count() == len(files_in(var)) == 2

    def test_pressed_twice_is_one_file(self, zhou, draft, var, django_capture_on_commit_callbacks):
        content = pdf()
        with django_capture_on_commit_callbacks(execute=True):
            assert [hand_in(zhou, draft, content).status_code for _ in range(2)] == [302, 302]
        assert Upload.objects.count() == len(files_in(var)) == 1

    def test_one_too_large_is_told_at_its_place(self, zhou, draft):
        page = Page(hand_in(zhou, draft, b"%PDF-" + b"0" * LARGEST), 422)
        assert "more than 10 MB" in page.one("p", id="q-lease-e").text

    def test_a_question_for_words_takes_no_file(self, zhou, draft, var):
        with pytest.raises(NotAskedFor):
            upload(
                application_id=draft.pk, question="note", name="x", content=pdf(), actor=zhou.actor, at=NOON
            )
        assert not files_in(var)

    def test_it_is_taken_back(self, zhou, draft, var, django_capture_on_commit_callbacks):
        hand_in(zhou, draft, pdf())
        with django_capture_on_commit_callbacks(execute=True):
            zhou.client.post(page_of(draft, "lease"), {"remove": str(Upload.objects.get().pk)})
        assert not Upload.objects.exists() and not files_in(var)

    @pytest.mark.parametrize("which", ["", "x", "8c1b62c5-92b5-4f31-b705-4034f3a22082"])
    def test_taking_back_what_is_not_there_changes_nothing(self, zhou, draft, which):
        hand_in(zhou, draft, pdf())
        zhou.client.post(page_of(draft, "lease"), {"remove": which})
        assert Upload.objects.count() == 1


class TestOpening:
    def address(self, draft: Application) -> str:
        return f"/applications/{draft.pk}/uploads/{Upload.objects.get().pk}/"

    def test_its_owner_gets_it_as_an_attachment_that_runs_nowhere(self, zhou, draft):
        hand_in(zhou, draft, pdf())
        response = zhou.get(self.address(draft))
        assert response.content.startswith(b"%PDF") and response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"].startswith("attachment;")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"] and "no-store" in response["Cache-Control"]

    def test_nobody_else_does(self, zhou, draft, visitor):
        hand_in(zhou, draft, pdf())
        assert visitor("wang_xiulan").get(self.address(draft)).status_code == 404
        assert Client().get(self.address(draft)).status_code == 302

    @pytest.mark.parametrize(("department", "status"), [("social_insurance", 200), ("civil_affairs", 404)])
    def test_at_the_desk_the_competent_department_gets_it_and_no_other(self, zhou, draft, department, status):
        hand_in(zhou, draft, pdf())
        zhou.send(f"/applications/{draft.pk}/check/")
        client = Client()
        sign_in(client, a_clerk(department=Department.objects.get(code=department)))
        response = client.get(f"/desk{self.address(draft)}")
        assert response.status_code == status
        if status == 200:
            assert response.content.startswith(b"%PDF")
            assert response["Content-Disposition"].startswith("attachment;")

    def test_a_file_in_the_place_of_another_does_not_open(self, zhou, draft):
        hand_in(zhou, draft, pdf())
        row = Upload.objects.get()
        other = vault.put(b"%PDF-other")
        vault._path(row.stored).write_bytes(vault._path(other).read_bytes())
        with pytest.raises(vault.keys.CannotOpen):
            content_of(row)


class TestSending:
    def test_without_the_paper_nothing_is_sent(self, zhou, draft):
        page = zhou.open(f"/applications/{draft.pk}/check/")
        assert not page.all("form", id="send") and page_of(draft, "lease") in page.links

    def test_it_becomes_evidence(self, zhou, draft):
        hand_in(zhou, draft, pdf())
        assert zhou.send(f"/applications/{draft.pk}/check/").url == f"/applications/{draft.pk}/"
        evidence = Evidence.objects.get(source=Evidence.Source.UPLOAD)
        assert (evidence.field_code, value_of(evidence)) == ("answers.lease", [str(Upload.objects.get().pk)])

    def test_afterwards_it_stays_as_it_was(self, zhou, draft):
        hand_in(zhou, draft, pdf())
        zhou.send(f"/applications/{draft.pk}/check/")
        zhou.client.post(page_of(draft, "lease"), {"remove": str(Upload.objects.get().pk)})
        assert Upload.objects.count() == 1


class TestOrphans:
    def test_a_file_without_a_row_is_swept_away_after_an_hour(self, zhou, draft, var):
        hand_in(zhou, draft, pdf())
        orphan = vault._path(vault.put(b"never wanted"))
        assert sweep_files() == 0  # its row may be on its way
        for file in files_in(var):
            os.utime(file, (0, 0))
        assert sweep_files() == 1 and not orphan.exists() and len(files_in(var)) == 1

    def test_a_row_that_fails_leaves_no_file(self, zhou, draft, var, monkeypatch):
        def fail(**given: Any) -> None:
            raise BadFile("too_many")

        monkeypatch.setattr("services.applications.actions.upload.register", fail)
        with pytest.raises(BadFile):
            upload(
                application_id=draft.pk, question="lease", name="x", content=pdf(), actor=zhou.actor, at=NOON
            )
        assert register is not fail and not files_in(var)
