"""抽查 and 复核: approvals by rules that were drawn for a second look, decisions that rest on a value corrected since, and
refusals that their citizens ask to be looked at again; the earliest last day first. Confirmed or reversed in place."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.desk.panel import Typed, typed
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
from services.rules.decide import BAD_FACT

MOST, LONGEST_REASON = 50, 1000
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
UNKNOWN = gettext_noop(
    "A value it takes is not known or not certain: the rules cannot decide, a person has to look"
)
WHY = {
    "RANDOM": gettext_noop("Drawn by lot"),
    "LATE_DATA": gettext_noop("Data came late"),
    "TOP_AMOUNT": gettext_noop("The highest amount"),
    "NEAR_BOUNDARY": gettext_noop("A value close to a limit"),
}


@dataclass(frozen=True)
class Row:
    """`kind`: DRAWN, CORRECTED or APPEALED. `own`: whoever reads it decided it, and leaves it to a colleague."""

    kind: str
    check: SpotCheck | Reexamination
    due: Sign
    why: list[str]
    typed: Typed
    own: bool = False

    @property
    def field(self) -> str:
        """Its id on the page."""
        return f"r-{self.check.pk}"


@site.page("checks/", "desk_checks")
def checks(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    back = _close(request, actor) if request.method == "POST" else Typed()
    if back is None:
        return redirect("admin:desk_checks")
    rows = [
        *(_again(each, back, actor) for each in open_reexaminations(actor)[:MOST]),
        *(_row(DRAWN, each, _drawn_why(each), back) for each in open_checks(actor)[:MOST]),
    ]
    gone = back if back.row not in {str(row.check.pk) for row in rows} else Typed()
    context = {"rows": rows, "gone": gone, "longest": LONGEST_REASON, **site.each_context(request)}
    return render(request, "desk/checks.html", context, status=back.status)


def _close(request: HttpRequest, actor: Actor) -> Typed | None:
    """None: done."""
    said = typed(request, "reason", row="check")
    pk = _id(said.row)
    reverse = request.POST.get("answer") == "reverse"
    given: dict[str, Any] = {
        "reason": said.text,
        "actor": actor,
        "at": now(),
        "request_key": said.key,
    }
    try:
        if request.POST.get("kind") in {CORRECTED, APPEALED}:
            looked = Reexamination.State.REVERSED if reverse else Reexamination.State.CONFIRMED
            close_reexamination(reexamination_id=pk, state=looked, **given)
        else:
            state = SpotCheck.State.REVERSED if reverse else SpotCheck.State.CONFIRMED
            close_check(check_id=pk, state=state, **given)
    except WordsMissing:
        return said.wrong(_("Write what you found."))
    except (AlreadyAnswered, AlreadyEnded, KeyReused):
        return said.overtaken(_("A colleague has answered this already."))
    return None


def _again(row: Reexamination, back: Typed, actor: Actor) -> Row:
    kind = APPEALED if row.is_appeal else CORRECTED
    return _row(kind, row, _corrected_why(row), back, own=row.is_of(actor))


def _row(
    kind: str, check: SpotCheck | Reexamination, why: list[str], back: Typed, *, own: bool = False
) -> Row:
    due = day_sign(check.due_on, provisional=check.due_is_provisional, today=localdate(), days=calendar())
    return Row(kind, check, due, why, back.at(str(check.pk)), own)


def _drawn_why(check: SpotCheck) -> list[str]:
    return [_(WHY[code]) for code in check.drawn_for]


def _corrected_why(check: Reexamination) -> list[str]:
    """What the register said and says, and what the rules make of it."""
    changes = [
        _("%(value)s was corrected: it said %(before)s, it says %(after)s")
        % {
            "value": here(each.field.label),
            "before": each.before or _("nothing on record"),
            "after": each.after or _("nothing on record"),
        }
        for each in changes_of(check)
    ]
    says = _rules_say(check)
    still = (
        _("The registers still say what they said")
        if check.is_appeal
        else _("The register still says what it said")
    )
    return [*(changes or [still]), *([_(says)] if says else [])]


def _rules_say(check: Reexamination) -> str:
    """Empty where the rules were not asked. What a fact without a value leaves open is no finding of theirs."""
    found = check.conclusion or {}
    if found.get("code", "").startswith(BAD_FACT):
        return UNKNOWN
    words = ON_NEW_DATA if check.is_appeal else RULES_SAY
    return words.get(found.get("outcome", ""), "")


def _id(row: str) -> UUID:
    """Nobody's where none was given: the action refuses it."""
    try:
        return UUID(row)
    except ValueError:
        return UUID(int=0)
