"""Sending what waits, outside every transaction. Any number of workers may run it: each claims by a counted update."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from services.events.transactions import refuse_inside_transaction
from services.notifications.models import Contact, Dispatch
from services.notifications.providers import provider_for
from services.notifications.providers.base import NotSent
from services.notifications.words import SUBJECT, words_for

LEASE = timedelta(minutes=1)
MOST_ATTEMPTS = 8  # about a day: the inbox has had the message all the time
LONGEST_PAUSE = timedelta(hours=6)


def send_due(*, at: datetime, limit: int = 50) -> int:
    """Tries what is due; returns how many were tried."""
    refuse_inside_transaction("a message by e-mail or SMS")
    pending = Dispatch.objects.filter(state=Dispatch.State.PENDING, next_try_at__lte=at)
    tried = 0
    for dispatch in pending.select_related("message").order_by("next_try_at")[:limit]:
        claim = pending.filter(pk=dispatch.pk, attempts=dispatch.attempts)
        if claim.update(next_try_at=at + LEASE, attempts=F("attempts") + 1):
            tried += 1
            _try(dispatch, at)
    return tried


def _try(dispatch: Dispatch, at: datetime) -> None:
    contact = Contact.objects.filter(person_id=dispatch.message.person_id).first()
    to = contact.address(dispatch.channel) if contact else ""
    try:
        if not to:
            raise NotSent("no address any more", lasting=True)
        message = dispatch.message
        words = words_for(dispatch.channel, settings.PUBLIC_ADDRESS, message.template, message.context)
        provider_for(dispatch.channel).send(to, SUBJECT["zh"], words)
    except NotSent as failure:
        _failed(dispatch, failure, at)
    else:
        _save(dispatch, state=Dispatch.State.SENT, sent_at=at, failure="")


def _failed(dispatch: Dispatch, failure: NotSent, at: datetime) -> None:
    if failure.lasting or dispatch.attempts + 1 >= MOST_ATTEMPTS:
        _save(dispatch, state=Dispatch.State.FAILED, failure=failure.reason[:60])
    else:
        pause = min(timedelta(seconds=30) * 4**dispatch.attempts, LONGEST_PAUSE)
        _save(dispatch, next_try_at=at + pause, failure=failure.reason[:60])


def _save(dispatch: Dispatch, **columns: object) -> None:
    Dispatch.objects.filter(pk=dispatch.pk).update(**columns)
