"""A line of 谁看过我的数据 in words: who looked, at what, what for, on what basis, and whether it was given.

The page, the file, the API and the desk say the same, from here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from portal.showing.access.occasions import Occasion, occasions_of
from portal.showing.access.who import officers_of, who_looked
from portal.showing.access.why_not import why_not
from portal.showing.here import here
from services.sharing.access_log import Line, LineKind
from services.sharing.marks import entries_of
from services.sharing.models import DataField, Disclosure, Dispute, Look

SEALED, WAITING, NONE = "SEALED", "WAITING", "NONE"


@dataclass(frozen=True)
class Told:
    """`proof`: SEALED, WAITING, or NONE where the line is older than proofs; `leaf`: its place in the ledger.

    `chip`, `result`: how it ended. `dispute`: what the person has said about this very line, while it is open.
    """

    line: Line
    occasion: Occasion
    who: str
    asked: str
    what: Sequence[str]
    why: str
    basis: str
    chip: str
    result: str
    proof: str
    leaf: int | None
    dispute: Dispute | None

    @property
    def id(self) -> UUID:
        return self.line.id

    @property
    def at(self) -> datetime:
        return self.line.at

    @property
    def seen(self) -> str:
        return pgettext("between the parts of a list", ", ").join(self.what)

    @property
    def own(self) -> bool:
        return self.line.state == Look.Kind.OWN


def told(lines: Sequence[Line], occasions: Mapping[str, Occasion] | None = None) -> list[Told]:
    """In the language of the page. `occasions`: those of the lines, where they have been read already."""
    occasions = occasions or occasions_of({each.source for each in lines})
    labels = dict(DataField.objects.values_list("code", "label"))
    officers = officers_of(lines)
    entries = entries_of([each.id for each in lines])
    disputes = {each.access: each for each in Dispute.objects.open().filter(access__in=[x.id for x in lines])}
    return [
        Told(
            line=line,
            occasion=(occasion := occasions[line.source]),
            who=who_looked(line, occasion, officers),
            asked=here(line.department.name) if line.department and line.kind != LineKind.LOOKED else "",
            what=[_what(each, labels) for each in line.fields],
            why=here(line.purpose.name) if line.purpose else "",
            basis=here(line.purpose.basis) if line.purpose else "",
            chip=_chip(line),
            result=_result(line),
            proof=_proof(entry := entries.get(line.id)),
            leaf=entry.leaf_index if entry else None,
            dispute=disputes.get(line.id),
        )
        for line in lines
    ]


def _what(read: Mapping[str, str], labels: Mapping[str, Mapping[str, str]]) -> str:
    name = here(labels.get(read["field"])) or _("another value")
    if read["disclosure"] == Disclosure.VALUE:
        said = name
    else:
        said = _("%(name)s (%(form)s)") % {"name": name, "form": Disclosure(read["disclosure"]).label}
    return _(NOTED[outcome]) % {"name": said} if (outcome := read.get("outcome", "")) in NOTED else said


NOTED = {
    "ABSENT": gettext_noop("%(name)s: nothing on record"),
    "UNFIT": gettext_noop("%(name)s: unusable, thrown away"),
}


def _chip(line: Line) -> str:
    if line.pending:
        return "wait"
    return "ok" if line.given else "no"


def _result(line: Line) -> str:
    if line.kind == LineKind.LOOKED:
        return _("Taken along in a file") if line.state == Look.Kind.EXPORT else _("Shown")
    if line.state == "AWAITING_CONSENT":
        return _("Not read: you are asked first")
    if line.pending:
        return _("Under way")
    if line.given:
        return _(AFTERWARDS.get(line.state, gettext_noop("Given")))
    reasons = _("; ").join(why_not([*line.reasons]))
    words = _("Not allowed: %(why)s") if line.kind == LineKind.DENIED else _("Not given: %(why)s")
    return words % {"why": reasons}


AFTERWARDS: Mapping[str, str] = {
    "DISPUTED": gettext_noop("Given; you said that it is wrong"),
    "DECLINED": gettext_noop("Given, and deleted: you did not want it used"),
}


def _proof(entry: object) -> str:
    if entry is None:
        return NONE
    return WAITING if getattr(entry, "leaf_index", None) is None else SEALED
