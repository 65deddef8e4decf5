"""What was found against our registers as sources: more sent than asked for, an answer that is not signed, and the like.

Each is one request with its day. A data officer says what the cause was; until then a department whose answers bore no good
signature is suspect to those who read its values.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from portal.desk.data.door import for_data_officers
from portal.desk.panel import Typed, seen_or_refused, typed
from portal.desk.site import site
from portal.desk.words import Names
from portal.identity.actors import actor_of
from services.actions.errors import KeyReused
from services.sharing.actions.settle_finding import LONGEST, settle_finding
from services.sharing.errors import NotOpen, WordsMissing, WordsTooLong
from services.sharing.findings import SUSPECT
from services.sharing.models import SourceFinding

MOST = 100


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
    found = seen_or_refused(
        request,
        rows.filter(pk=number).first(),
        lambda: settle_finding(finding_id=number, words="", actor=actor, at=now()),
    )
    return _settle(request, found) if request.method == "POST" else _page(request, found, Typed())


def _settle(request: HttpRequest, found: SourceFinding) -> HttpResponse:
    given = typed(request, "words")
    try:
        settle_finding(
            finding_id=found.pk,
            words=given.text,
            actor=actor_of(request),
            at=now(),
            request_key=given.key,
        )
    except WordsMissing:
        error = _("Write what the cause was and what was done.")
        return _page(request, found, given.wrong(error))
    except WordsTooLong:
        error = _("Please say it in %(longest)d characters at most.") % {"longest": LONGEST}
        return _page(request, found, given.wrong(error))
    except (NotOpen, KeyReused):
        found.refresh_from_db()
        return _page(request, found, given.overtaken(_("A colleague has answered this already.")))
    return redirect("admin:desk_finding", number=found.pk)


def _page(request: HttpRequest, found: SourceFinding, typed: Typed) -> HttpResponse:
    by = found.settled_by
    context = {
        "finding": found,
        "typed": typed,
        "longest": LONGEST,
        "settled_by": Names([by])[by] if by else "",
    }
    page = {**context, **site.each_context(request)}
    return render(request, "desk/data/finding.html", page, status=typed.status)
