"""Receipts, notices and decisions as signed PDFs: every kind, in both languages, judged by strangers' programs."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from pyhanko.pdf_utils.reader import PdfFileReader

from portal.showing.papers import KINDS, Paper
from portal.showing.printed_papers import sheet
from portal.subscriptions import SUBSCRIPTIONS
from services.applications.models import Application, Correction
from services.applications.queries import whole
from services.certificates.models import PaperFile, Unprintable
from services.certificates.papers import paper_pdf
from services.certificates.printing import printed
from services.certificates.signing import seal
from services.departments.models import StaffMember
from services.events.relay import deliver_due
from services.ledger.checkpoints import newest, short
from services.ledger.sealer import seal as seal_the_ledger
from services.notifications.models import Message
from services.people.models import Person
from tests.cast import NOON, begin, send
from tests.certificates import verapdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="apt-get install poppler-utils")


@pytest.fixture
def application(citizen: Any, caseworker: Any) -> Application:
    """Decided; and a correction was asked for, so that every kind of paper has something to say."""
    wang = citizen("wang_xiulan")
    sent = send(begin(wang), wang)
    caseworker("civil_affairs")
    Correction.objects.create(
        application=sent,
        asked_by=StaffMember.objects.get(),
        points=[{"code": "residence", "kind": "FIELD", "words": "请补一张户口簿照片。"}],
        back_to="UNDER_REVIEW",
        days_left=5,
        asked_at=NOON,
        due_on=NOON.date(),
        answered_at=NOON,
    )
    return whole(wang).get(pk=sent.pk)


def of_kind(kind: str, title: Any, note: str = "收入需要核实。") -> Paper:
    return Paper(kind, title, NOON, note)


def text_of(content: bytes) -> str:
    run = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return "".join(run.stdout.decode().split())


@pytest.mark.usefixtures("office")
class TestDocument:
    @needs_poppler
    @pytest.mark.parametrize(("language", "words"), [("zh-hans", "收件凭证"), ("en", "Receipt")])
    def test_it_says_who_what_when_in_the_language_of_the_page(
        self, application: Application, language: str, words: str
    ) -> None:
        with translation.override(language):
            said = text_of(paper_pdf(sheet(application, of_kind(*KINDS["SUBMITTED"]))))
        assert "王秀兰" in said and str(application.case_code) in said
        assert "papers/receipt" in said

    def test_the_same_for_machines_is_attached(self, application: Application) -> None:
        content = paper_pdf(sheet(application, of_kind(*KINDS["APPROVED"])))
        names = PdfFileReader(BytesIO(content)).root["/Names"]["/EmbeddedFiles"]["/Names"]
        record = json.loads(names[1].get_object()["/EF"]["/F"].data)
        assert record["number"] == application.case_code
        assert record["applicant"]["name"] == "王秀兰" and record["says"]

    def test_the_ledger_as_it_is_stands_on_it_and_in_its_record(self, application: Application) -> None:
        seal_the_ledger()
        with translation.override("zh-hans"):
            made = sheet(application, of_kind(*KINDS["APPROVED"]))
        checkpoint = newest()
        assert checkpoint and f"存证 {short(checkpoint)}" in made.html
        assert json.loads(made.record)["ledger"]["root"] == bytes(checkpoint.root).hex()

    def test_it_is_sealed_and_made_once(self, application: Application) -> None:
        wanted = sheet(application, of_kind(*KINDS["APPROVED"]))
        first, again = paper_pdf(wanted), paper_pdf(wanted)
        assert first == again
        kept = PaperFile.objects.get()
        assert seal().judge(first, kept.sha256) is None
        assert kept.sha256 == hashlib.sha256(first).hexdigest()

    @pytest.mark.timeout(300)
    def test_every_kind_is_archival_and_accessible_after_signing(
        self, application: Application, tmp_path: Path
    ) -> None:
        if not verapdf.present():
            pytest.skip("PAPERS ARE NOT JUDGED BY veraPDF: docs/operations.md says how to get it")
        seal_the_ledger()  # a checkpoint stands on each, as in service
        kinds = [of_kind(kind, title) for kind, title in KINDS.values()]
        kinds.append(of_kind(*KINDS["SUSPENDED"], "收入需要核实。" * 400))
        files = []
        for language in ("zh-hans", "en"):
            for paper in kinds:
                with translation.override(language):
                    files.append(tmp_path / f"{len(files)}-{paper.kind}-{language}.pdf")
                    files[-1].write_bytes(printed(sheet(application, paper)))
        assert len(PdfFileReader(BytesIO(files[-1].read_bytes())).root["/Pages"]["/Kids"]) > 1
        assert verapdf.objections(files) == ""


class TestPage:
    @pytest.fixture
    def drawn(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("portal.citizen.papers.pdf_of", lambda application, paper: b"%PDF-1.7")

    def test_its_owner_opens_it_and_nobody_else(self, visitor: Any, decided: Any, drawn: None) -> None:
        address = f"/applications/{decided()}/papers/approval.pdf"
        answer = visitor("wang_xiulan").get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert "no-store" in answer["Cache-Control"]
        assert visitor("zhou_min").get(address).status_code == 404

    def test_there_is_none_of_what_has_not_happened(self, visitor: Any, decided: Any, drawn: None) -> None:
        assert visitor("wang_xiulan").get(f"/applications/{decided()}/papers/refusal.pdf").status_code == 404

    def test_the_page_leads_to_it(self, visitor: Any, decided: Any) -> None:
        page = visitor("wang_xiulan").get(f"/applications/{decided()}/papers/receipt/").content.decode()
        assert "/papers/receipt.pdf" in page


@pytest.mark.usefixtures("office")
class TestUnprintable:
    """A character outside the fonts stops the printing; a person hears of it."""

    @pytest.fixture
    def opened(self, visitor: Any, decided: Any) -> Callable[[], Any]:
        """Her receipt, opened by a citizen whose name no font has."""
        wang, pk = visitor("wang_xiulan"), decided()
        person = Person.objects.get(pk=Application.objects.get(pk=pk).person_id)
        person.name = "王𪚥兰"
        person.save()
        return lambda: wang.get(f"/applications/{pk}/papers/receipt.pdf")

    def test_the_citizen_is_told_and_it_is_no_failure(self, opened: Callable[[], Any]) -> None:
        answer = opened()
        assert answer.status_code == 503
        assert "A person will see to it" in answer.content.decode()

    def test_the_department_finds_it_once_and_nothing_is_printed(self, opened: Callable[[], Any]) -> None:
        opened(), opened()
        held = Unprintable.objects.get()
        application = Application.objects.get(pk=held.source.split(":")[1])
        assert (held.department, held.characters) == (application.competent_department, "𪚥")
        assert not PaperFile.objects.exists()

    def test_a_message_tells_the_holder(self, opened: Callable[[], Any]) -> None:
        opened()
        deliver_due(SUBSCRIPTIONS)
        (message,) = Message.objects.filter(template="held_up")
        assert message.person_id == Unprintable.objects.get().holder_id
