"""Codes: the app's clock, and the paper's alphabet."""

from datetime import UTC, datetime, timedelta

import pytest
from django_otp.oath import hotp
from hypothesis import given
from hypothesis import strategies as st

from portal.desk import printed_codes, second_factor
from portal.desk.models import STEP_SECONDS, AuthenticatorApp
from services.people.models import User
from tests.desk.signing_in import a_clerk, enrol

MONDAY = datetime(2026, 11, 23, 1, 0, 10, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds
SECRET = "3132333435363738393031323334353637383930"  # RFC 6238, appendix B: "12345678901234567890"


def an_app(last_step: int = -1) -> AuthenticatorApp:
    return AuthenticatorApp(user=User(id=1, username="ym0001"), secret=SECRET, last_step=last_step)


# --- the app
@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_codes_are_those_of_rfc_6238(seconds, code):
    assert an_app().code_of(seconds // STEP_SECONDS) == code
    assert an_app().accepts(code, at=datetime.fromtimestamp(seconds, UTC))


@given(at=MOMENTS, drift=st.integers(-5, 5))
def test_a_phone_may_be_half_a_minute_wrong_and_no_more(at, drift):
    step = int(at.timestamp()) // STEP_SECONDS + drift
    app = an_app()
    codes_of_now = {app.code_of(step - drift + near) for near in (-1, 0, 1)}
    assert app.accepts(app.code_of(step), at=at) is (app.code_of(step) in codes_of_now)


@given(at=MOMENTS, moves=st.lists(st.tuples(st.integers(0, 90), st.integers(-1, 1)), max_size=12))
def test_no_code_is_ever_accepted_twice(at, moves):
    app, taken = an_app(), []
    for seconds, drift in moves:
        at += timedelta(seconds=seconds)
        step = int(at.timestamp()) // STEP_SECONDS + drift
        if app.accepts(app.code_of(step), at=at):
            taken.append(app.last_step)
    assert taken == sorted(set(taken))


@given(at=MOMENTS, text=st.text(max_size=8))
def test_whatever_is_typed_is_judged_and_breaks_nothing(at, text):
    app = an_app()
    now = int(at.timestamp()) // STEP_SECONDS
    assert app.accepts(text, at=at) is (text in {app.code_of(now + near) for near in (-1, 0, 1)})


def test_the_next_code_is_good_also_right_after_one_was_used():
    app = an_app()
    for _ in range(2):
        assert app.accepts(app.next_code(at=MONDAY), at=MONDAY)


def test_the_qr_code_says_who_and_where(settings):
    settings.OTP_TOTP_ISSUER = "Yunzhou desk"
    assert an_app().config_url == (
        "otpauth://totp/Yunzhou%20desk:ym0001?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Yunzhou%20desk"
    )
    assert an_app().readable_secret.replace(" ", "") == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def test_our_arithmetic_is_that_of_the_package():
    assert int(an_app().code_of(7)) == hotp(bytes.fromhex(SECRET), 7)


# --- paper
@given(groups=st.integers(1, 4), size=st.integers(1, 6))
def test_printed_codes_have_groups_of_characters_nobody_confuses(groups, size):
    code = printed_codes.make(groups, size)
    assert [len(group) for group in code.split("-")] == [size] * groups
    assert not set(code) & set("ILOU")


@given(code=st.text(printed_codes.ALPHABET, min_size=10, max_size=12), data=st.data())
def test_a_printed_code_is_known_however_it_is_typed(code, data):
    typed = "".join(
        data.draw(st.sampled_from([each, each.lower(), chr(ord(each) + 0xFEE0), f" {each}", f"{each}-"]))
        for each in code.replace("1", "l").replace("0", "o")
    )
    clerk = User(id=7)
    assert printed_codes.digest(typed, clerk) == printed_codes.digest(code, clerk)


@given(
    st.text(printed_codes.ALPHABET, min_size=10, max_size=10),
    st.text(printed_codes.ALPHABET, min_size=10, max_size=10),
)
def test_other_codes_and_other_clerks_have_other_digests(one, two):
    assert (printed_codes.digest(one, User(id=7)) == printed_codes.digest(two, User(id=7))) is (one == two)
    assert printed_codes.digest(one, User(id=7)) != printed_codes.digest(one, User(id=8))


# --- both
@pytest.mark.django_db
def test_codes_of_app_and_paper_are_checked_for_their_clerk_only():
    clerk, other = a_clerk(), a_clerk("ym0002")
    device, codes = enrol(clerk, at=MONDAY)
    later = MONDAY + timedelta(minutes=2)
    assert second_factor.check(other, device.next_code(at=later), at=later) is None
    assert second_factor.check(other, codes[0], at=later) is None
    assert second_factor.check(clerk, device.next_code(at=later), at=later) == device
    assert second_factor.check(clerk, codes[0], at=later) == device
    assert second_factor.check(clerk, codes[0], at=later) is None
    assert second_factor.backup_codes_left(clerk) == 9


@pytest.mark.django_db
def test_an_authenticator_that_is_not_confirmed_opens_nothing():
    from portal.desk import enrolment

    clerk = a_clerk()
    pending = enrolment.fresh_authenticator(clerk)
    assert second_factor.check(clerk, pending.next_code(at=MONDAY), at=MONDAY) is None
