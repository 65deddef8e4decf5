"""Anybody may check a certificate; whoever holds none learns nothing, and nobody may try for long."""

import pytest
from django.test import Client

from portal.api import verification
from portal.identity.tries import CHECKS
from portal.showing.papers import papers_of
from portal.showing.printed_papers import pdf_of
from services.actions.actor import SYSTEM
from services.applications.queries import whole
from services.certificates.actions.revoke import revoke
from services.certificates.models import Certificate
from services.certificates.verify import LARGEST_FILE
from tests.api.client import Api
from tests.cast import NOON


@pytest.fixture
def issued(wang, quick_documents):
    wang.pdf = wang.call("get_certificate_pdf", id=wang.apply()["id"]).body
    return Certificate.objects.get()


def by_number(api, number, last_four):
    return api.call("verify_by_number", body={"number": number, "last_four": last_four})


def test_what_is_on_record_is_shown_with_its_holder_masked(issued, stranger):
    found = by_number(stranger, issued.identifier, "0026")
    assert (found["state"], found["title"]) == ("VALID", "Valid")
    certificate = found["certificate"]
    assert (certificate["holder_name"], certificate["holder_id_ends"]) == ("王*兰", "0026")
    assert certificate["issuer"]["code"] == "civil_affairs" and certificate["issued_on"] == "2026-11-23"
    assert "王秀兰" not in str(found.body) and "19460308" not in str(found.body)


def test_a_number_as_somebody_typed_it_will_do(issued, stranger):
    assert by_number(stranger, f" {issued.identifier.lower()} ", "００26")["state"] == "VALID"


def test_an_unknown_number_and_wrong_last_four_look_alike(issued, stranger):
    wrong = by_number(stranger, issued.identifier, "9999").body
    unknown = by_number(stranger, "1.2.156.3005.2.nothing", "0026").body
    assert wrong == unknown and wrong["state"] == "UNKNOWN" and wrong["certificate"] is None


def test_a_code_that_is_not_its_own_finds_nothing(issued, stranger):
    found = stranger.call("verify_by_code", identifier=issued.identifier, check_code="AAAAAAAA")
    assert (found["state"], found["certificate"]) == ("UNKNOWN", None)


def test_a_revoked_certificate_says_since_when_and_why(issued, stranger, caseworker):
    revoke(
        certificate_id=issued.pk,
        reason="发错了",
        actor=caseworker("civil_affairs"),
        at=NOON,
        request_key=None,
    )
    found = by_number(stranger, issued.identifier, "0026")
    assert (found["state"], found["certificate"]["reason"]) == ("REVOKED", "发错了")
    assert found["sentence"] == "It is genuine, but it was revoked on 23 November 2026. Do not accept it."


def test_one_that_has_ended_says_on_which_day(issued, stranger, noon):
    noon.shift(365 * 24 * 3600)
    found = by_number(stranger, issued.identifier, "0026")
    assert (found["state"], found["sentence"]) == (
        "EXPIRED",
        "It is genuine, but it ended on 22 November 2027.",
    )


def test_a_file_is_genuine_byte_for_byte_or_not_at_all(issued, stranger, wang):
    assert stranger.call("verify_by_file", file=wang.pdf)["state"] == "VALID"
    assert stranger.call("verify_by_file", file=wang.pdf[:-1])["certificate"] is None
    assert stranger.call("verify_by_file", file=b"hello")["title"] == "Not genuine"


def test_a_paper_is_genuine_too_and_says_whom_it_went_to(issued, stranger, wang):
    application = whole(SYSTEM).get(pk=issued.source.partition(":")[2])
    paper = pdf_of(application, papers_of(application)[-1])
    found = stranger.call("verify_by_file", file=paper)
    assert (found["state"], found["certificate"]) == ("GENUINE", None)
    assert (found["paper"]["holder_name"], found["paper"]["holder_id_ends"]) == ("王*兰", "0026")
    assert stranger.call("verify_by_file", file=paper + b" ")["paper"] is None


def test_a_file_that_is_too_large_is_not_read(stranger):
    answer = stranger.call("verify_by_file", file=b"0" * (LARGEST_FILE + 2 * verification.ENVELOPE))
    assert (answer.status, answer.kind) == (413, "too-large")


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, ["last_four", "number"]),
        ({"number": "", "last_four": "1234"}, ["number"]),
        ({"number": 5}, ["last_four"]),
    ],
)
def test_what_is_missing_is_named(stranger, body, wrong):
    answer = stranger.call("verify_by_number", body=body)
    assert (answer.status, sorted(answer["errors"])) == (422, wrong)


def test_a_form_without_a_file_is_named_too(stranger):
    response = stranger.client.post(
        "/api/v1/verification/file", {"file": "no file"}, headers=stranger.headers
    )
    assert response.status_code == 422 and list(response.json()["errors"]) == ["file"]


def test_nobody_walks_through_the_numbers(stranger):
    for _ in range(CHECKS.most):
        assert by_number(stranger, "1.2.3", "0000").status == 200
    answer = by_number(stranger, "1.2.3", "0000")
    assert (answer.status, answer.kind, answer.headers["Retry-After"]) == (429, "too-many", "600")
    assert answer["detail"] == "Too many checks from your address. Please try again in ten minutes."
    assert stranger.call("verify_by_code", identifier="1.2.3", check_code="X").status == 429
    assert stranger.call("verify_by_file", file=b"hello").status == 429


def test_tries_on_the_page_and_by_the_api_are_one_budget(stranger):
    for _ in range(CHECKS.most):
        Client().get("/verify/1.2.3/X/")
    assert by_number(stranger, "1.2.3", "0000").status == 429


def test_another_address_has_its_own_budget(stranger):
    for _ in range(CHECKS.most + 1):
        by_number(stranger, "1.2.3", "0000")
    elsewhere = Api(Client(REMOTE_ADDR="10.1.2.3"))
    assert by_number(elsewhere, "1.2.3", "0000").status == 200


def test_being_signed_in_changes_nothing(wang, issued):
    """No cookie is looked at, so no page of somebody else's can use one."""
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = wang.client.cookies
    assert by_number(Api(strict), issued.identifier, "0026")["state"] == "VALID"
