"""抽查 and 复核: approvals by rules that were drawn for a second look, decisions that rest on a value corrected since, and
refusals that their citizens ask to be looked at again; the earliest last day first. Confirmed or reversed in place."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.desk.site import site
from portal.desk.words import Sign, day_sign
from portal.identity.actors import actor_of
from portal.showing.corrected import changes_of
from portal.showing.here import here
from services.actions.actor import Actor
from services.actions.errors import KeyReused
from services.aftercare.actions.reexamine import close_reexamination
from services.aftercare.actions.spot_check import close_check
from services.aftercare.errors import AlreadyAnswered, AlreadyEnded, WordsMissing
from services.aftercare.models import Reexamination, SpotCheck
from services.aftercare.queries import open_checks, open_reexaminations
from services.calendars.queries import calendar

MOST = 50
DRAWN, CORRECTED, APPEALED = "DRAWN", "CORRECTED", "APPEALED"
RULES_SAY = {
    "APPROVE": gettext_noop("With it the rules approve"),
    "REVIEW": gettext_noop("With it the rules leave it to a person"),
    "PROPOSE_REFUSAL": gettext_noop("With it the rules propose a refusal"),
}
ON_NEW_DATA = {
    "APPROVE": gettext_noop("On what the registers say now the rules approve"),
    "REVIEW": gettext_noop("On what the registers say now the rules leave it to a person"),
    "PROPOSE_REFUSAL": gettext_noop("On what the registers say now the rules propose a refusal"),
}
WHY = {
    "RANDOM": gettext_noop("Drawn by lot"),
    "LATE_DATA": gettext_noop("Data came late"),
    "TOP_AMOUNT": gettext_noop("The highest amount"),
    "NEAR_BOUNDARY": gettext_noop("A value close to a limit"),
}


@dataclass(frozen=True)
class Row:
    """`kind`: DRAWN, CORRECTED or APPEALED; `key` makes two presses one act. `own`: whoever reads it refused it, and leaves it
    to a colleague."""

    kind: str
    check: SpotCheck | Reexamination
    due: Sign
    why: list[str]
    key: UUID
    own: bool = False
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
    rows = [
        *(_again(each, typed, actor) for each in open_reexaminations(actor)[:MOST]),
        *(_row(DRAWN, each, _drawn_why(each), typed) for each in open_checks(actor)[:MOST]),
    ]
    gone = typed if typed and typed.check not in {row.check.pk for row in rows} else None
    context = {"rows": rows, "gone": gone, **site.each_context(request)}
    return render(request, "desk/checks.html", context, status=typed.status if typed else 200)


def _close(request: HttpRequest, actor: Actor) -> Typed | None:
    """None: done."""
    pk, reason = _id(request, "check"), request.POST.get("reason", "")
    reverse = request.POST.get("answer") == "reverse"
    given: dict[str, Any] = {
        "reason": reason,
        "actor": actor,
        "at": now(),
        "request_key": _id(request, "request_key"),
    }
    try:
        if request.POST.get("kind") in {CORRECTED, APPEALED}:
            looked = Reexamination.State.REVERSED if reverse else Reexamination.State.CONFIRMED
            close_reexamination(reexamination_id=pk, state=looked, **given)
        else:
            state = SpotCheck.State.REVERSED if reverse else SpotCheck.State.CONFIRMED
            close_check(check_id=pk, state=state, **given)
    except WordsMissing:
        return Typed(pk, reason, _("Write what you found."), 422)
    except (AlreadyAnswered, AlreadyEnded, KeyReused):
        return Typed(pk, reason, _("A colleague has answered this already."), 409)
    return None


def _again(row: Reexamination, typed: Typed | None, actor: Actor) -> Row:
    kind = APPEALED if row.is_appeal else CORRECTED
    own = row.is_appeal and row.application.decision.decider == actor.key
    return _row(kind, row, _corrected_why(row), typed, own=own)


def _row(
    kind: str, check: SpotCheck | Reexamination, why: list[str], typed: Typed | None, *, own: bool = False
) -> Row:
    mine = typed if typed and typed.check == check.pk else None
    due = day_sign(check.due_on, provisional=check.due_is_provisional, today=localdate(), days=calendar())
    words = {"reason": mine.reason, "error": mine.error} if mine else {}
    return Row(kind, check, due, why, uuid4(), own, **words)


def _drawn_why(check: SpotCheck) -> list[str]:
    return [_(WHY[code]) for code in check.drawn_for]


def _corrected_why(check: Reexamination) -> list[str]:
    """What the register said and says, and what the rules make of it."""
    changes = [
        _("%(value)s was corrected: it said %(before)s, it says %(after)s")
        % {
            "value": here(each.field.label),
            "before": each.before or _("nothing"),
            "after": each.after or _("nothing"),
        }
        for each in changes_of(check)
    ]
    words = ON_NEW_DATA if check.is_appeal else RULES_SAY
    says = words.get((check.conclusion or {}).get("outcome", ""))
    still = (
        _("The registers still say what they said")
        if check.is_appeal
        else _("The register still says what it said")
    )
    return [*(changes or [still]), *([_(says)] if says else [])]


def _id(request: HttpRequest, name: str) -> UUID:
    """One that nobody has is as good as none: the action refuses it."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return uuid4()
