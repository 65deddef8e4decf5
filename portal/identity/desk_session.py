"""How long a clerk's session lives: 15 minutes untouched, 8 hours at most (ASVS 5.0, 7.3.1 and 7.3.2).

The citizens' sessions keep `SESSION_COOKIE_AGE`. A session without these marks was not opened at the
desk and is nobody's there. It is written once a minute at most, so the idle limit may strike up to a
minute early.
"""

from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase

IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=8)
TOUCHED_EVERY = timedelta(minutes=1)
MARK = "desk"


def begin(session: SessionBase, *, at: datetime) -> None:
    """At the password step; the key is changed there and again after the second factor."""
    session[MARK] = {"since": at.timestamp(), "seen": at.timestamp()}
    session.set_expiry(int(IDLE.total_seconds()))


def is_open(session: SessionBase, *, at: datetime) -> bool:
    mark = _mark(session)
    if not mark:
        return False
    now = at.timestamp()
    return now - mark["seen"] < IDLE.total_seconds() and now - mark["since"] < ABSOLUTE.total_seconds()


def touch(session: SessionBase, *, at: datetime) -> None:
    mark = _mark(session)
    if mark and at.timestamp() - mark["seen"] >= TOUCHED_EVERY.total_seconds():
        session[MARK] = {**mark, "seen": at.timestamp()}


def _mark(session: SessionBase) -> dict[str, float] | None:
    mark: dict[str, float] | None = session.get(MARK)
    return mark
