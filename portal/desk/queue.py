"""The first page of the desk: what waits, in four lists, the earliest promise first; and finding one by its number.

Whatever stands in a row was read with the list (`services/applications/queue.py`), so a page costs the same number of
queries for one row as for fifteen, and the deepest page as little as the first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.desk.site import site
from portal.desk.words import Sign, due_sign, number_of, state_sign
from portal.identity.actors import actor_of
from portal.showing.runs import said_of
from services.actions.actor import Actor
from services.applications import queue as lists
from services.applications.models import Application
from services.applications.queue import Item, Tab
from services.applications.states import ENDED
from services.calendars.days import Calendar
from services.calendars.queries import calendar
from services.paging import BadCursor
from services.sharing.officers import avoided
from services.texts import Text

TITLES: dict[Tab, str | Promise] = {
    Tab.MINE: _("My cases"),
    Tab.DEPARTMENT: _("My department"),
    Tab.STOPPED: _("Waiting or stopped"),
    Tab.ENDED: _("Ended lately"),
}


@dataclass(frozen=True)
class Row:
    """One application as the list shows it. `answer_by`: the last day of the applicant's answer, while it is awaited;
    `key`: the request key of its button, where it may be claimed. `stepped_back`: nothing is shown of the person."""

    application: Application
    number: str
    due: Sign
    state: Sign
    rules: Text | str | None
    answer_by: date | None
    key: UUID | None
    stepped_back: bool


@site.page("", "queue")
def queue(request: HttpRequest) -> HttpResponse:
    actor, at = actor_of(request), now()
    waiting = lists.counted(actor)
    words = request.GET.get("q", "").strip()
    found = _search(words, actor, at) if words else _list(request, actor, at, waiting)
    tabs = [(tab, title, _capped(waiting.get(tab, 0))) for tab, title in TITLES.items()]
    return render(request, "desk/queue.html", {**found, "tabs": tabs, **site.each_context(request)})


def _search(words: str, actor: Actor, at: datetime) -> dict[str, Any]:
    rows = lists.found_by_code(words, actor)
    return {"q": words, "rows": _rows(rows or [], actor, at), "no_number": rows is None}


def _list(request: HttpRequest, actor: Actor, at: datetime, waiting: dict[Tab, int]) -> dict[str, Any]:
    """Without a word which, one's own; for whoever holds nothing, the department's."""
    tab = _tab(request.GET.get("tab") or (Tab.MINE if waiting[Tab.MINE] else Tab.DEPARTMENT))
    items = lists.items_of(actor)
    item = _item(items, request.GET.get("item", ""))
    place = {name: request.GET.get(name, "") for name in ("after", "before")}
    try:
        page = lists.page_of(tab, actor, at=at, item=item, **place)
    except BadCursor as error:
        raise Http404("cursor") from error
    return {
        "tab": tab,
        "title": TITLES[tab],
        "rows": _rows(page.rows, actor, at),
        "page": page,
        "begun": any(place.values()),
        "items": items,
        "item": item,
        "overdue": _capped(lists.overdue(tab, actor, at=at)),
        "waiting": _waiting(waiting.get(tab, 0)),
        "elsewhere": _elsewhere(waiting[Tab.DEPARTMENT]),
    }


def _tab(word: str) -> Tab:
    try:
        return Tab(word)
    except ValueError as error:
        raise Http404(word) from error


def _item(items: Sequence[Item], code: str) -> Item | None:
    if code and code not in {item.code for item in items}:
        raise Http404(code)
    return next((item for item in items if item.code == code), None)


def _capped(count: int) -> str:
    return f"{lists.MOST_COUNTED}+" if count > lists.MOST_COUNTED else str(count or "")


def _waiting(count: int) -> str:
    return ngettext("%(many)s case", "%(many)s cases", count) % {"many": _capped(count)} if count else ""


def _elsewhere(count: int) -> str:
    words = ngettext(
        "%(many)s case waits in your department", "%(many)s cases wait in your department", count
    )
    return words % {"many": _capped(count)} if count else ""


def _rows(applications: Sequence[Application], actor: Actor, at: datetime) -> list[Row]:
    days, kin = calendar(), avoided(actor)
    return [_row(each, localdate(at), days, stepped_back=each.person_id in kin) for each in applications]


def _row(application: Application, today: date, days: Calendar, *, stepped_back: bool) -> Row:
    has_ended = application.state in ENDED
    state = state_sign(application)
    asked = application.open_corrections  # type: ignore[attr-defined]
    return Row(
        application,
        number_of(application),
        due=Sign(state.chip, state.words, localdate(application.ended_at))
        if has_ended
        else due_sign(application, today=today, days=days),
        state=state,
        rules=said_of(next(reversed(application.runs), None)),  # type: ignore[attr-defined]
        answer_by=asked[0].due_on if asked else None,
        key=None if has_ended or application.holder_id or stepped_back else uuid4(),
        stepped_back=stepped_back,
    )
