"""A running allowance: 王秀兰's, approved by rules on 2026-11-23, with her certificate, and time that passes."""

from datetime import datetime, timedelta

from portal.subscriptions import SUBSCRIPTIONS
from services.aftercare.checking import recheck_due
from services.aftercare.models import Entitlement
from services.applications.models import Application
from services.events.relay import deliver_due
from tests.cast import NOON, begin, send

A_MONTH = timedelta(days=31)


def relay() -> None:
    while deliver_due(SUBSCRIPTIONS):
        pass


def running(citizen, key: str = "wang_xiulan", at: datetime = NOON) -> Application:  # type: ignore[no-untyped-def]
    who = citizen(key)
    application = send(begin(who, at=at), who, at=at)
    relay()
    return application


def check(at: datetime) -> Entitlement:
    """The sweep of that moment."""
    recheck_due(at=at)
    return Entitlement.objects.get()
