"""What is known, from where, and whether it is still fresh enough to decide on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import ngettext

from portal.showing.known import Group, Known
from portal.showing.reasons import Reason
from services.sharing.models import DataField


@dataclass(frozen=True)
class Fact:
    """A known value; `stale` says how old it is, and is empty while it is fresh."""

    known: Known
    stale: str


@dataclass(frozen=True)
class Register:
    group: Group
    facts: Sequence[Fact]

    @property
    def stale(self) -> str:
        """Said once where all of it is equally old."""
        said = {fact.stale for fact in self.facts}
        return said.pop() if len(said) == 1 else ""


@dataclass(frozen=True)
class Condition:
    """One condition of the rules with the value they saw; `row`: the class of its line."""

    reason: Reason
    is_stale: bool

    @property
    def row(self) -> str:
        return {True: "", False: "v-no", None: "v-soon"}[self.reason.met]


def registers(groups: Sequence[Group], *, at: datetime) -> list[Register]:
    return [
        Register(group, [Fact(each, staleness(each.field, each.evidence.as_of, at)) for each in group.values])
        for group in groups
    ]


def checked(reasons: Sequence[Reason], *, at: datetime) -> list[Condition]:
    return [
        Condition(each, bool(each.field and each.as_of and each.field.is_stale(each.as_of, at)))
        for each in reasons
    ]


def staleness(field: DataField, as_of: datetime, at: datetime) -> str:
    if not field.is_stale(as_of, at):
        return ""
    most = field.max_age_days
    return ngettext("Older than %(n)d day", "Older than %(n)d days", most) % {"n": most}
