"""谁看过我的数据: every question, refusal and look about one person as lines of one kind, the newest first.

Three tables make it: what departments were asked (`DataRequest`), what was not allowed (`DataAccess`), and who saw what
on a page or in a file (`Look`). Codes only; the words are the faces'. What a law withholds is left out and counted.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, QuerySet, Value
from django.utils.timezone import localdate

from services.actions.actor import Actor, Role
from services.departments.models import Department
from services.sharing.models import DataAccess, DataRequest, Look, Purpose, Withholding

GIVEN = frozenset({"ANSWERED", "DELIVERED", "USED", "DECLINED", "DISPUTED"})  # the last two: by the person
PENDING = frozenset({"DISPATCHED", "AWAITING_CONSENT"})


class LineKind(StrEnum):
    ASKED = "ASKED"  # a department was asked
    DENIED = "DENIED"  # somebody wanted to ask, and was not let
    LOOKED = "LOOKED"  # somebody saw it on a page or in a file


@dataclass(frozen=True)
class Filter:
    """Empty: everything. `source`: one occasion; `department`: a code; `given`: or not."""

    source: str = ""
    department: str = ""
    given: bool | None = None


@dataclass(frozen=True)
class Line:
    """`department`: whose register it is; for a look that of the reader. `fields`: `[{field, disclosure, outcome}]`.

    `state` and `reasons`: how it ended, as codes of the row's own kind. `actor`: as in histories, "SYSTEM" is nobody;
    `represented`: for whom, where a department was asked (port.py).
    """

    id: UUID
    kind: LineKind
    at: datetime
    source: str
    department: Department | None
    purpose: Purpose | None
    fields: Sequence[Mapping[str, Any]]
    state: str
    reasons: Sequence[str]
    actor: str
    represented: str = ""

    @property
    def given(self) -> bool:
        return self.kind == LineKind.LOOKED or self.state in GIVEN

    @property
    def pending(self) -> bool:
        return self.state in PENDING


@dataclass(frozen=True)
class Held:
    """So many lines are not shown until that day, under that article."""

    number: int
    until_on: date
    article: str


@dataclass(frozen=True)
class Page:
    lines: Sequence[Line]
    total: int
    held: Sequence[Held]


class Log:
    """The log of one reader at one moment: what is kept from them is read once."""

    def __init__(self, actor: Actor, *, at: datetime) -> None:
        self.actor = actor
        self._withheld = _withholdings(actor, at)
        self._hidden = [each.source for each in self._withheld]

    def page(self, wanted: Filter, *, first: int = 0, size: int) -> Page:
        """`size` lines from the `first` on, counted from 0."""
        rows = self._rows(wanted)
        found = list(rows.order_by("-moment", "-id")[first : first + size])
        return Page(_lines(found), rows.count(), [_held(self.actor, each) for each in self._withheld])

    def line(self, pk: UUID) -> Line | None:
        """None for somebody else's, for a withheld one, and for none at all."""
        found = list(self._rows(Filter(), pk))
        return _lines(found)[0] if found else None

    def occasions(self) -> list[str]:
        """What there is to choose from, the newest first."""
        rows = self._rows(Filter()).order_by("-moment", "-id")
        return list(dict.fromkeys(row["occasion"] for row in rows))

    def _rows(self, wanted: Filter, pk: UUID | None = None) -> QuerySet[Any, dict[str, Any]]:
        return _rows(self.actor, wanted, hidden=self._hidden, pk=pk)


def page(actor: Actor, wanted: Filter, *, at: datetime, first: int = 0, size: int) -> Page:
    return Log(actor, at=at).page(wanted, first=first, size=size)


def line_of(pk: UUID, actor: Actor, *, at: datetime) -> Line | None:
    return Log(actor, at=at).line(pk)


def _rows(
    actor: Actor, wanted: Filter, *, hidden: Collection[str], pk: UUID | None = None
) -> QuerySet[Any, dict[str, Any]]:
    parts = [_narrowed(kind, actor, wanted, hidden, pk) for kind in LineKind]
    return parts[0].union(*parts[1:], all=True)


def _narrowed(
    kind: LineKind, actor: Actor, wanted: Filter, hidden: Collection[str], pk: UUID | None
) -> QuerySet[Any, dict[str, Any]]:
    source = SOURCES[kind]
    rows = source.all(actor).exclude(source__in=hidden)
    if wanted.source:
        rows = rows.filter(source=wanted.source)
    if wanted.department:
        rows = rows.filter(department__code=wanted.department)
    if wanted.given is not None:
        rows = source.ended(rows, wanted.given)
    if pk:
        rows = rows.filter(pk=pk)
    return rows.values(
        "id", moment=F(source.moment), what=Value(kind.value, CharField()), occasion=F("source")
    )


@dataclass(frozen=True)
class _Source:
    """One of the tables: whose rows, which of them were given, and how one becomes a line."""

    all: Callable[[Actor], QuerySet[Any]]
    moment: str
    ended: Callable[[QuerySet[Any], bool], QuerySet[Any]]
    read: Sequence[str]
    line: Callable[[Any], Line]


def _lines(rows: Sequence[Mapping[str, Any]]) -> list[Line]:
    found: dict[UUID, Line] = {}
    for kind, source in SOURCES.items():
        if ids := [row["id"] for row in rows if row["what"] == kind]:
            for row in source.all(EVERYBODY).select_related(*source.read).filter(pk__in=ids):
                found[row.pk] = source.line(row)
    return [found[row["id"]] for row in rows]


def _asked(row: DataRequest) -> Line:
    return Line(
        id=row.pk,
        kind=LineKind.ASKED,
        at=row.started_at,
        source=row.source,
        department=row.department,
        purpose=row.purpose,
        fields=row.fields,
        state=row.state,
        reasons=[row.reason] if row.reason else [],
        actor=row.actor,
        represented=row.represented,
    )


def _denied(row: DataAccess) -> Line:
    """Of the fields only those that were not let."""
    refused = [each for each in row.fields if each["decision"] != DataAccess.Decision.ALLOWED]
    return Line(
        id=row.pk,
        kind=LineKind.DENIED,
        at=row.at,
        source=row.source,
        department=row.department,
        purpose=row.purpose,
        fields=refused,
        state=row.decision,
        reasons=list(dict.fromkeys(reason for each in refused for reason in each["reasons"])),
        actor=row.actor,
    )


def _looked(row: Look) -> Line:
    return Line(
        id=row.pk,
        kind=LineKind.LOOKED,
        at=row.at,
        source=row.source,
        department=row.department,
        purpose=None,
        fields=[{"field": code, "disclosure": "VALUE", "outcome": "GIVEN"} for code in row.fields],
        state=row.kind,
        reasons=[],
        actor=row.actor,
    )


def _ended_asked(rows: QuerySet[Any], given: bool) -> QuerySet[Any]:
    return rows.filter(state__in=GIVEN) if given else rows.exclude(state__in=GIVEN)


EVERYBODY = Actor(Role.SYSTEM)
SOURCES: Mapping[LineKind, _Source] = {
    LineKind.ASKED: _Source(
        DataRequest.objects.visible_to,
        "started_at",
        _ended_asked,
        ("department", "purpose"),
        _asked,
    ),
    LineKind.DENIED: _Source(
        lambda actor: DataAccess.objects.visible_to(actor).denied(),
        "at",
        lambda rows, given: rows.none() if given else rows,
        ("department", "purpose"),
        _denied,
    ),
    LineKind.LOOKED: _Source(
        lambda actor: Look.objects.visible_to(actor).told(),
        "at",
        lambda rows, given: rows if given else rows.none(),
        ("department",),
        _looked,
    ),
}


def _withholdings(actor: Actor, at: datetime) -> list[Withholding]:
    """Nothing is kept from anybody but the person themself."""
    if actor.role != Role.CITIZEN or actor.person_id is None:
        return []
    rows = Withholding.objects.filter(person=actor.person_id, approved_at__isnull=False)
    return list(rows.filter(until_on__gte=localdate(at)).order_by("until_on"))


def _held(actor: Actor, row: Withholding) -> Held:
    number = _rows(actor, Filter(source=row.source), hidden=()).count()
    return Held(number, row.until_on, row.article)
