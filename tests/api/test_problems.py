"""Every no is a problem of RFC 9457, in the language that was asked for, and none tells what is inside."""

import json
from http import HTTPStatus

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.http import Http404
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.exceptions import MethodNotAllowed, ParseError, UnsupportedMediaType, ValidationError

from portal.api import items, problems
from portal.api.problem_kinds import BY_STATUS, KINDS
from portal.api.problems import Problem, problem_of
from portal.errors import words_for
from portal.refusals import SAID
from services.actions.errors import Denied, DomainError, KeyReused
from services.applications.errors import NotAskedFor, NothingAsked, ReplyMissing, TooLateToRescind
from services.applications.states import IllegalMove
from services.ratings.errors import AlreadyRated, NotRatable
from tests.api.client import PROBLEM

MEMBERS = {"type", "title", "status", "detail"}


def problem(response, status):
    """The body, if it is a whole problem."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == PROBLEM
    body = json.loads(response.content)
    assert set(body) >= MEMBERS and body["status"] == status and body["title"] and body["detail"]
    return body


# --- the table
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_its_words_in_both_languages_and_can_be_opened(stranger, kind):
    published = stranger.call("get_problem_kind", kind=kind)
    for text in (published["title"], published["meaning"]):
        assert text["zh"] and text["en"] and text["zh"] != text["en"]
    assert published["status"] == KINDS[kind].status


def test_a_type_leads_to_its_meaning(stranger):
    body = problem(stranger.client.get("/api/v1/items/none"), 404)
    assert json.loads(stranger.client.get(body["type"]).content)["title"]["zh"] == body["title"]


def test_kinds_by_status_have_that_status():
    assert all(KINDS[kind].status == status for status, kind in BY_STATUS.items())


def test_there_are_no_other_kinds(stranger):
    assert stranger.call("get_problem_kind", kind="weather").status == 404


# --- where they come from
@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (Problem("csrf"), "csrf"),
        (KeyReused(), "key-reused"),
        (IllegalMove("DRAFT", "CLOSED"), "moved-on"),
        (Denied("not_visible"), "not-found"),
        (Denied("something_else"), "forbidden"),
        (NothingAsked(), "moved-on"),
        (TooLateToRescind(), "too-late"),
        (AlreadyRated("x"), "already-rated"),
        (ReplyMissing(["used_for"]), "bad-answers"),
        (NotAskedFor(["used_for"]), "not-asked-for"),
        (NotRatable("DRAFT"), "not-possible"),
        (DomainError(), "not-possible"),
        (Http404(), "not-found"),
        (PermissionDenied(), "forbidden"),
        (ParseError(), "malformed"),
        (MethodNotAllowed("PUT"), "method"),
        (UnsupportedMediaType("text/plain"), "media-type"),
        (ValidationError({"a": ["b"]}), "bad-input"),
        (RequestDataTooBig(), "too-large"),
        (TooManyFieldsSent(), "malformed"),
        (SuspiciousOperation(), "malformed"),
        (KeyError("x"), "our-fault"),
    ],
)
def test_every_error_is_a_kind(error, kind):
    assert problem_of(error).kind == kind


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_errors_of_the_domain_keep_the_words_and_the_status_of_the_pages(language):
    """Whatever says no more than its sentence; what also names fields or an application is told below."""
    plain = [kind for kind in SAID if kind.__init__ is Exception.__init__]
    assert len(plain) > 25
    for kind in plain:
        error, (words, status) = kind(), SAID[kind]
        with translation.override(language):
            answer = problem_of(error).response()
            assert words_for(error) == (words, status)
            assert (answer.data["detail"], answer.status_code) == (str(words), status)


@pytest.mark.parametrize("kind", [ReplyMissing, NotAskedFor])
def test_an_error_about_marked_places_has_a_sentence_for_each(kind):
    answer = problem_of(kind(["used_for", "population.residence"])).response()
    assert set(answer.data["errors"]) == {"used_for", "population.residence"}
    assert all(answer.data["errors"].values()) and answer.data["detail"] == str(SAID[kind][0])


def test_complaints_about_inner_fields_are_named_by_their_way():
    error = ValidationError(
        {"shown": {"a.b": ["wrong", "again"]}, "rows": [{}, {"x": ["bad"]}], "plain": ["no"]}
    )
    assert problem_of(error).members["errors"] == {"shown.a.b": "wrong", "rows.x": "bad", "plain": "no"}


# --- language
@pytest.mark.parametrize(
    ("accepted", "title"),
    [
        ("en", "Not found"),
        ("en-GB,zh;q=0.5", "Not found"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "没有找到"),
        ("zh", "没有找到"),
        ("fr, en;q=0.4", "Not found"),
        ("fr", "没有找到"),
        ("", "没有找到"),
        ("*", "没有找到"),
        (";;;q=,,", "没有找到"),
    ],
)
def test_problems_speak_the_language_that_is_accepted(stranger, accepted, title):
    response = stranger.client.get("/api/v1/items/none", headers={"accept-language": accepted})
    assert problem(response, 404)["title"] == title
    assert "Accept-Language" in response.headers["Vary"]
    assert response.headers["Content-Language"] == ("en" if title == "Not found" else "zh-hans")


def test_the_language_of_the_pages_has_no_say(stranger):
    stranger.client.cookies["django_language"] = "zh-hans"
    response = stranger.client.get("/api/v1/items/none", headers={"accept-language": "en"})
    assert problem(response, 404)["title"] == "Not found"


# --- at the edge
@pytest.mark.parametrize(
    "path",
    ["", "nothing", "items/", "items/a/b/c", "applications/not-a-uuid", "openapi.json", "..", "%00", "物"],
)
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_an_address_that_is_none_is_a_problem_and_no_page(db, path, method):
    problem(getattr(Client(), method)(f"/api/v1/{path}"), 404)


def test_a_method_there_is_not_names_those_there_are(stranger):
    response = stranger.client.put("/api/v1/items")
    assert problem(response, 405) and response.headers["Allow"] == "GET, HEAD"
    assert stranger.client.options("/api/v1/items").status_code == 405


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonp"])
def test_what_is_not_json_is_not_read(stranger, kind):
    response = stranger.client.post("/api/v1/verification/number", data=b"{}", content_type=kind)
    assert problem(response, 415)["title"]


def test_json_may_say_its_character_set(stranger):
    body = json.dumps({"number": "1.2.3", "last_four": "0000"})
    kind = "Application/JSON; charset=utf-8"
    assert (
        stranger.client.post("/api/v1/verification/number", data=body, content_type=kind).status_code == 200
    )


def test_a_body_that_is_too_large_is_refused_before_it_is_read(stranger, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    body = json.dumps({"number": "1" * 200, "last_four": "0000"})
    response = stranger.client.post("/api/v1/verification/number", data=body, content_type="application/json")
    problem(response, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def test_what_nobody_foresaw_is_our_fault_logged_and_not_told(stranger, monkeypatch, caplog):
    def fail(*_):
        raise RuntimeError("the password of the database is swordfish")

    monkeypatch.setattr(items, "on_offer", fail)
    client = Client(raise_request_exception=False)
    body = problem(client.get("/api/v1/items", headers={"accept-language": "en"}), 500)
    assert body["title"] == "Our fault" and "swordfish" not in str(body)
    assert any("swordfish" in str(record.exc_info) for record in caplog.records)


def test_in_tests_an_unforeseen_error_is_seen(stranger, monkeypatch):
    monkeypatch.setattr(items, "on_offer", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        stranger.client.get("/api/v1/items")


complaints = st.recursive(
    st.text(max_size=5) | st.just([]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(complaints)
def test_any_complaint_can_be_told(detail):
    assert all(isinstance(words, str) for _, words in problems._sentences(detail))
