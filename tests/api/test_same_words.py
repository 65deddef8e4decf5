"""The API and the pages say the same thing in the same words, in both languages."""

import html
import re

import pytest
from django.test import Client
from django.utils import translation

from portal.api import words
from portal.citizen import application as page
from portal.citizen import summaries
from portal.identity.tries import CHECKS
from services.applications.models import Application, State
from services.certificates.models import Certificate
from services.certificates.verify import VerdictState
from services.ledger.sealer import seal
from services.people.models import User
from tests.api.client import Api
from tests.api.conftest import Caller
from tests.api.stage import DOOR

LANGUAGES = ["zh-hans", "en"]
INSURANCE = "insurance-certificate"


def text_of(response):
    """What a page says, without its markup."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def browser(caller: Caller, language):
    client = Client(headers={"accept-language": language})
    client.force_login(User.objects.get(pk=caller.actor.user_id), backend=DOOR)
    return client


# --- states
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", list(State))
def test_states_are_called_the_same(state, language):
    application = Application()
    application.__dict__["state"] = state
    application.ended_as = State.APPROVED if state == State.CLOSED else ""
    with translation.override(language):
        assert words.state_words(application) == summaries.state_words(application)


# --- answers
BAD = [
    {},
    {"used_for": ""},
    {"used_for": "FUN"},
    {"used_for": "loan"},
    {"used_for": "LOAN; SELF"},
    {"used_for": "  "},
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("answers", BAD)
def test_bad_answers_are_met_with_the_sentences_of_the_check_page(zhou, answers, language):
    draft = zhou.begin(INSURANCE)
    zhou.headers["accept-language"] = language
    told = zhou.send(draft, **answers)
    assert told.status == 422
    client, address = browser(zhou, language), f"/applications/{draft['id']}/check/"
    shown = re.search(r'name="shown" value="([^"]+)"', client.get(address).content.decode())[1]
    sent = client.post(address, {"shown": shown, **{f"q-{code}": answer for code, answer in answers.items()}})
    assert sent.status_code == 422
    for sentence in told["errors"].values():
        assert sentence in text_of(sent)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_is_told_as_on_the_check_page(wang, portal, noon, language):
    draft = wang.begin()
    client, address = browser(wang, language), f"/applications/{draft['id']}/check/"
    shown = re.search(r'name="shown" value="([^"]+)"', client.get(address).content.decode())[1]
    portal.set("wang_xiulan", "population.residence", "MOVED_OUT")
    noon.shift(31 * 60)
    seal()
    wang.headers["accept-language"] = language
    told = wang.send(draft)
    sent = client.post(address, {"shown": shown})
    assert told.status == sent.status_code == 409
    assert told["detail"] in text_of(sent)


# --- results
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_approval_reads_the_same(wang, language):
    wang.headers["accept-language"] = language
    sent = wang.apply()
    said = text_of(browser(wang, language).get(f"/applications/{sent['id']}/"))
    tongue = language.partition("-")[0]
    assert sent["approved_text"][tongue] in said and sent["state_words"] in said
    for condition in sent["conditions"]:
        assert condition["requirement"][tongue] in said
    for step in sent["timeline"]:
        assert step["title"] in said


def test_the_sentence_of_an_approval_is_the_one_of_the_page(wang):
    application = Application.objects.get(pk=wang.apply()["id"])
    assert words.approved_text(application) == page._approved_text(application)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_known_reads_the_same(wang, language):
    wang.headers["accept-language"] = language
    draft = wang.begin()
    said = text_of(browser(wang, language).get(f"/applications/{draft['id']}/check/"))
    for group in draft["known"]:
        for value in group["values"]:
            assert value["text"] in said and value["label"][language.partition("-")[0]] in said


# --- certificates
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", ["VALID", "REVOKED", "CANCELLED", "UNKNOWN"])
def test_a_verdict_reads_the_same(wang, quick_documents, state, language):
    wang.call("get_certificate_pdf", id=wang.apply()["id"])
    certificate = Certificate.objects.get()
    if state in {"REVOKED", "CANCELLED"}:
        Certificate.objects.update(state=state, revoked_at=certificate.issued_at)
    code = "nothing" if state == "UNKNOWN" else certificate.check_code
    headers = {"accept-language": language}
    told = Api(**headers).call("verify_by_code", identifier=certificate.identifier, check_code=code)
    said = text_of(Client(headers=headers).get(f"/verify/{certificate.identifier}/{code}/"))
    assert told["state"] == state and told["title"] in said and told["sentence"] in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_expired_certificate_and_a_file_that_is_not_genuine_read_the_same(
    wang, quick_documents, noon, language
):
    wang.call("get_certificate_pdf", id=wang.apply()["id"])
    certificate, headers = Certificate.objects.get(), {"accept-language": language}
    noon.shift(400 * 24 * 3600)
    told = Api(**headers).call(
        "verify_by_code", identifier=certificate.identifier, check_code=certificate.check_code
    )
    said = text_of(Client(headers=headers).get(f"/verify/{certificate.identifier}/{certificate.check_code}/"))
    assert told["title"] in said and told["sentence"] in said
    with translation.override(language):
        assert words.verdict_sentence.__module__ and set(words.VERDICTS) == set(VerdictState)


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_many_checks_are_told_the_same(stranger, language):
    headers = {"accept-language": language}
    body = {"number": "1.2.3", "last_four": "0000"}
    for _ in range(CHECKS.most):
        stranger.call("verify_by_number", body=body)
    told = Api(**headers).call("verify_by_number", body=body)
    said = text_of(Client(headers=headers).get("/verify/1.2.3/X/"))
    assert told.status == 429 and told["detail"] in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_wrong_credentials_are_told_as_at_the_door(portal, language):
    headers = {"accept-language": language}
    told = Api(**headers).call("sign_in", body={"login": "nobody", "password": "wrong-words"})
    sent = Client(headers=headers).post("/accounts/login/", {"login": "nobody", "password": "wrong-words"})
    [sentence] = told["errors"].values()
    assert sentence in text_of(sent)
