"""文书: the papers a window would hand over, read from the history.

Receipts and notices say what happened, when, to what number, and what one can do. As signed PDFs: printed_papers.py.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from services.applications.models import Application, Correction, State

# the move that makes the paper -> its word in the address, its title
KINDS = {
    State.SUBMITTED: ("receipt", _("Receipt")),
    State.ACCEPTED: ("acceptance", _("Notice of acceptance")),
    State.AWAITING_CORRECTION: ("correction", _("Notice of correction")),
    State.SUSPENDED: ("suspension", _("Notice of a special procedure")),
    State.DECLINED: ("declined", _("Notice of non-acceptance")),
    State.APPROVED: ("approval", _("Decision to approve")),
    State.REFUSED: ("refusal", _("Decision not to approve")),
}


@dataclass(frozen=True)
class Paper:
    kind: str
    title: Promise
    at: datetime
    note: str


def papers_of(application: Application) -> list[Paper]:
    """One for each move that makes one, oldest first."""
    return [
        Paper(*KINDS[State(move.target)], move.at, move.note)
        for move in application.moves.all()
        if State(move.target) in KINDS and move.source not in {State.AWAITING_CORRECTION, State.SUSPENDED}
    ]


def words_of(application: Application, paper: Paper) -> list[str]:
    """What it says, paragraph by paragraph, in the words of whoever wrote it."""
    if paper.kind == "correction":
        return [point["words"] for point in _asked(application, paper).points]
    if paper.kind in {"approval", "refusal"}:
        return [application.decision.reason or said("Decided by published rules; every condition is met.")]
    found = {"suspension": paper.note, "declined": application.ending_words}.get(paper.kind)
    return [found] if found else []


def day_of(application: Application, paper: Paper) -> date | None:
    """The day it names: of the promised result, or of the citizen's answer."""
    if paper.kind == "correction":
        return _asked(application, paper).due_on
    return application.due_on if paper.kind in {"receipt", "acceptance"} else None


def may_be_contested(paper: Paper) -> bool:
    return paper.kind in {"refusal", "declined"}


def _asked(application: Application, paper: Paper) -> Correction:
    """The round this notice was about."""
    return application.corrections.filter(asked_at=paper.at).latest("asked_at")


def address_of(application_id: UUID, kind: str) -> str:
    """Where it can be read and printed."""
    return f"{settings.PUBLIC_ADDRESS}{reverse('paper', args=[application_id, kind])}"


def contents(application: Application, paper: Paper) -> dict[str, Any]:
    """What page and PDF are made of."""
    return {
        "application": application,
        "paper": paper,
        "words": words_of(application, paper),
        "day": day_of(application, paper),
        "may_be_contested": may_be_contested(paper),
        "address": address_of(application.pk, paper.kind),
        "content": application.content,
    }
