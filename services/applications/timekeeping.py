"""What happens because time passes. The worker calls these; each finds its rows by stored dates and acts one by one."""

from datetime import datetime

from django.utils.timezone import localdate

from services.actions.actor import SYSTEM
from services.applications.actions.accept import accept_by_silence
from services.applications.actions.close import close
from services.applications.clocks import RESCISSION
from services.applications.models import Application, State
from services.applications.states import ENDED

AT_ONCE = 100


def accept_what_was_met_with_silence(*, at: datetime) -> int:
    """Five working days without a word: accepted. Returns how many."""
    today = localdate(at)
    due = Application.objects.filter(state=State.RECEIVED, accept_by__lt=today)
    ids = list(due.values_list("pk", flat=True)[:AT_ONCE])
    for application_id in ids:
        accept_by_silence(application_id=application_id, today=today, actor=SYSTEM, at=at)
    return len(ids)


def close_what_is_over(*, at: datetime) -> int:
    """A day after it ended, an application is closed for good. Returns how many."""
    over = Application.objects.filter(state__in=ENDED - {State.CLOSED}, ended_at__lt=at - RESCISSION)
    ids = list(over.values_list("pk", flat=True)[:AT_ONCE])
    for application_id in ids:
        close(application_id=application_id, actor=SYSTEM, at=at)
    return len(ids)
