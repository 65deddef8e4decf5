"""Codes of the second factor: each counts once, wrong ones are slowed, and what they come from is sealed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from portal.desk import enrolment
from portal.desk.models import AuthenticatorApp, BackupCode
from services.sealing.keys import CannotOpen
from tests.desk.door.conftest import INSIDE
from tests.desk.signing_in import a_clerk, enrol, give_password

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.identity.urls")]


def test_a_code_counts_once(client, clerk, clock):
    device, _ = enrol(clerk)
    give_password(client, clerk)
    used = device.next_code(at=now())
    assert client.post("/desk/second-factor/", {"code": used}).status_code == 302
    again = Client()
    give_password(again, clerk)
    assert again.post("/desk/second-factor/", {"code": used}).status_code == 422
    assert again.get(INSIDE).status_code == 302


def test_wrong_codes_are_slowed_and_the_right_one_counts_after_the_wait(client, clerk, clock):
    device, _ = enrol(clerk)
    give_password(client, clerk)
    for bad in ("000000", "abc", "", "9" * 50):
        assert client.post("/desk/second-factor/", {"code": bad}).status_code == 422
    right = device.next_code(at=now())
    assert client.post("/desk/second-factor/", {"code": right}).status_code == 422
    clock.shift(20)
    assert client.post("/desk/second-factor/", {"code": device.next_code(at=now())}).status_code == 302


def test_a_code_typed_in_full_width_digits_counts(client, clerk, clock):
    device, _ = enrol(clerk)
    give_password(client, clerk)
    typed = "".join(chr(ord(digit) + 0xFEE0) for digit in device.next_code(at=now()))
    assert client.post("/desk/second-factor/", {"code": f" {typed[:3]} {typed[3:]} "}).status_code == 302


def test_a_backup_code_stands_in_once_however_it_is_typed(client, clerk, clock):
    _, codes = enrol(clerk)
    give_password(client, clerk)
    typed = codes[0].lower().replace("-", " ").replace("0", "o")
    assert client.post("/desk/second-factor/", {"code": typed}).status_code == 302
    assert client.get(INSIDE).status_code == 200
    again = Client()
    give_password(again, clerk)
    assert again.post("/desk/second-factor/", {"code": codes[0]}).status_code == 422
    clock.shift(30)
    assert again.post("/desk/second-factor/", {"code": codes[1]}).status_code == 302
    assert BackupCode.objects.filter(used_at=None).count() == 8


def test_somebody_elses_backup_code_is_worth_nothing(client, clerk):
    enrol(clerk)
    _, codes = enrol(a_clerk("ym0002"))
    give_password(client, clerk)
    assert client.post("/desk/second-factor/", {"code": codes[0]}).status_code == 422
    assert BackupCode.objects.filter(used_at=None).count() == 20


# --- sessions


def test_the_secret_is_sealed_and_bound_to_its_row(clerk):
    device, _ = enrol(clerk)
    other = enrolment.fresh_authenticator(a_clerk("ym0002"))
    with connection.cursor() as cursor:
        cursor.execute("select secret from desk_authenticatorapp")
        kept = b"".join(bytes(row[0]) for row in cursor.fetchall())
    assert device.secret.encode() not in kept and bytes.fromhex(device.secret) not in kept
    stolen = AuthenticatorApp.objects.filter(pk=device.pk).values_list("secret", flat=True).get()
    AuthenticatorApp.objects.filter(pk=other.pk).update(secret=stolen)
    with pytest.raises(CannotOpen):
        AuthenticatorApp.objects.get(pk=other.pk).secret  # noqa: B018


def test_django_otp_alone_opens_nothing(clerk):
    """Its own helpers would pass by our slowing of guesses."""
    from django_otp import match_token, verify_token

    device, _ = enrol(clerk)
    code = device.next_code(at=now())
    assert verify_token(clerk, device.persistent_id, code) is None
    assert match_token(clerk, code) is None


def test_a_clerk_has_one_authenticator(clerk):
    enrol(clerk)
    later = now() + timedelta(minutes=5)
    enrol(clerk, at=later)
    assert AuthenticatorApp.objects.filter(user=clerk).count() == 1
