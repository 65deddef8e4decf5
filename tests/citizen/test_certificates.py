"""The wallet, and the PDF behind each certificate."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.applications.handlers import certify
from services.certificates.actions.revoke import revoke
from services.certificates.errors import MissingGlyphs, PangoMissing
from services.certificates.models import Certificate, CertificateFile
from services.certificates.queries import for_source
from tests.cast import NOON
from tests.citizen.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]


@pytest.fixture
def pdf(decided):
    return f"/applications/{decided()}/certificate.pdf"


@pytest.fixture
def drawn(monkeypatch):
    """Pretends to draw: fonts and signing have tests of their own (tests/certificates, tests/journeys)."""
    asked = []
    monkeypatch.setattr(
        "portal.citizen.wallet.pdf_of", lambda certificate_id: asked.append(certificate_id) or b"%PDF-1.7"
    )
    return asked


class TestPdf:
    def test_it_is_shown_by_the_browser_under_the_number_of_the_case_and_kept_by_nobody(
        self, visitor, pdf, drawn
    ):
        response = visitor("wang_xiulan").get(pdf)
        certificate = Certificate.objects.get()
        assert (response.status_code, response["Content-Type"], response.content) == (
            200,
            "application/pdf",
            b"%PDF-1.7",
        )
        assert response["Content-Disposition"].startswith(
            'inline; filename="old-age-allowance-11990100MB1002024T'
        )
        assert "no-store" in response["Cache-Control"] and "private" in response["Cache-Control"]
        assert drawn == [certificate.pk]

    def test_whoever_looks_before_the_worker_has_it_issued_now_and_only_once(self, visitor, pdf, drawn):
        assert not Certificate.objects.exists()
        wang = visitor("wang_xiulan")
        assert [wang.get(pdf).status_code for _ in range(2)] == [200, 200]
        assert Certificate.objects.count() == 1 and len(set(drawn)) == 1

    def test_the_worker_and_the_reader_issue_the_same_one(self, visitor, pdf, drawn):
        certify(UUID(pdf.split("/")[2]))
        visitor("wang_xiulan").get(pdf)
        assert Certificate.objects.count() == 1

    def test_before_the_fonts_are_ready_it_asks_for_a_moment(self, visitor, pdf, settings, tmp_path):
        settings.FONT_FOLDER = tmp_path / "no-fonts-yet"
        page = Page(visitor("wang_xiulan").get(pdf), 503)
        assert "being made" in page.h1 and "approval stands" in page.one("p", css="lede").text
        assert page.one("main").one("div", css="acts").one("a", css="btn")["href"] == pdf
        assert Certificate.objects.count() == 1 and not CertificateFile.objects.exists()

    @pytest.mark.parametrize("trouble", [PangoMissing(), MissingGlyphs("𠮷")])
    def test_what_a_machine_cannot_draw_is_said_in_words_and_is_no_crash(
        self, visitor, pdf, monkeypatch, trouble
    ):
        def fail(certificate_id):
            raise trouble

        monkeypatch.setattr("portal.citizen.wallet.pdf_of", fail)
        page = Page(visitor("wang_xiulan").get(pdf), 503)
        assert "apt-get" not in page.text and page.one("p", css="lede").text

    def test_what_is_not_approved_has_none(self, visitor, decided, drawn):
        response = visitor("chen_deming").get(f"/applications/{decided('chen_deming')}/certificate.pdf")
        assert response.status_code == 404 and not Certificate.objects.exists()

    def test_nor_has_a_draft(self, wang, drawn):
        assert wang.get(wang.begin().replace("check/", "certificate.pdf")).status_code == 404


class TestWallet:
    @pytest.fixture
    def certificate(self, decided):
        pk = decided()
        certify(pk)
        return for_source(f"application:{pk}")

    def rows(self, visitor, key="wang_xiulan"):
        page = visitor(key).open("/certificates/")
        return [part for part in page.one("main").all("section") if part["aria-labelledby"].startswith("c")]

    def test_it_is_empty_until_something_was_approved(self, visitor):
        page = visitor("wang_xiulan").open("/certificates/")
        assert page.one("h2", id="none") and not self.rows(visitor)

    def test_a_certificate_comes_with_its_state_its_pdf_and_the_public_check(self, visitor, certificate):
        (row,) = self.rows(visitor)
        assert "Certificate of entitlement to the old-age allowance" in row.one("h2").text
        assert "Valid" in row.text and "22 November 2027" in row.text
        application = certificate.source.partition(":")[2]
        assert [link["href"] for link in row.all("a")] == [
            f"/applications/{application}/certificate.pdf",
            f"/verify/{certificate.identifier}/{certificate.check_code}/",
        ]

    def test_somebody_elses_wallet_does_not_hold_it(self, visitor, certificate):
        assert not self.rows(visitor, "li_jianguo")

    def test_a_revoked_one_stays_with_its_reason(self, visitor, certificate, caseworker):
        clerk = caseworker("civil_affairs")
        revoke(certificate_id=certificate.pk, reason="户口迁出。", actor=clerk, at=NOON)
        (row,) = self.rows(visitor)
        assert "Revoked" in row.text and "户口迁出。" in row.text and "Valid" not in row.text

    def test_one_that_has_ended_says_so(self, visitor, certificate, noon, citizen):
        noon.shift(timedelta(days=366))
        (row,) = self.rows(visitor)
        assert "Expired" in row.text

    def test_the_identity_number_is_not_on_the_page(self, visitor, certificate):
        assert "990102194603080026" not in visitor("wang_xiulan").get("/certificates/").content.decode()
