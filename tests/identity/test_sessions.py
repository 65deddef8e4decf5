"""The session behind a cookie: whose it is, until when, and what is no session at all."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils.timezone import now

from services.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client) -> Client:
    client.force_login(User.objects.create_user("wang"), backend="portal.identity.doors.CitizenDoor")
    return client


def reader(client: Client) -> str:
    return client.get("/").wsgi_request.user.get_username()


def test_it_is_read_by_its_key(signed_in):
    assert reader(signed_in) == "wang"


def test_it_ends_in_time(signed_in):
    Session.objects.update(expire_date=now() - timedelta(seconds=1))
    assert reader(signed_in) == ""


def test_an_account_that_is_closed_is_nobody(signed_in):
    User.objects.update(is_active=False)
    assert reader(signed_in) == ""


@pytest.mark.parametrize("cookie", ["", "short", '"abcdefgh\\000ijklmnop"', "a" * 300, "' OR 1=1 --"])
def test_a_cookie_that_is_no_key_is_nobody(client, cookie):
    said = client.get("/", headers={"cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"})
    assert said.status_code == 200
    assert said.wsgi_request.user.is_anonymous
