"""Checking a certificate without an account: what it says, what it hides, and how often one may try."""

import hashlib
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.identity.tries import CHECKS
from services.applications.handlers import certify
from services.certificates import signing
from services.certificates.actions.revoke import revoke
from services.certificates.models import PaperFile
from services.certificates.queries import for_source
from services.certificates.verify import LARGEST_FILE
from tests.cast import NOON, begin, send
from tests.citizen.pages import Page
from tests.public.conftest import ENGLISH

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
LAST_FOUR = "0026"


@pytest.fixture
def certificate(catalogue, departments_stub, citizen):
    wang = citizen("wang_xiulan")
    pk = send(begin(wang), wang).pk
    certify(pk)
    return for_source(f"application:{pk}")


def check(stranger, number="", last_four="", status=200):
    return Page(stranger.post("/verify/", {"number": number, "last_four": last_four}), status)


def drop(stranger, content, name="certificate.pdf", status=200):
    return Page(stranger.post("/verify/", {"file": SimpleUploadedFile(name, content)}), status)


def code_address(certificate) -> str:
    return f"/verify/{certificate.identifier}/{certificate.check_code}/"


class TestTheForm:
    def test_everybody_sees_two_ways_to_ask(self, stranger):
        page = Page(stranger.get("/verify/"))
        assert page.one("input", id="number") and page.one("input", id="last_four")
        assert page.one("input", id="file")["type"] == "file"
        assert [form["action"] for form in page.one("main").all("form")] == ["/verify/", "/verify/"]

    @pytest.mark.parametrize(
        ("number", "last_four", "wanting"),
        [("", "", ["number", "last_four"]), ("1.2.156", "", ["last_four"]), ("  ", "0026", ["number"])],
    )
    def test_what_is_wanting_is_named_and_what_was_typed_stays(self, stranger, number, last_four, wanting):
        page = check(stranger, number, last_four, 422)
        links = page.one("div", role="alert").all("a")
        assert [link["href"] for link in links] == [f"#{name}" for name in wanting]
        assert [
            part["id"] for part in page.all("input") if part.attrs.get("aria-invalid") == "true"
        ] == wanting
        assert page.one("input", id="last_four")["value"] == last_four
        assert page.title.startswith("Please look again")

    def test_what_was_typed_is_only_text(self, stranger):
        page = check(stranger, '"><script>alert(1)</script>', "", 422)
        assert page.one("input", id="number")["value"] == '"><script>alert(1)</script>'

    def test_the_page_is_not_kept_by_anybody(self, stranger):
        assert "no-store" in stranger.get("/verify/")["Cache-Control"]

    def test_a_form_of_another_site_may_not_ask(self):
        strict = Client(enforce_csrf_checks=True)
        assert strict.post("/verify/", {"number": "1", "last_four": "2"}).status_code == 403


class TestByNumber:
    def test_a_valid_certificate_is_shown_with_its_holder_masked(self, stranger, certificate):
        page = check(stranger, certificate.identifier, LAST_FOUR)
        assert page.h1 == "Valid"
        assert page.values["Certificate"] == "Certificate of entitlement to the old-age allowance"
        assert page.values["Issued by"] == "Yunzhou Civil Affairs Bureau"
        assert page.values["Holder"] == "王*兰, identity number ending in 0026"
        assert page.values["Number"] == certificate.identifier

    def test_name_and_number_of_the_holder_are_nowhere_on_the_page(self, stranger, certificate):
        response = stranger.post("/verify/", {"number": certificate.identifier, "last_four": LAST_FOUR})
        assert "王秀兰" not in response.content.decode() and "19460308" not in response.content.decode()

    def test_spaces_and_small_letters_are_no_mistake(self, stranger, certificate):
        assert check(stranger, f"  {certificate.identifier.lower()} ", " ００２６ ").h1 == "Valid"

    @pytest.mark.parametrize("last_four", ["0027", "26", "990102194603080026", "****", "\x00026"])
    def test_a_wrong_ending_looks_like_a_number_there_is_not(self, stranger, certificate, last_four):
        wrong = check(stranger, certificate.identifier, last_four)
        unknown = check(stranger, "1.2.156.3005.2.unknown", LAST_FOUR)
        assert wrong.h1 == unknown.h1 == "Not found"
        assert wrong.one("div", css="verdict").text == unknown.one("div", css="verdict").text
        assert wrong.values == unknown.values == {}

    @pytest.mark.parametrize(
        "number", ["x\x00", "x" * 100_000, "1.2.156.3005.2." + "." * 50, "高龄", "%", "'; --", "\u202e"]
    )
    def test_whatever_is_typed_there_is_an_answer(self, stranger, number):
        assert check(stranger, number, LAST_FOUR).h1 == "Not found"

    def test_a_zero_byte_alone_is_nothing_typed(self, stranger):
        assert check(stranger, "\x00", LAST_FOUR, 422).one("div", role="alert")


class TestByCode:
    def test_the_code_on_the_paper_leads_to_the_same_answer(self, stranger, certificate):
        page = Page(stranger.get(code_address(certificate)))
        assert page.h1 == "Valid" and page.values["Holder"].startswith("王*兰")

    @pytest.mark.parametrize("code", ["x", "..", "' or 1=1", "高"])
    def test_another_code_finds_nothing(self, stranger, certificate, code):
        page = Page(stranger.get(f"/verify/{certificate.identifier}/{code}/"))
        assert page.h1 == "Not found" and page.values == {}

    def test_a_number_there_is_not_finds_nothing(self, stranger):
        assert Page(stranger.get("/verify/1.2.156/x/")).h1 == "Not found"

    @pytest.mark.parametrize("address", ["/verify/%00/x/", "/verify/1.2.156/%00/"])
    def test_an_address_with_a_zero_byte_leads_nowhere(self, stranger, address):
        Page(stranger.get(address), 404)


class TestStates:
    def test_a_revoked_one_says_so_with_day_and_reason(self, stranger, certificate, caseworker):
        revoke(certificate_id=certificate.pk, reason="户口迁出。", actor=caseworker("civil_affairs"), at=NOON)
        page = Page(stranger.get(code_address(certificate)))
        assert page.h1 == "Revoked" and "23 November 2026" in page.one("p", css="lede").text
        assert "户口迁出。" in page.one("div", css="verdict").text

    def test_one_that_has_ended_says_when(self, stranger, certificate, noon):
        noon.shift(timedelta(days=366))
        page = Page(stranger.get(code_address(certificate)))
        assert page.h1 == "Expired" and "22 November 2027" in page.one("p", css="lede").text

    def test_the_moment_of_the_check_is_on_the_page(self, stranger, certificate):
        assert (
            "23 November 2026, 12:00"
            in Page(stranger.get(code_address(certificate))).one("div", css="verdict").text
        )


class TestByFile:
    @pytest.mark.parametrize(
        "content",
        [b"", b"x", b"%PDF-1.7\n%%EOF", b"\x00" * 1000, b"PK\x03\x04", "高龄".encode()],
        ids=range(6),
    )
    def test_a_file_we_never_made_is_not_genuine(self, stranger, content):
        page = drop(stranger, content)
        assert page.h1 == "Not genuine" and page.values == {}

    def test_one_that_is_too_large_is_not_read_to_its_end(self, stranger):
        assert drop(stranger, b"%PDF" + b"\0" * LARGEST_FILE).h1 == "Not genuine"

    @pytest.mark.parametrize("name", ["x.exe", "../../etc/passwd", "<script>.pdf", "x" * 300])
    def test_its_name_does_not_matter(self, stranger, name):
        assert drop(stranger, b"x", name).h1 == "Not genuine"

    def test_a_paper_we_made_is_genuine_and_shows_whom_it_went_to(self, stranger, certificate):
        holder, content = certificate.holder, b"made by this portal"
        sha256 = hashlib.sha256(content).hexdigest()
        PaperFile.objects.create(
            source="application:1:receipt", holder=holder, pdf=content, sha256=sha256, made_at=NOON
        )
        with patch.object(type(signing.seal()), "judge", return_value=None):
            page = drop(stranger, content)
        assert page.h1 == "Genuine" and page.values["Went to"] == "王*兰, identity number ending in 0026"
        assert "陈" not in page.one("main").text and page.values["Made on"] == "23 November 2026"

    def test_a_form_without_a_file_asks_again(self, stranger):
        assert Page(stranger.post("/verify/", {"file": ""}), 422).one("div", role="alert")


class TestHowOften:
    @pytest.fixture
    def tired(self, stranger):
        for _ in range(CHECKS.most):
            assert stranger.post("/verify/", {"number": "1.2.156.9", "last_four": "0000"}).status_code == 200
        return stranger

    def test_the_next_try_is_one_too_many_for_every_way_to_ask(self, tired, certificate):
        page = check(tired, certificate.identifier, LAST_FOUR, 429)
        assert "ten minutes" in page.one("div", role="alert").text and page.values == {}
        assert Page(tired.get(code_address(certificate)), 429).one("input", id="number")
        assert drop(tired, b"x", status=429).one("div", role="alert")

    def test_the_empty_form_can_still_be_seen(self, tired):
        assert tired.get("/verify/").status_code == 200

    def test_another_address_is_not_held_back(self, tired, certificate):
        neighbour = Client(headers=ENGLISH, REMOTE_ADDR="192.0.2.7")
        assert check(neighbour, certificate.identifier, LAST_FOUR).h1 == "Valid"

    def test_after_the_window_one_may_try_again(self, tired, certificate, noon):
        noon.shift(CHECKS.seconds + 1)
        assert check(tired, certificate.identifier, LAST_FOUR).h1 == "Valid"

    def test_a_lost_count_lets_through_and_breaks_nothing(self, stranger, certificate, monkeypatch):
        monkeypatch.setattr(cache, "add", lambda *args: None)  # as if it had expired at once
        assert check(stranger, certificate.identifier, LAST_FOUR).h1 == "Valid"
