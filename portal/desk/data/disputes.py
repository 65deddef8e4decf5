"""数据异议 at the desk: what citizens say is wrong in the department's registers, or in its looking; and the answer.

The portal writes into no register. An officer corrects their own first; only a demonstration, whose registers are programs,
has a form for that here (`register.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from portal.desk.data.door import for_data_officers
from portal.desk.data.register import NotCorrected, correct
from portal.desk.data.right_value import RightValue
from portal.desk.panel import WRONG, Typed, seen_or_refused, typed
from portal.desk.site import site
from portal.desk.words import Names, Sign, day_sign
from portal.identity.actors import actor_of
from portal.showing.access.occasions import occasions_of
from portal.showing.access.words import told
from portal.showing.key import posted_key
from services.actions.actor import SYSTEM, Actor
from services.actions.errors import KeyReused
from services.calendars.queries import calendar
from services.sharing.access_log import line_of
from services.sharing.actions.settle import LONGEST, checked_words, settle
from services.sharing.actions.step_back import step_back
from services.sharing.errors import NotOpen, WordsMissing, WordsTooLong
from services.sharing.models import Dispute
from services.sharing.officers import concerned_numbers, is_concerned

MOST = 100


@dataclass(frozen=True)
class Row:
    dispute: Dispute
    due: Sign


@site.page("data/disputes/", "desk_disputes")
@for_data_officers
def disputes(request: HttpRequest) -> HttpResponse:
    rows = rows_of(open_disputes_of(actor_of(request)))
    context = {"rows": rows, "overdue": sum(row.due.chip == "over" for row in rows)}
    return render(request, "desk/data/disputes.html", {**context, **site.each_context(request)})


@site.page("data/disputes/<uuid:pk>/", "desk_dispute")
@for_data_officers
def dispute(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = (
        Dispute.objects.visible_to(actor).select_related("field__resource", "person").filter(pk=pk).first()
    )
    found = seen_or_refused(
        request,
        None if found is None or is_concerned(actor.user_id, found.person.id_no) else found,
        lambda: settle(dispute_id=pk, outcome=Dispute.Outcome.RIGHT, words="", actor=actor, at=now()),
    )
    if request.POST.get("answer") == "step_back":
        return _step_aside(request, found)
    return _answer(request, found) if request.method == "POST" else _page(request, found, Typed())


def _step_aside(request: HttpRequest, found: Dispute) -> HttpResponse:
    """回避: from now on it is a colleague's, and not seen here any more."""
    try:
        step_back(dispute_id=found.pk, actor=actor_of(request), at=now(), request_key=posted_key(request))
    except NotOpen:
        return redirect("admin:desk_dispute", pk=found.pk)
    return redirect("admin:desk_disputes")


def open_disputes_of(actor: Actor) -> list[Dispute]:
    """The earliest last day first; without those of people this officer has stepped back from."""
    rows = Dispute.objects.visible_to(actor).open().select_related("field__resource", "person")
    mine, kin = rows.order_by("due_on", "opened_at")[:MOST], concerned_numbers(actor.user_id)
    return [each for each in mine if not kin or each.person.id_no not in kin]


def rows_of(disputes: Sequence[Dispute]) -> list[Row]:
    return [_row(each) for each in disputes]


def _answer(request: HttpRequest, found: Dispute) -> HttpResponse:
    answer = typed(request, "words")
    corrected = request.POST.get("answer") == "corrected"
    value = RightValue(found.field, request.POST) if settings.DEMO and corrected and found.field else None
    try:
        if value and found.state == Dispute.State.OPEN:
            checked_words(answer.text)  # before the register is told, so that nothing is half done
            if not value.is_valid():
                return _page(request, found, replace(answer, status=WRONG), value)
            if given := value.cleaned_data["value"]:
                correct(found, given)
        settle(
            dispute_id=found.pk,
            outcome=Dispute.Outcome.CORRECTED if corrected else Dispute.Outcome.RIGHT,
            words=answer.text,
            actor=actor_of(request),
            at=now(),
            request_key=answer.key,
        )
    except WordsMissing:
        return _page(request, found, answer.wrong(_("Write what you found. The citizen reads it.")), value)
    except WordsTooLong:
        words = _("Please say it in %(longest)d characters at most.") % {"longest": LONGEST}
        return _page(request, found, answer.wrong(words), value)
    except NotCorrected:
        return _page(request, found, answer.wrong(_("The register did not take this value.")), value)
    except (NotOpen, KeyReused):
        found.refresh_from_db()
        return _page(request, found, answer.overtaken(_("A colleague has answered this already.")))
    return redirect("admin:desk_dispute", pk=found.pk)


def _page(
    request: HttpRequest, found: Dispute, typed: Typed, value: RightValue | None = None
) -> HttpResponse:
    line = line_of(found.access, SYSTEM, at=now()) if found.access else None
    context = {
        "row": _row(found),
        "dispute": found,
        "told": told([line])[0] if line else None,
        "occasion": occasions_of({found.source})[found.source],
        "typed": typed,
        "longest": LONGEST,
        "form": (value or RightValue(found.field)) if settings.DEMO and found.field else None,
        "answered_by": Names([found.answered_by])[found.answered_by] if found.answered_by else "",
    }
    page = {**context, **site.each_context(request)}
    return render(request, "desk/data/dispute.html", page, status=typed.status)


def _row(each: Dispute) -> Row:
    return Row(each, day_sign(each.due_on, provisional=False, today=localdate(), days=calendar()))
