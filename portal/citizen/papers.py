"""文书: the papers a window would hand over, read from the history and ready to print.

Receipts and notices say what happened, when, to what number, and what one can do. They are not certificates: nothing is
sealed here, the address at the foot leads back to the record.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from portal.identity.actors import actor_of, person_required
from services.applications.models import Application, State
from services.applications.queries import whole

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
    title: object
    at: datetime
    note: str


def papers_of(application: Application) -> list[Paper]:
    """One for each move that makes one, oldest first."""
    return [
        Paper(*KINDS[State(move.target)], move.at, move.note)
        for move in application.moves.all()
        if State(move.target) in KINDS and move.source not in {State.AWAITING_CORRECTION, State.SUSPENDED}
    ]


@person_required
def paper(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    application = get_object_or_404(whole(actor_of(request)), pk=pk)
    found = [each for each in papers_of(application) if each.kind == kind]
    if not found:
        raise Http404(kind)
    context = {
        "application": application,
        "paper": found[-1],
        "decision": getattr(application, "decision", None),
        "correction": application.corrections.last(),
        "address": f"{settings.PUBLIC_ADDRESS}{request.path}",
        "content": application.item_version.content,
    }
    return render(request, "citizen/paper.html", context)
