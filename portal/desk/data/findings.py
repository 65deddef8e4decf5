"""What was found against our registers as sources: more sent than asked for, an answer that is not signed, and the like.

Each is one request with its day. A data officer says what the cause was; until then a department whose answers bore no good
signature is suspect to those who read its values.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from portal.desk.data.door import for_data_officers
from portal.desk.site import site
from portal.desk.words import Names
from portal.identity.actors import actor_of
from portal.showing.key import posted_key
from services.actions.errors import DomainError, KeyReused
from services.sharing.actions.settle_finding import LONGEST, settle_finding
from services.sharing.errors import NotOpen, WordsMissing, WordsTooLong
from services.sharing.findings import SUSPECT
from services.sharing.models import SourceFinding

MOST = 100


@dataclass(frozen=True)
class Answer:
    """What was typed, and what is wrong with it."""

    key: UUID
    words: str = ""
    error: str = ""


@site.page("data/findings/", "desk_findings")
@for_data_officers
def findings(request: HttpRequest) -> HttpResponse:
    mine = SourceFinding.objects.visible_to(actor_of(request)).select_related("request__purpose")
    context = {
        "open": mine.open().order_by("found_at", "pk")[:MOST],
        "settled": mine.filter(settled_at__isnull=False).order_by("-settled_at")[:MOST],
        "suspect": mine.open().filter(kind__in=SUSPECT).exists(),
    }
    return render(request, "desk/data/findings.html", {**context, **site.each_context(request)})


@site.page("data/findings/<int:number>/", "desk_finding")
@for_data_officers
def finding(request: HttpRequest, number: int) -> HttpResponse:
    actor = actor_of(request)
    rows = SourceFinding.objects.visible_to(actor).select_related("request__purpose")
    found = rows.filter(pk=number).first()
    if found is None:
        if request.method == "POST":
            with suppress(DomainError):  # refuses, and keeps the trace
                settle_finding(finding_id=number, words="", actor=actor, at=now())
        raise Http404(str(number))
    return _settle(request, found) if request.method == "POST" else _page(request, found, Answer(uuid4()))


def _settle(request: HttpRequest, found: SourceFinding) -> HttpResponse:
    given = Answer(posted_key(request) or uuid4(), request.POST.get("words", ""))
    try:
        settle_finding(
            finding_id=found.pk,
            words=given.words,
            actor=actor_of(request),
            at=now(),
            request_key=given.key,
        )
    except WordsMissing:
        error = _("Write what the cause was and what was done.")
        return _page(request, found, replace(given, error=error), 422)
    except WordsTooLong:
        error = _("Please say it in %(longest)d characters at most.") % {"longest": LONGEST}
        return _page(request, found, replace(given, error=error), 422)
    except (NotOpen, KeyReused):
        found.refresh_from_db()
        error = _("A colleague has answered this already.")
        return _page(request, found, replace(given, error=error), 409)
    return redirect("admin:desk_finding", number=found.pk)


def _page(request: HttpRequest, found: SourceFinding, answer: Answer, status: int = 200) -> HttpResponse:
    by = found.settled_by
    context = {
        "finding": found,
        "answer": answer,
        "longest": LONGEST,
        "settled_by": Names([by])[by] if by else "",
    }
    page = {**context, **site.each_context(request)}
    return render(request, "desk/data/finding.html", page, status=status)
