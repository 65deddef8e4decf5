"""Sessions in the database, as Django keeps them; the one read that every page makes is a statement kept as text."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.utils.timezone import now

from services.prepared import Given, Prepared

_open = Prepared(lambda: Session.objects.filter(session_key=Given("key"), expire_date__gt=Given("at")))


class SessionStore(DatabaseSessions):
    def _get_session_from_db(self) -> Any:
        if (self.session_key or "").isalnum():  # as they are made; a cookie may hold anything
            for found in _open(key=self.session_key, at=now()):
                return found
        self._session_key = None
        return None
