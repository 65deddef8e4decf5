"""抽查: approvals by rules that were drawn for a second look, the earliest last day first. Confirmed or reversed in place."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.desk.site import site
from portal.desk.words import Sign, day_sign
from portal.identity.actors import actor_of
from services.actions.actor import Actor
from services.actions.errors import KeyReused
from services.aftercare.actions.spot_check import close_check
from services.aftercare.errors import AlreadyAnswered, AlreadyEnded, WordsMissing
from services.aftercare.models import SpotCheck
from services.aftercare.queries import open_checks
from services.calendars.queries import calendar

MOST = 50
WHY = {
    "RANDOM": gettext_noop("Drawn by lot"),
    "LATE_DATA": gettext_noop("Data came late"),
    "TOP_AMOUNT": gettext_noop("The highest amount"),
    "NEAR_BOUNDARY": gettext_noop("A value close to a limit"),
}


@dataclass(frozen=True)
class Row:
    """`key` makes two presses one act."""

    check: SpotCheck
    due: Sign
    why: list[str]
    key: UUID
    reason: str = ""
    error: str = ""


@dataclass(frozen=True)
class Typed:
    check: UUID
    reason: str
    error: str
    status: int


@site.page("checks/", "desk_checks")
def checks(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    typed = _close(request, actor) if request.method == "POST" else None
    if request.method == "POST" and typed is None:
        return redirect("admin:desk_checks")
    rows = [_row(each, typed) for each in open_checks(actor)[:MOST]]
    gone = typed if typed and typed.check not in {row.check.pk for row in rows} else None
    context = {"rows": rows, "gone": gone, **site.each_context(request)}
    return render(request, "desk/checks.html", context, status=typed.status if typed else 200)


def _close(request: HttpRequest, actor: Actor) -> Typed | None:
    """None: done."""
    pk, reason = _id(request, "check"), request.POST.get("reason", "").replace("\0", "")
    reverse = request.POST.get("answer") == "reverse"
    state = SpotCheck.State.REVERSED if reverse else SpotCheck.State.CONFIRMED
    key = _id(request, "request_key")
    try:
        close_check(check_id=pk, state=state, reason=reason, actor=actor, at=now(), request_key=key)
    except WordsMissing:
        return Typed(pk, reason, _("Write what you found."), 422)
    except (AlreadyAnswered, AlreadyEnded, KeyReused):
        return Typed(pk, reason, _("A colleague has answered this already."), 409)
    return None


def _row(check: SpotCheck, typed: Typed | None) -> Row:
    mine = typed if typed and typed.check == check.pk else None
    due = day_sign(check.due_on, provisional=check.due_is_provisional, today=localdate(), days=calendar())
    why = [_(WHY[code]) for code in check.drawn_for]
    return Row(check, due, why, uuid4(), mine.reason if mine else "", mine.error if mine else "")


def _id(request: HttpRequest, name: str) -> UUID:
    """One that nobody has is as good as none: the action refuses it."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return uuid4()
