"""Signing in without a browser: a token for citizens, in two steps where the account wants two, and nothing for clerks."""

import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from services.people.models import User
from tests.api.client import Api
from tests.cast import cast
from tests.desk.signing_in import PASSWORD, a_clerk, sign_in

WRONG = "eleven-slow-storks"


@pytest.fixture
def wang(portal, citizen):
    """Her account, with a password."""
    user = User.objects.get(pk=citizen("wang_xiulan").user_id)
    user.set_password(PASSWORD)
    user.email = "wang@example.test"
    user.save()
    return user


def signed_in(login="wang_xiulan", password=PASSWORD, api=None):
    return (api or Api()).call("sign_in", body={"login": login, "password": password})


def by_token(token):
    return Api(**{"x-session-token": token})


@pytest.mark.parametrize("login", ["wang_xiulan", "wang@example.test"])
def test_a_token_opens_what_is_the_citizens_own(wang, login):
    answer = signed_in(login)
    assert answer.status == 200 and answer["complete"] is True
    program = by_token(answer["token"])
    draft = program.call("begin_draft", code="old-age-allowance")
    assert cast()["wang_xiulan"]["name"] in str(draft.body)


def test_a_token_needs_no_cookie_and_no_csrf_token(wang):
    strict = Api(Client(enforce_csrf_checks=True))
    token = signed_in(api=strict)["token"]
    assert not strict.client.cookies
    strict.headers["x-session-token"] = token
    assert strict.call("mark_messages_read").status == 204


def test_the_session_of_the_site_needs_the_csrf_token_to_write_and_none_to_read(wang):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(wang, backend="portal.identity.doors.CitizenDoor")
    assert Api(strict).call("list_messages").status == 200
    refused = Api(strict).call("mark_messages_read")
    assert (refused.status, refused.kind) == (403, "csrf")
    strict.get("/accounts/password/change/")
    token = strict.cookies["csrftoken"].value
    assert Api(strict, **{"x-csrftoken": token}).call("mark_messages_read").status == 204


@pytest.mark.parametrize(
    ("login", "password"), [("wang_xiulan", WRONG), ("nobody", PASSWORD), ("nobody@example.test", PASSWORD)]
)
def test_wrong_credentials_are_told_in_the_words_of_the_page(wang, login, password):
    answer = signed_in(login, password)
    assert (answer.status, answer.kind) == (422, "bad-input") and "not correct" in str(answer["errors"])


@pytest.mark.parametrize(
    "body", [{}, {"login": "wang_xiulan"}, {"login": "", "password": ""}, {"login": [], "password": {}}]
)
def test_what_is_missing_is_named(portal, body):
    answer = Api().call("sign_in", body=body)
    assert answer.status == 422 and answer["errors"]


def test_an_account_with_a_second_step_is_open_only_after_it(wang):
    secret = generate_totp_secret()
    TOTP.activate(wang, secret)
    first = signed_in()
    assert first.status == 200 and first["complete"] is False
    assert by_token(first["token"]).call("list_applications").status == 401
    half = {"x-session-token": first["token"]}
    wrong = Api().call("sign_in_second_factor", body={"code": "000000"}, headers=half)
    assert (wrong.status, list(wrong["errors"])) == (422, ["code"])
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    second = Api().call("sign_in_second_factor", body={"code": code}, headers=half)
    assert second["complete"] is True
    assert by_token(second["token"]).call("list_applications").status == 200


def test_there_is_no_second_step_without_a_first(portal):
    answer = Api().call(
        "sign_in_second_factor", body={"code": "000000"}, headers={"x-session-token": "made-up"}
    )
    assert (answer.status, answer.kind) == (401, "not-signed-in")


def test_signing_out_ends_the_token_and_is_no_error_twice(wang):
    token = signed_in()["token"]
    for _ in range(2):
        assert Api().call("sign_out", headers={"x-session-token": token}).status == 204
    assert by_token(token).call("list_applications").status == 401


def test_a_closed_account_loses_its_token_at_once(wang):
    token = signed_in()["token"]
    User.objects.filter(pk=wang.pk).update(is_active=False)
    assert by_token(token).call("list_applications").status == 401


def test_guessing_is_slowed_down_as_on_the_page(wang):
    answers = [signed_in(password=WRONG) for _ in range(12)]
    assert {answer.status for answer in answers} <= {422, 429}
    assert "too" in str(answers[-1].body).lower()
    assert signed_in().status != 200


# --- caseworkers
def test_a_clerk_gets_no_token_and_is_sent_to_the_desk(portal):
    a_clerk()
    api = Api()
    answer = signed_in("ym0001", api=api)
    assert (answer.status, answer.kind, answer["detail"]) == (
        403,
        "forbidden",
        "Caseworkers sign in at the desk.",
    )
    assert "token" not in answer.body and "messages" not in {
        name for name, each in api.client.cookies.items() if each.value
    }


def test_a_session_of_the_desk_is_no_token_here(portal):
    client = Client()
    sign_in(client, a_clerk())
    token = client.cookies["sessionid"].value
    assert by_token(token).call("list_applications").status == 401


def test_whoever_changes_sides_loses_the_token(wang):
    token = signed_in()["token"]
    User.objects.filter(pk=wang.pk).update(kind="STAFF", is_staff=True, person=None)
    assert by_token(token).call("list_applications").status == 401
