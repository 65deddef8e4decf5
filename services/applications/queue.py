"""The queue: what a department's caseworkers have before them, in four lists, each read by an index of its own.

    mine         what I hold and people can go on with          the earliest promise first
    department   the same of the whole department, whoever holds it
    stopped      waits for the citizen, another department, or a special procedure: no clock runs; the oldest first
    ended        what ended within the last 30 days, the latest first

A page reads its own rows and no more, however long the list is (`services/paging.py`); counting stops at `MOST_COUNTED`.

What this knowingly does not do: search by name, which is sealed; sort by anything but the promised day.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.timezone import localdate

from services.actions.actor import Actor
from services.applications.models import Application, Assessment, Correction
from services.applications.models.application import FOR_PEOPLE, STOPPED
from services.catalogue.models import ItemVersion
from services.departments.models import StaffMember
from services.paging import Page, page
from services.people.models import Person
from services.rules.models import RuleVersion
from services.texts import Text

LATELY = timedelta(days=30)
PAGE_SIZE = 15
MOST_COUNTED = 99
WHOLE_CODE, DAY_AND_SERIAL = 43, 12  # characters of a case code, and of its part that differs within an item


class Tab(StrEnum):
    MINE = "mine"
    DEPARTMENT = "department"
    STOPPED = "stopped"
    ENDED = "ended"


BY_PROMISE = ("due_on", "submitted_at", "id")
ORDER: Mapping[Tab, Sequence[str]] = {
    Tab.MINE: BY_PROMISE,
    Tab.DEPARTMENT: BY_PROMISE,
    Tab.STOPPED: ("submitted_at", "id"),
    Tab.ENDED: ("ended_at", "id"),
}


@dataclass(frozen=True)
class Item:
    """An item the department decides on; `versions`: all of them, for applications keep theirs."""

    code: str
    name: Text
    versions: tuple[UUID, ...]


def page_of(
    tab: Tab, actor: Actor, *, at: datetime, item: Item | None = None, after: str = "", before: str = ""
) -> Page[Application]:
    """Raises `services.paging.BadCursor`."""
    rows = listed(tab, actor, at=at)
    if item:
        rows = rows.filter(item_version__in=item.versions)
    return page(
        _for_a_table(rows),
        ORDER[tab],
        size=PAGE_SIZE,
        after=after,
        before=before,
        descending=tab == Tab.ENDED,
    )


def listed(tab: Tab, actor: Actor, *, at: datetime) -> QuerySet[Application]:
    """Every application of this list, in no order."""
    rows = Application.objects.visible_to(actor)
    if tab == Tab.STOPPED:
        return rows.filter(state__in=STOPPED)
    if tab == Tab.ENDED:
        return rows.filter(ended_at__gte=at - LATELY)
    waiting = rows.filter(state__in=FOR_PEOPLE)
    if tab == Tab.DEPARTMENT:
        return waiting
    me = StaffMember.objects.filter(user=actor.user_id or 0).values("pk")[:1]
    return waiting.filter(holder_id=me)  # one value, not a join, so that the index keeps the order


def counted(actor: Actor, *, at: datetime) -> dict[Tab, int]:
    """How many wait in each list that people work off, at most `MOST_COUNTED` + 1."""
    return {tab: _capped(listed(tab, actor, at=at)) for tab in (Tab.MINE, Tab.DEPARTMENT, Tab.STOPPED)}


def overdue(tab: Tab, actor: Actor, *, at: datetime) -> int:
    """How many of this list are past their promised day, at most `MOST_COUNTED` + 1; none where no clock runs."""
    if ORDER[tab] != BY_PROMISE:
        return 0
    return _capped(listed(tab, actor, at=at).filter(due_on__lt=localdate(at)))


def _capped(rows: QuerySet[Application]) -> int:
    return rows.values("pk")[: MOST_COUNTED + 1].count()


def items_of(actor: Actor) -> list[Item]:
    """The items of the department, by their latest names."""
    found: dict[str, Item] = {}
    rows = ItemVersion.objects.filter(item__department=actor.department_id).order_by("item__code", "-number")
    for code, name, version in rows.values_list("item__code", "name", "pk"):
        latest = found.get(code)
        found[code] = Item(
            code, latest.name if latest else name, (*(latest.versions if latest else ()), version)
        )
    return list(found.values())


def found_by_code(words: str, actor: Actor) -> list[Application] | None:
    """By the whole case code, or by its day and serial, which several items may have; in any state. None: neither."""
    code = "".join(c for c in unicodedata.normalize("NFKC", words).upper() if c.isalnum())
    if len(code) == WHOLE_CODE:
        codes = [code]
    elif len(code) == DAY_AND_SERIAL:
        codes = [implementation + code for implementation in _implementation_codes(actor)]
    else:
        return None
    rows = Application.objects.visible_to(actor).filter(case_code__in=codes)
    return list(_for_a_table(rows).order_by("case_code"))


def _implementation_codes(actor: Actor) -> list[str]:
    items = ItemVersion.objects.filter(item__department=actor.department_id).order_by()
    return list(items.values_list("item__implementation_code", flat=True).distinct())


def _for_a_table(rows: QuerySet[Application]) -> QuerySet[Application]:
    """With what a row shows, and without the weight of answers, packages and traces. Each table is asked once, beside the
    list: joined to it, small tables would be read again for every row."""
    last_run = Assessment.objects.order_by("at").only("application_id", "outcome", "code", "rule_version_id")
    asked = Correction.objects.filter(answered_at=None).only("application_id", "due_on", "asked_at")
    return rows.defer("answers", "ending_words").prefetch_related(
        Prefetch("item_version", ItemVersion.objects.only("name", "state", "sha256")),
        Prefetch("person", Person.objects.only("name")),
        Prefetch("holder", StaffMember.objects.only("name", "user_id")),
        Prefetch("assessments", last_run),
        Prefetch("assessments__rule_version", RuleVersion.objects.only("texts")),
        Prefetch("corrections", asked, to_attr="open_corrections"),
    )
