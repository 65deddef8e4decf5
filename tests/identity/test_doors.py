"""The citizens' door, and what happens to caseworkers who try it."""

import re
import time

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from services.people.models import User
from tests.desk.signing_in import PASSWORD, a_clerk, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.identity.urls")]
NEW = "eleven-slow-storks"


@pytest.fixture(autouse=True)
def no_limits_left_over():
    cache.clear()


@pytest.fixture
def citizen():
    return User.objects.create_user("zhang", "zhang@example.test", PASSWORD)


@pytest.fixture
def clerk():
    return a_clerk()


def who(client):
    return client.get("/who/").content.decode()


def citizen_login(client, login="zhang", password=PASSWORD):
    return client.post("/accounts/login/", {"login": login, "password": password})


# --- citizens
@pytest.mark.parametrize("login", ["zhang", "zhang@example.test"])
def test_a_citizen_signs_in_by_name_or_address_and_is_nobody_at_the_desk(client, citizen, login):
    assert client.get("/me/").url == "/accounts/login/?next=/me/"
    assert citizen_login(client, login).status_code == 302
    assert who(client) == "zhang" and client.get("/desk/who/").content == b"nobody"
    assert client.get("/desk/").url == "/desk/login/?next=/desk/"


def test_a_citizen_with_an_authenticator_is_asked_for_it_and_its_secret_is_sealed(client, citizen):
    secret = generate_totp_secret()
    TOTP.activate(citizen, secret)
    with connection.cursor() as cursor:
        cursor.execute("select data from mfa_authenticator")
        assert secret not in str(cursor.fetchall())
    assert citizen_login(client).url == "/accounts/2fa/authenticate/"
    assert who(client) == "nobody"
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    assert who(client) == "zhang"


def test_a_citizens_recovery_code_counts_once_and_is_sealed(client, citizen):
    TOTP.activate(citizen, generate_totp_secret())
    codes = RecoveryCodes.activate(citizen).get_unused_codes()
    with connection.cursor() as cursor:
        cursor.execute("select data from mfa_authenticator")
        assert not any(code in str(cursor.fetchall()) for code in codes)
    citizen_login(client)
    assert client.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 302
    client.post("/accounts/logout/")
    citizen_login(client)
    client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert who(client) == "nobody"


# --- caseworkers at the citizens' door
@pytest.mark.parametrize("login", ["ym0001", "ym0001@example.test"])
def test_a_clerk_is_sent_to_the_desk_and_gets_no_session(client, clerk, login):
    assert citizen_login(client, login).url == "/desk/login/"
    assert "_auth_user_id" not in client.session and "account_login" not in client.session


def test_a_session_for_a_clerk_made_by_the_citizens_backend_is_worthless(client, clerk):
    client.force_login(clerk, backend="portal.identity.doors.CitizenDoor")
    assert who(client) == "nobody" and client.get("/desk/who/").content == b"nobody"
    assert client.get("/desk/").status_code == 302


def test_a_session_for_a_citizen_made_by_the_desks_backend_is_worthless(client, citizen):
    client.force_login(citizen, backend="portal.identity.doors.StaffDoor")
    assert who(client) == "nobody" and client.get("/desk/who/").content == b"nobody"


def test_password_reset_sends_a_clerk_no_key_and_a_citizen_one_that_works(client, clerk, citizen):
    answer = client.post("/accounts/password/reset/", {"email": "ym0001@example.test"})
    as_unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.test"})
    assert (answer.status_code, answer.url) == (as_unknown.status_code, as_unknown.url)
    assert not any("/reset/key/" in message.body for message in mail.outbox)
    client.post("/accounts/password/reset/", {"email": "zhang@example.test"})
    link = re.search(r"/accounts/password/reset/key/\S+", mail.outbox[-1].body)[0]
    set_password(client, link)
    assert citizen_login(client, password=NEW).status_code == 302 and who(client) == "zhang"


def test_a_clerks_reset_link_obtained_otherwise_makes_no_session(client, clerk):
    link = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(clerk), "key": default_token_generator.make_token(clerk)},
    )
    set_password(client, link)
    assert who(client) == "nobody" and client.get("/desk/who/").content == b"nobody"


def test_signing_up_with_a_clerks_address_gives_nothing_of_the_clerks(client, clerk):
    client.post("/accounts/signup/", {"username": "thief", "email": "ym0001@example.test", "password1": NEW})
    assert who(client) in {"nobody", "thief"}
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD) and clerk.kind == User.Kind.STAFF


def test_signing_up_makes_a_citizen_whatever_else_is_posted(client):
    client.post(
        "/accounts/signup/",
        {"username": "sly", "email": "sly@example.test", "password1": NEW, "kind": "STAFF", "is_staff": "on"},
    )
    sly = User.objects.get(username="sly")
    assert (sly.kind, sly.is_staff, sly.is_superuser) == (User.Kind.CITIZEN, False, False)


def set_password(client, link):
    page = client.get(link, follow=True)
    if page.redirect_chain:
        client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})


# --- one user, one door
@pytest.mark.parametrize(
    "mixed",
    [
        {"kind": "CITIZEN", "is_staff": True},
        {"kind": "CITIZEN", "is_superuser": True},
        {"kind": "STAFF", "is_staff": False},
    ],
)
def test_the_database_knows_no_user_of_both_doors(mixed):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("both", **mixed)


def test_whoever_changes_sides_is_nobody_on_the_next_request(client, clerk):
    sign_in(client, clerk)
    assert client.get("/desk/who/").content == b"ym0001"
    clerk.post.delete()
    User.objects.filter(pk=clerk.pk).update(kind="CITIZEN", is_staff=False)
    assert client.get("/desk/who/").content == b"nobody" and who(client) == "nobody"
