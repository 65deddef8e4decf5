"""秒批开关: whether rules may approve, item by item. The whole department sees it; a supervisor turns it, with a reason."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

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


@dataclass(frozen=True)
class Row:
    """`turns`: the latest with who made them; `key` makes two presses one act."""

    code: str
    name: Text
    stopped: bool
    turns: list[tuple[SwitchTurn, str]]
    may_turn: bool
    key: UUID
    reason: str = ""
    error: str = ""


@dataclass(frozen=True)
class Typed:
    """What came back: which item, what was written, what is wrong with it."""

    item: str
    reason: str
    error: str
    status: int


@site.page("automatic/", "desk_automatic")
def automatic(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    typed = _turn(request, actor) if request.method == "POST" else None
    if request.method == "POST" and typed is None:
        return redirect("admin:desk_automatic")
    context = {"rows": _rows(actor, typed), **site.each_context(request)}
    return render(request, "desk/automatic.html", context, status=typed.status if typed else 200)


def _turn(request: HttpRequest, actor: Actor) -> Typed | None:
    """None: done. A refusal that is nobody's slip of the pen goes on to the page for refusals."""
    item, reason = (request.POST.get(name, "") for name in ("item", "reason"))
    turn = resume_automatic if request.POST.get("turn") == "resume" else stop_automatic
    try:
        turn(item=item, reason=reason, actor=actor, at=now(), request_key=_key(request))
    except ReasonMissing:
        return Typed(item, reason, _("Write the reason. Your colleagues read it."), 422)
    except (AlreadySwitched, KeyReused):
        return Typed(item, reason, _("A colleague was faster. This is how it stands now."), 409)
    return None


def _rows(actor: Actor, typed: Typed | None) -> list[Row]:
    names = {each.code: each.name for each in items_of(actor)}
    items = list(ServiceItem.objects.filter(code__in=names).order_by("code"))
    turns, supervised = turns_by_item(items, MOST_TURNS), supervised_by(actor)
    who = Names(turn.by for each in turns.values() for turn in each)
    return [
        _row(
            item.code,
            names[item.code],
            turns=[(turn, who[turn.by]) for turn in turns[item.pk]],
            may_turn=item.department_id == supervised,
            typed=typed if typed and typed.item == item.code else None,
        )
        for item in items
    ]


def _row(
    code: str, name: Text, *, turns: list[tuple[SwitchTurn, str]], may_turn: bool, typed: Typed | None
) -> Row:
    return Row(
        code,
        name,
        stopped=bool(turns and turns[0][0].stopped),
        turns=turns,
        may_turn=may_turn,
        key=uuid4(),
        reason=typed.reason if typed else "",
        error=typed.error if typed else "",
    )


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("request_key", ""))
    except ValueError:
        return uuid4()
