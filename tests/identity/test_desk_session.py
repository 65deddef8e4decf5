"""The two clocks of a clerk's session."""

from datetime import UTC, datetime, timedelta

from django.contrib.sessions.backends.cache import SessionStore
from hypothesis import given
from hypothesis import strategies as st

from portal.identity.desk_session import ABSOLUTE, IDLE, TOUCHED_EVERY, begin, is_open, touch

MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def a_session() -> SessionStore:
    session = SessionStore()
    begin(session, at=MONDAY)
    return session


def test_a_session_that_was_not_opened_at_the_desk_is_closed():
    session = SessionStore()
    touch(session, at=MONDAY)
    assert not is_open(session, at=MONDAY)


def test_it_is_open_until_the_limit_and_closed_at_it():
    session = a_session()
    assert is_open(session, at=MONDAY + IDLE - SECOND) and not is_open(session, at=MONDAY + IDLE)


def test_the_cookie_lives_as_long_as_the_idle_limit():
    assert a_session().get_expiry_age() == IDLE.total_seconds()


def test_a_touch_is_written_once_a_minute():
    session = a_session()
    session.modified = False
    touch(session, at=MONDAY + TOUCHED_EVERY - SECOND)
    assert not session.modified
    touch(session, at=MONDAY + TOUCHED_EVERY)
    assert session.modified and is_open(session, at=MONDAY + TOUCHED_EVERY + IDLE - SECOND)


@given(st.lists(st.integers(0, 40 * 60), max_size=60))
def test_no_session_outlives_its_limits_whatever_one_does(pauses):
    session, at, last = a_session(), MONDAY, MONDAY
    for pause in pauses:
        at += timedelta(seconds=pause)
        if is_open(session, at=at):
            assert at - last < IDLE + TOUCHED_EVERY and at - MONDAY < ABSOLUTE
            touch(session, at=at)
            last = at
        else:
            assert at - last >= IDLE - TOUCHED_EVERY or at - MONDAY >= ABSOLUTE
            break
