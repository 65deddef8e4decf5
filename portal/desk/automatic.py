"""秒批开关: whether rules may approve, item by item. The whole department sees it; a supervisor turns it, with a reason."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from portal.desk.panel import Typed, typed
from portal.desk.site import site
from portal.desk.words import Names
from portal.identity.actors import actor_of
from services.actions.actor import Actor
from services.actions.errors import KeyReused
from services.applications.actions.switch import resume_automatic, stop_automatic
from services.applications.errors import AlreadySwitched, ReasonMissing
from services.applications.models import SwitchTurn
from services.applications.queue import items_of
from services.applications.switch import supervised_by, turns_by_item
from services.catalogue.models import ServiceItem
from services.texts import Text

MOST_TURNS = 5
LONGEST_REASON = 500


@dataclass(frozen=True)
class Row:
    """`turns`: the latest with who made them."""

    code: str
    name: Text
    stopped: bool
    turns: list[tuple[SwitchTurn, str]]
    may_turn: bool
    typed: Typed


@site.page("automatic/", "desk_automatic")
def automatic(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    back = _turn(request, actor) if request.method == "POST" else Typed()
    if back is None:
        return redirect("admin:desk_automatic")
    context = {"rows": _rows(actor, back), "longest": LONGEST_REASON, **site.each_context(request)}
    return render(request, "desk/automatic.html", context, status=back.status)


def _turn(request: HttpRequest, actor: Actor) -> Typed | None:
    """None: done. A refusal that is nobody's slip of the pen goes on to the page for refusals."""
    given = typed(request, "reason", row="item")
    turn = resume_automatic if request.POST.get("turn") == "resume" else stop_automatic
    try:
        turn(item=given.row, reason=given.text, actor=actor, at=now(), request_key=given.key)
    except ReasonMissing:
        return given.wrong(_("Write the reason. Your colleagues read it."))
    except (AlreadySwitched, KeyReused):
        return given.overtaken(_("A colleague was faster. This is how it stands now."))
    return None


def _rows(actor: Actor, back: Typed) -> list[Row]:
    names = {each.code: each.name for each in items_of(actor)}
    items = list(ServiceItem.objects.filter(code__in=names).order_by("code"))
    turns, supervised = turns_by_item(items, MOST_TURNS), supervised_by(actor)
    who = Names(turn.by for each in turns.values() for turn in each)
    return [
        Row(
            item.code,
            names[item.code],
            stopped=bool(turns[item.pk] and turns[item.pk][0].stopped),
            turns=[(turn, who[turn.by]) for turn in turns[item.pk]],
            may_turn=item.department_id == supervised,
            typed=back.at(item.code),
        )
        for item in items
    ]
