"""整改: poor ratings the department has to answer, the earliest last day first, overdue ones marked; and answering one.

What one decided oneself a colleague answers: it is in nobody's own list (services/ratings). Nothing here leads to whoever
gave the rating, not even to the application.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from portal.desk.site import site
from portal.desk.words import Sign, day_sign
from portal.identity.actors import actor_of
from services.actions.actor import Actor
from services.actions.errors import DomainError, KeyReused
from services.calendars.days import Calendar
from services.calendars.queries import calendar
from services.ratings.actions.answer_rectification import LONGEST, answer_rectification
from services.ratings.errors import AlreadyAnswered, AnswerMissing, WordsTooLong
from services.ratings.queries import Complaint, complaint, complaints


@dataclass(frozen=True)
class Row:
    complaint: Complaint
    due: Sign


@dataclass(frozen=True)
class Answer:
    """What was typed, and what is wrong with it."""

    key: UUID
    words: str = ""
    error: str = ""


@site.page("rectifications/", "desk_rectifications")
def rectifications(request: HttpRequest) -> HttpResponse:
    today, days = localdate(), calendar()
    rows = [_row(each, today, days) for each in complaints(actor_of(request))]
    context = {"rows": rows, "overdue": sum(row.due.chip == "over" for row in rows)}
    return render(request, "desk/rectifications.html", {**context, **site.each_context(request)})


@site.page("rectifications/<uuid:pk>/", "desk_rectification")
def rectification(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = complaint(actor, pk)
    if found is None:
        if request.method == "POST":
            _refuse(pk, actor)
        raise Http404(str(pk))
    return _send(request, found) if request.method == "POST" else _page(request, found, Answer(uuid4()))


def _refuse(pk: UUID, actor: Actor) -> None:
    """Somebody else's is not there; the try is on record all the same."""
    with suppress(DomainError):
        answer_rectification(rectification_id=pk, words="", actor=actor, at=now())


def _send(request: HttpRequest, found: Complaint) -> HttpResponse:
    actor, words, key = actor_of(request), request.POST.get("words", ""), _key(request)
    try:
        answer_rectification(rectification_id=found.id, words=words, actor=actor, at=now(), request_key=key)
    except AnswerMissing:
        return _page(
            request, found, Answer(key, words, _("Write what was found, and what was put right.")), 422
        )
    except WordsTooLong:
        error = _("Please say it in %(longest)d characters at most.") % {"longest": LONGEST}
        return _page(request, found, Answer(key, words, error), 422)
    except (AlreadyAnswered, KeyReused):
        error = _("A colleague has answered this already.")
        return _page(request, complaint(actor, found.id) or found, Answer(key, words, error), 409)
    return redirect("admin:desk_rectifications")


def _page(request: HttpRequest, found: Complaint, answer: Answer, status: int = 200) -> HttpResponse:
    row = _row(found, localdate(), calendar())
    context = {"row": row, "complaint": found, "answer": answer, "longest": LONGEST}
    return render(
        request, "desk/rectification.html", {**context, **site.each_context(request)}, status=status
    )


def _row(each: Complaint, today: date, days: Calendar) -> Row:
    return Row(each, day_sign(each.due_on, provisional=each.due_is_provisional, today=today, days=days))


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("request_key", ""))
    except ValueError:
        return uuid4()
