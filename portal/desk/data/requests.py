"""申请共享 at the desk: another department asks for a value that no policy gives it by itself. Granted, or refused."""

from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from portal.desk.data.door import for_data_officers
from portal.desk.site import site
from portal.desk.words import day_sign
from portal.identity.actors import actor_of
from portal.showing.key import posted_key
from services.actions.errors import DomainError, KeyReused
from services.calendars.queries import calendar
from services.sharing.actions.ask_grant import LONGEST_ARTICLE, answer_grant_request
from services.sharing.errors import BasisMissing, NotOpen
from services.sharing.models import GrantRequest
from services.texts import Text


@dataclass(frozen=True)
class Answer:
    """What was typed, and what is wrong with it."""

    key: UUID
    article: str = ""
    error: str = ""


@site.page("data/requests/<uuid:pk>/", "desk_grant_request")
@for_data_officers
def grant_request(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    rows = GrantRequest.objects.filter(department=actor.department_id)
    found = rows.select_related("consumer", "purpose", "field__resource").filter(pk=pk).first()
    if found is None:
        if request.method == "POST":
            with suppress(DomainError):  # refuses, and keeps the trace
                answer_grant_request(grant_request_id=pk, granted=False, actor=actor, at=now())
        raise Http404(str(pk))
    return _answer(request, found) if request.method == "POST" else _page(request, found, Answer(uuid4()))


def _answer(request: HttpRequest, found: GrantRequest) -> HttpResponse:
    article = request.POST.get("article", "")[:LONGEST_ARTICLE]
    key = posted_key(request) or uuid4()
    try:
        answer_grant_request(
            grant_request_id=found.pk,
            granted=request.POST.get("answer") == "grant",
            article=article,
            actor=actor_of(request),
            at=now(),
            request_key=key,
        )
    except BasisMissing:
        words = _("A refusal names the law and its article.")
        return _page(request, found, Answer(key, article, words), 422)
    except (NotOpen, KeyReused):
        found.refresh_from_db()
        words = _("A colleague has answered this already.")
        return _page(request, found, Answer(key, article, words), 409)
    return redirect("admin:desk_grant_request", pk=found.pk)


def _page(request: HttpRequest, found: GrantRequest, answer: Answer, status: int = 200) -> HttpResponse:
    context = {
        "asked": found,
        "why": _why(found),
        "due": day_sign(found.due_on, provisional=False, today=localdate(), days=calendar()),
        "answer": answer,
        "longest": LONGEST_ARTICLE,
    }
    page = {**context, **site.each_context(request)}
    return render(request, "desk/data/request.html", page, status=status)


def _why(found: GrantRequest) -> Text:
    """In the words of the purpose, which every citizen can read."""
    return next((read["why"] for read in found.purpose.reads if read["field"] == found.field.code), {})
