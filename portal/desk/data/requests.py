"""申请共享 at the desk: another department asks for a value that no policy gives it by itself. Granted, or refused."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from portal.desk.data.door import for_data_officers
from portal.desk.panel import Typed, seen_or_refused, typed
from portal.desk.site import site
from portal.desk.words import day_sign
from portal.identity.actors import actor_of
from services.actions.errors import KeyReused
from services.calendars.queries import calendar
from services.sharing.actions.ask_grant import LONGEST_ARTICLE, answer_grant_request
from services.sharing.errors import BasisMissing, NotOpen
from services.sharing.models import GrantRequest
from services.texts import Text


@site.page("data/requests/<uuid:pk>/", "desk_grant_request")
@for_data_officers
def grant_request(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    rows = GrantRequest.objects.filter(department=actor.department_id)
    found = seen_or_refused(
        request,
        rows.select_related("consumer", "purpose", "field__resource").filter(pk=pk).first(),
        lambda: answer_grant_request(grant_request_id=pk, granted=False, actor=actor, at=now()),
    )
    return _answer(request, found) if request.method == "POST" else _page(request, found, Typed())


def _answer(request: HttpRequest, found: GrantRequest) -> HttpResponse:
    given = typed(request, "article")
    try:
        answer_grant_request(
            grant_request_id=found.pk,
            granted=request.POST.get("answer") == "grant",
            article=given.text[:LONGEST_ARTICLE],
            actor=actor_of(request),
            at=now(),
            request_key=given.key,
        )
    except BasisMissing:
        return _page(request, found, given.wrong(_("A refusal names the law and its article.")))
    except (NotOpen, KeyReused):
        found.refresh_from_db()
        return _page(request, found, given.overtaken(_("A colleague has answered this already.")))
    return redirect("admin:desk_grant_request", pk=found.pk)


def _page(request: HttpRequest, found: GrantRequest, typed: Typed) -> HttpResponse:
    context = {
        "asked": found,
        "why": _why(found),
        "due": day_sign(found.due_on, provisional=False, today=localdate(), days=calendar()),
        "typed": typed,
        "longest": LONGEST_ARTICLE,
    }
    page = {**context, **site.each_context(request)}
    return render(request, "desk/data/request.html", page, status=typed.status)


def _why(found: GrantRequest) -> Text:
    """In the words of the purpose, which every citizen can read."""
    return next((read["why"] for read in found.purpose.reads if read["field"] == found.field.code), {})
