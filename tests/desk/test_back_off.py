"""Guessing is slowed, nobody is locked out."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from portal.desk import back_off
from portal.desk.back_off import FREE_AT_ADDRESS, FREE_CODES, FREE_PASSWORDS, Lock
from portal.desk.models import FORGOTTEN_AFTER, LONGEST_WAIT, BackOff
from tests.desk.signing_in import PASSWORD, a_clerk, enrol, give_password, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.identity.urls")]
MONDAY = datetime(2026, 11, 23, 1, 0, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_limits_left_over():
    cache.clear()


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def clerk():
    return a_clerk()


def guess(client: Client, number: str = "ym0001", **more) -> int:
    return client.post("/desk/login/", {"username": number, "password": "wrong"}, **more).status_code


# --- the clock of waits
def test_tries_are_free_first_and_then_cost_a_growing_wait():
    lock, at, waits = Lock("k", 3), MONDAY, []
    for _ in range(8):
        while wait := back_off.claim([lock], at=at):
            waits.append(wait)
            at += timedelta(seconds=wait)
    assert waits == [1, 2, 4, 8, 16]


def test_a_try_during_a_wait_costs_nothing():
    lock = Lock("k", 1)
    back_off.claim([lock], at=MONDAY)
    assert [back_off.claim([lock], at=MONDAY) for _ in range(50)] == [1] * 50
    assert back_off.claim([lock], at=MONDAY + timedelta(seconds=1)) == 0


def test_no_wait_is_longer_than_a_quarter_of_an_hour():
    BackOff.objects.create(key="k", failures=2_000_000, last_at=MONDAY)
    assert back_off.claim([Lock("k", 1)], at=MONDAY) == LONGEST_WAIT.total_seconds()
    assert back_off.claim([Lock("k", 1)], at=MONDAY + LONGEST_WAIT) == 0


def test_after_a_quiet_day_everything_is_forgotten():
    lock = Lock("k", 1)
    BackOff.objects.create(key="k", failures=500, last_at=MONDAY)
    later = MONDAY + FORGOTTEN_AFTER + timedelta(seconds=1)
    assert back_off.claim([lock], at=later) == 0
    assert BackOff.objects.get().failures == 1


@given(
    failures=st.integers(0, 10**6),
    free=st.integers(1, 40),
    since=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=2)),
)
def test_a_wait_never_grows_while_one_waits_and_always_ends(failures, free, since):
    row = BackOff(key="k", failures=failures, last_at=MONDAY)
    wait = row.wait(free, MONDAY + since)
    assert timedelta(0) <= wait <= LONGEST_WAIT
    assert row.wait(free, MONDAY + since + wait) == timedelta(0)
    assert row.wait(free, MONDAY + since + timedelta(seconds=1)) <= wait


@given(failures=st.integers(0, 1000), free=st.integers(1, 40))
def test_one_more_failure_never_shortens_the_wait(failures, free):
    less, more = (BackOff(failures=failures + extra, last_at=MONDAY).wait(free, MONDAY) for extra in (0, 1))
    assert less <= more


def test_of_two_locks_a_wait_at_one_counts_at_neither():
    busy, idle = Lock("busy", 1), Lock("idle", 1)
    back_off.claim([busy], at=MONDAY)
    assert back_off.claim([busy, idle], at=MONDAY) == 1
    assert BackOff.objects.get(key="idle").failures == 0


# --- passwords
def test_passwords_guessed_at_one_number_are_slowed_for_all_addresses(client, clerk, clock):
    for host in range(FREE_PASSWORDS):
        guess(Client(), REMOTE_ADDR=f"10.0.0.{host}")
    refused = give_password(Client(REMOTE_ADDR="10.0.1.1"), clerk)
    assert (
        refused.status_code == 422 and refused.context["form"].non_field_errors().as_data()[0].code == "wait"
    )
    clock.shift(1)
    assert give_password(Client(REMOTE_ADDR="10.0.1.1"), clerk).status_code == 302


def test_one_password_guessed_at_many_numbers_is_slowed_for_the_address(client, clerk, clock):
    for number in range(FREE_AT_ADDRESS):
        guess(client, f"ym{number:05}")
    assert give_password(client, clerk).status_code == 422
    assert give_password(Client(REMOTE_ADDR="10.0.0.9"), clerk).status_code == 302


def test_a_number_that_does_not_exist_is_slowed_alike(client, clock):
    for _ in range(FREE_PASSWORDS):
        guess(client, "nobody")
    refused = client.post("/desk/login/", {"username": "nobody", "password": "x"})
    assert refused.context["form"].non_field_errors().as_data()[0].code == "wait"


def test_the_right_password_ends_the_count_of_the_number(client, clerk, clock):
    for _ in range(FREE_PASSWORDS - 1):
        guess(client)
    give_password(client, clerk)
    client.post("/desk/logout/")
    assert [guess(client) for _ in range(FREE_PASSWORDS)] == [422] * FREE_PASSWORDS
    clock.shift(1)
    assert give_password(client, clerk).status_code == 302


def test_signing_in_oneself_does_not_buy_the_address_more_guesses(client, clerk, clock):
    for number in range(FREE_AT_ADDRESS - 1):
        guess(client, f"ym{number:05}")
    give_password(client, clerk)
    guess(Client(), "ym77777")
    refused = Client().post("/desk/login/", {"username": "ym88888", "password": "x"})
    assert refused.context["form"].non_field_errors().as_data()[0].code == "wait"


def test_nobody_shuts_a_clerk_out_of_the_browser_the_clerk_uses(client, clerk, clock):
    sign_in(client, clerk)
    client.post("/desk/logout/")
    attacker = Client(REMOTE_ADDR="10.0.0.9")
    for _ in range(40):
        guess(attacker, REMOTE_ADDR="10.0.0.9")
        clock.shift(1)
    assert give_password(Client(REMOTE_ADDR="10.0.0.8"), clerk).status_code == 422
    assert give_password(client, clerk).status_code == 302


def test_a_known_browser_is_no_way_round_for_guessing(client, clerk, clock):
    sign_in(client, clerk)
    client.post("/desk/logout/")
    for _ in range(FREE_PASSWORDS):
        guess(client)
    assert give_password(client, clerk).status_code == 422


def test_the_browser_one_clerk_uses_is_unknown_for_another_and_cannot_be_forged(client, clerk, clock):
    a_clerk("ym0002")
    sign_in(client, clerk)
    client.post("/desk/logout/")
    for _ in range(FREE_PASSWORDS):
        guess(Client(REMOTE_ADDR="10.0.0.9"), "ym0002", REMOTE_ADDR="10.0.0.9")
    wait = client.post("/desk/login/", {"username": "ym0002", "password": PASSWORD})
    assert wait.status_code == 422
    for _ in range(FREE_PASSWORDS):
        guess(Client(REMOTE_ADDR="10.0.0.9"), REMOTE_ADDR="10.0.0.9")
    forged = Client()
    forged.cookies["desk_browser"] = "known:sure"
    assert give_password(forged, clerk).status_code == 422


def test_a_pretended_address_is_not_believed(client, clerk, clock):
    for number in range(FREE_AT_ADDRESS):
        guess(client, f"ym{number:05}", HTTP_X_FORWARDED_FOR=f"10.9.9.{number}")
    assert give_password(client, clerk).status_code == 422


# --- codes
def test_codes_are_slowed_across_sessions(client, clerk, clock):
    enrol(clerk)
    give_password(client, clerk)
    other = Client()
    give_password(other, clerk)
    for _ in range(FREE_CODES):
        client.post("/desk/second-factor/", {"code": "000000"})
    refused = other.post("/desk/second-factor/", {"code": "000000"})
    assert refused.context["form"].errors.as_data()["code"][0].code == "wait"


def test_activation_codes_and_authenticator_codes_share_their_count(client, clerk, clock):
    give_password(client, clerk)
    client.post("/desk/enrol/", {"code": "0000-0000-0000"})
    refused = client.post("/desk/enrol/", {"code": "0000-0000-0000"})
    assert refused.context["form"].errors.as_data()["code"][0].code == "wait"


def test_nothing_typed_is_kept_in_clear(client, clock):
    guess(client, "my-password-by-mistake")
    assert all("password" not in row.key and len(row.key) == 32 for row in BackOff.objects.all())
