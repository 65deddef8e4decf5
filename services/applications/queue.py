"""The queue: what a department's caseworkers have before them, in four lists, each read by an index of its own.

    mine         what I hold and people can go on with          the earliest promise first
    department   the same of the whole department, whoever holds it
    stopped      waits for the citizen, another department, or a special procedure: no clock runs; the oldest first
    ended        what ended within the last 30 days, the latest first

A page reads its own rows and no more, however long the list is (`services/paging.py`); counting stops at `MOST_COUNTED`. The
statements are kept as text, one for each list, direction and role.

What this knowingly does not do: search by name, which is sealed; sort by anything but the promised day.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import F, Prefetch, QuerySet, Value
from django.db.models.lookups import In
from django.utils.timezone import localdate

from services.actions.actor import Actor
from services.actions.visible import Visible
from services.applications.models import Application, Assessment, Correction
from services.applications.models.application import FOR_PEOPLE, STOPPED
from services.catalogue.models import ItemVersion
from services.departments.models import StaffMember
from services.paging import Page, Part, page_read
from services.people.models import Person
from services.prepared import Given, Prepared
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
    versions = _named(item.versions) if item else {}

    def read(part: Part, cursor: Mapping[str, Any]) -> list[Application]:
        return _part(tab, part, len(versions))(actor, since=at - LATELY, **versions, **cursor)

    last_first = tab == Tab.ENDED
    return page_read(
        read, Application, ORDER[tab], size=PAGE_SIZE, after=after, before=before, descending=last_first
    )


@cache
def _part(tab: Tab, part: Part, versions: int) -> Visible[Application]:
    """Of that many versions of an item; none: of every item."""
    only = [In(F("item_version"), [Given(name) for name in _named(range(versions))])] if versions else []
    cursor = {name: Given(name) for name in part.by}
    return Visible(
        lambda anybody: part.of(_for_a_table(_listed(tab, anybody, Given("since")).filter(*only)), cursor)
    )


def _named(values: Iterable[Any]) -> dict[str, Any]:
    return {f"version{place}": value for place, value in enumerate(values)}


def listed(tab: Tab, actor: Actor, *, at: datetime) -> QuerySet[Application]:
    """Every application of this list, in no order."""
    return _listed(tab, actor, at - LATELY)


def _listed(tab: Tab, actor: Actor, since: datetime | Given) -> QuerySet[Application]:
    rows = Application.objects.visible_to(actor)
    if tab == Tab.STOPPED:
        return rows.filter(state__in=STOPPED)
    if tab == Tab.ENDED:
        return rows.filter(ended_at__gte=since)
    waiting = rows.filter(state__in=FOR_PEOPLE)
    if tab == Tab.DEPARTMENT:
        return waiting
    me = StaffMember.objects.filter(user=actor.user_id or 0).values("pk")[:1]
    return waiting.filter(holder_id=me)  # one value, not a join, so that the index keeps the order


def counted(actor: Actor) -> dict[Tab, int]:
    """How many wait in each list that people work off, at most `MOST_COUNTED` + 1."""
    return {tab: len(_ones(tab, MOST_COUNTED + 1)(actor)) for tab in (Tab.MINE, Tab.DEPARTMENT, Tab.STOPPED)}


def overdue(tab: Tab, actor: Actor, *, at: datetime) -> int:
    """How many of this list are past their promised day, at most `MOST_COUNTED` + 1; none where no clock runs."""
    if ORDER[tab] != BY_PROMISE:
        return 0
    return len(_ones(tab, MOST_COUNTED + 1, late=True)(actor, today=localdate(at)))


@cache
def _ones(tab: Tab, most: int, *, late: bool = False) -> Visible[int]:
    """A one for each application of a list that has no end in time, and no more of them than are counted."""
    only = {"due_on__lt": Given("today")} if late else {}

    def rows(anybody: Actor) -> "QuerySet[Application, int]":
        found = _listed(tab, anybody, Given("since")).filter(**only)
        return found.values_list(Value(1), flat=True)[:most]

    return Visible(rows)


def items_of(actor: Actor) -> list[Item]:
    """The items of the department, by their latest names."""
    found: dict[str, Item] = {}
    for code, name, version in _versions(of=actor.department_id):
        latest = found.get(code)
        found[code] = Item(
            code, latest.name if latest else name, (*(latest.versions if latest else ()), version)
        )
    return list(found.values())


_versions = Prepared(
    lambda: (
        ItemVersion.objects.filter(item__department=Given("of"))
        .order_by("item__code", "-number")
        .values_list("item__code", "name", "pk")
    )
)


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
    runs = Assessment.objects.order_by("at").only("application_id", "outcome", "code", "rule_version_id")
    runs = runs.prefetch_related(Prefetch("rule_version", RuleVersion.objects.only("texts")))
    asked = Correction.objects.filter(answered_at=None).only("application_id", "due_on", "asked_at")
    return rows.defer("answers", "ending_words").prefetch_related(
        Prefetch("item_version", ItemVersion.objects.only("name", "state", "sha256")),
        Prefetch("person", Person.objects.only("name")),
        Prefetch("holder", StaffMember.objects.only("name", "user_id")),
        Prefetch("assessments", runs, to_attr="runs"),
        Prefetch("corrections", asked, to_attr="open_corrections"),
    )
