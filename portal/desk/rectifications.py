"""整改: poor ratings the department has to answer, the earliest last day first, overdue ones marked; and answering one.

What one decided oneself a colleague answers: it is in nobody's own list (services/ratings). Nothing here leads to whoever
gave the rating, not even to the application.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from portal.desk.panel import Typed, seen_or_refused, typed
from portal.desk.site import site
from portal.desk.words import Sign, day_sign
from portal.identity.actors import actor_of
from services.actions.errors import KeyReused
from services.calendars.days import Calendar
from services.calendars.queries import calendar
from services.ratings.actions.answer_rectification import LONGEST, answer_rectification
from services.ratings.errors import AlreadyAnswered, AnswerMissing, WordsTooLong
from services.ratings.queries import Complaint, complaint, complaints


@dataclass(frozen=True)
class Row:
    complaint: Complaint
    due: Sign


@site.page("rectifications/", "desk_rectifications")
def rectifications(request: HttpRequest) -> HttpResponse:
    today, days = localdate(), calendar()
    rows = [_row(each, today, days) for each in complaints(actor_of(request))]
    context = {"rows": rows, "overdue": sum(row.due.chip == "over" for row in rows)}
    return render(request, "desk/rectifications.html", {**context, **site.each_context(request)})


@site.page("rectifications/<uuid:pk>/", "desk_rectification")
def rectification(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = seen_or_refused(
        request,
        complaint(actor, pk),
        lambda: answer_rectification(rectification_id=pk, words="", actor=actor, at=now()),
    )
    return _send(request, found) if request.method == "POST" else _page(request, found, Typed())


def _send(request: HttpRequest, found: Complaint) -> HttpResponse:
    actor, given = actor_of(request), typed(request, "words")
    try:
        answer_rectification(
            rectification_id=found.id, words=given.text, actor=actor, at=now(), request_key=given.key
        )
    except AnswerMissing:
        return _page(request, found, given.wrong(_("Write what was found, and what was put right.")))
    except WordsTooLong:
        error = _("Please say it in %(longest)d characters at most.") % {"longest": LONGEST}
        return _page(request, found, given.wrong(error))
    except (AlreadyAnswered, KeyReused):
        now_it_is = complaint(actor, found.id) or found
        return _page(request, now_it_is, given.overtaken(_("A colleague has answered this already.")))
    return redirect("admin:desk_rectifications")


def _page(request: HttpRequest, found: Complaint, typed: Typed) -> HttpResponse:
    row = _row(found, localdate(), calendar())
    context = {"row": row, "complaint": found, "typed": typed, "longest": LONGEST}
    return render(
        request, "desk/rectification.html", {**context, **site.each_context(request)}, status=typed.status
    )


def _row(each: Complaint, today: date, days: Calendar) -> Row:
    return Row(each, day_sign(each.due_on, provisional=each.due_is_provisional, today=today, days=days))
