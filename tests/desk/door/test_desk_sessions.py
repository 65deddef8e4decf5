"""Sessions of the desk: their keys, their ends, their cookies, and signing out."""

import pytest
from django.test import Client
from django.utils.timezone import now

from portal.identity import desk_session
from tests.desk.door.conftest import INSIDE
from tests.desk.signing_in import PASSWORD, enrol, give_password, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.identity.urls")]


def test_the_session_key_changes_at_both_steps(client, clerk, clock):
    device, _ = enrol(clerk)
    client.get("/desk/login/")
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    give_password(client, clerk)
    middle = client.session.session_key
    client.post("/desk/second-factor/", {"code": device.next_code(at=now())})
    assert len({before, middle, client.session.session_key}) == 3


def test_a_session_left_alone_ends_after_a_quarter_of_an_hour(client, clerk, clock):
    sign_in(client, clerk)
    for _ in range(3):
        clock.shift(14 * 60)
        assert client.get(INSIDE).status_code == 200
    clock.shift(desk_session.IDLE)
    assert client.get(INSIDE).status_code == 302 and "_auth_user_id" not in client.session


def test_a_session_in_use_ends_after_eight_hours(client, clerk, clock):
    sign_in(client, clerk)
    for _ in range(8 * 6 - 1):
        clock.shift(10 * 60)
        assert client.get(INSIDE).status_code == 200
    clock.shift(10 * 60)
    assert client.get(INSIDE).status_code == 302


def test_a_session_without_its_second_factor_ends_as_early(client, clerk, clock):
    give_password(client, clerk)
    clock.shift(desk_session.IDLE)
    assert client.get("/desk/second-factor/").url == "/desk/login/"


def test_a_clerk_without_second_factor_can_sign_out_and_a_link_signs_nobody_out(client, clerk):
    give_password(client, clerk)
    assert client.get("/desk/logout/").status_code == 405
    assert client.get("/desk/second-factor/").status_code in (200, 302)
    assert client.post("/desk/logout/").url == "/desk/signed-out/"
    assert client.get("/desk/signed-out/").status_code == 200
    assert client.get("/desk/second-factor/").url == "/desk/login/"


def test_signing_out_needs_the_token_of_the_form(clerk):
    client = Client(enforce_csrf_checks=True)
    assert client.post("/desk/login/", {"username": clerk.username, "password": PASSWORD}).status_code == 403
    assert client.post("/desk/logout/").status_code == 403


def test_the_cookies_of_the_desk_are_out_of_reach_for_scripts_and_other_sites(client, clerk, clock):
    sign_in(client, clerk)
    browser, session = client.cookies["desk_browser"], client.cookies["sessionid"]
    assert browser["httponly"] and browser["samesite"] == "Strict" and browser["path"] == "/desk/"
    assert session["httponly"] and session["max-age"] == 15 * 60


# --- ways out


def test_the_password_is_changed_behind_the_door_and_other_sessions_end(client, clerk, clock):
    sign_in(client, clerk)
    elsewhere = Client()
    clock.shift(60)
    sign_in(elsewhere, clerk)
    new = {"old_password": PASSWORD, "new_password1": "nine-loud-herons", "new_password2": "nine-loud-herons"}
    assert client.post(INSIDE, new).status_code == 302
    assert client.get("/desk/password_change/done/").status_code == 200
    assert elsewhere.get(INSIDE).status_code == 302
