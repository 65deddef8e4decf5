"""One's certificates and their PDF, for a program."""

import pytest

from services.certificates import documents, printing
from services.certificates.actions.revoke import revoke
from services.certificates.errors import FontNotReady, MissingGlyphs, PangoMissing
from services.certificates.models import Certificate
from tests.api.conftest import Caller
from tests.cast import NOON

INSURANCE = "insurance-certificate"


def test_the_pdf_of_an_approval_is_there_at_once_whoever_is_first(wang, quick_documents):
    sent = wang.apply()
    assert Certificate.objects.count() == 0
    first = wang.call("get_certificate_pdf", id=sent["id"])
    assert first.headers["Content-Type"] == "application/pdf"
    assert (
        first.headers["Content-Disposition"]
        == f'inline; filename="old-age-allowance-{sent["case_code"]}.pdf"'
    )
    assert "no-store" in first.headers["Cache-Control"]
    assert wang.call("get_certificate_pdf", id=sent["id"]).body == first.body
    assert Certificate.objects.count() == 1


def test_there_is_no_pdf_where_nothing_was_approved(caller, quick_documents):
    chen = caller("chen_deming")
    assert chen.call("get_certificate_pdf", id=chen.apply()["id"]).status == 404
    assert chen.call("list_certificates")["results"] == []


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (FontNotReady(), "The document is still being made. Please try again in a minute."),
        (MissingGlyphs("𠀀"), "A character of the certificate cannot be printed."),
        (PangoMissing(), "PDFs cannot be made on this machine yet."),
    ],
)
def test_a_document_that_cannot_be_made_yet_says_so(wang, monkeypatch, fault, words):
    def fail(*_):
        raise fault

    monkeypatch.setattr(printing.pdf, "render", fail)
    monkeypatch.setattr(documents, "page", lambda *_: "")
    answer = wang.call("get_certificate_pdf", id=wang.apply()["id"])
    assert (answer.status, answer.kind) == (503, "not-ready") and answer["detail"].startswith(words)
    assert "apt-get" not in answer["detail"]


def test_a_revoked_certificate_stays_in_the_list_with_its_reason(wang, caseworker, quick_documents):
    sent = wang.apply()
    wang.call("get_certificate_pdf", id=sent["id"])
    certificate = Certificate.objects.get()
    revoke(
        certificate_id=certificate.pk,
        reason="发错了",
        actor=caseworker("civil_affairs"),
        at=NOON,
        request_key=None,
    )
    [row] = wang.call("list_certificates")["results"]
    assert (row["state"], row["state_words"], row["reason"]) == ("REVOKED", "Revoked", "发错了")


def test_an_expired_certificate_says_so_on_the_day_after_its_last(wang, quick_documents, noon):
    wang.call("get_certificate_pdf", id=wang.apply()["id"])
    [row] = wang.call("list_certificates")["results"]
    assert (row["state"], row["valid_to"]) == ("VALID", "2027-11-22")
    noon.shift(365 * 24 * 3600)
    a_year_later = Caller(wang.actor)
    assert a_year_later.call("list_certificates")["results"][0]["state_words"] == "Expired"


def test_lists_have_ones_own_only_and_go_on_page_by_page(zhou, wang, quick_documents, noon):
    for _ in range(3):
        noon.shift(60)
        zhou.call("get_certificate_pdf", id=zhou.apply(INSURANCE, used_for="JOB")["id"])
    rows = zhou.follow("list_certificates", query={"limit": 1})
    assert len({row["id"] for row in rows}) == 3
    assert [row["issued_at"] for row in rows] == sorted((row["issued_at"] for row in rows), reverse=True)
    assert wang.call("list_certificates")["results"] == []
