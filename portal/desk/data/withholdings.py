"""依法暂不告知 at the desk: what a law keeps from a person until a day. One officer asks for it, two others approve it.

The pages name the case and never its person: whether there is a reason in law is not a question of who it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from portal.desk.data.door import for_data_officers
from portal.desk.panel import Typed, key_of, seen_or_refused
from portal.desk.site import site
from portal.desk.words import Names
from portal.errors import words_for
from portal.identity.actors import actor_of
from portal.showing.access.occasions import Occasion, occasions_of
from services.actions.actor import Actor
from services.actions.errors import Denied, DomainError, KeyReused
from services.applications.models import Application
from services.sharing.actions.withhold import approve_withholding, withhold
from services.sharing.errors import AlreadyAsked, BasisMissing, NoSuchDay, NotOpen
from services.sharing.models import Withholding
from services.sharing.queries import withholdings_of

MOST = 100
FORBIDDEN = 403
NOT_OURS = _("Your department neither answered nor looked under this number.")
AT_FIELD = {Denied: "number", AlreadyAsked: "number", BasisMissing: "article", NoSuchDay: "until_on"}


class AskForm(forms.Form):
    use_required_attribute = False
    number = forms.CharField(
        label=_("Case number"),
        max_length=60,
        help_text=_("The whole number, with all its 43 characters."),
        error_messages={"required": _("Give the case number.")},
    )
    article = forms.CharField(
        label=_("The law and its article"),
        max_length=300,
        help_text=_("The citizen reads it as it stands."),
        error_messages={"required": _("Name the law and its article.")},
    )
    until_on = forms.DateField(
        label=_("Until this day"),
        help_text=_("After today and within a year. The citizen reads the day, and from then on everything."),
        widget=forms.DateInput({"type": "date"}),
        error_messages={"required": _("Give the day."), "invalid": _("Give the day, such as 2026-03-15.")},
    )


@dataclass(frozen=True)
class Row:
    """`approved`: how many have approved it, of two."""

    withholding: Withholding
    occasion: Occasion
    approved: int


@site.page("data/withholdings/", "desk_withholdings")
@for_data_officers
def withholdings(request: HttpRequest) -> HttpResponse:
    actor, today = actor_of(request), localdate()
    form = AskForm(request.POST if request.method == "POST" else None)
    asked = _ask(request, form, actor) if form.is_bound and form.is_valid() else None
    if asked:
        return redirect("admin:desk_withholding", pk=asked)
    mine = withholdings_of(actor)
    context = {
        "form": form,
        "request_key": key_of(request),
        "waiting": rows_of(mine.filter(approved_at=None, until_on__gt=today).order_by("asked_at", "pk")),
        "in_force": rows_of(
            mine.filter(approved_at__isnull=False, until_on__gte=today).order_by("until_on", "pk")
        ),
        "over": rows_of(_over(mine, today).order_by("-until_on", "pk")),
    }
    page = {**context, **site.each_context(request)}
    return render(request, "desk/data/withholdings.html", page, status=422 if form.errors else 200)


def _over(rows: Any, today: date) -> Any:
    """Those that ended, and those nobody approved in time."""
    return rows.filter(until_on__lt=today) | rows.filter(until_on=today, approved_at=None)


def rows_of(found: Iterable[Withholding]) -> list[Row]:
    rows = list(found[:MOST])  # type: ignore[index]
    occasions = occasions_of({each.source for each in rows})
    return [_row(each, occasions[each.source]) for each in rows]


def _row(each: Withholding, occasion: Occasion) -> Row:
    return Row(each, occasion, sum(map(bool, (each.first_approver, each.second_approver))))


def _ask(request: HttpRequest, form: AskForm, actor: Actor) -> UUID | None:
    """None: it was not taken, and the form says why at its place."""
    given = form.cleaned_data
    number = "".join(given["number"].split()).upper()
    case = Application.objects.filter(case_code=number).first()
    if case is None:
        form.add_error("number", NOT_OURS)
        return None
    try:
        return withhold(
            person_id=case.person_id,
            source=case.source,
            article=given["article"],
            until_on=given["until_on"],
            actor=actor,
            at=now(),
            request_key=key_of(request),
        )
    except (Denied, AlreadyAsked, BasisMissing, NoSuchDay, KeyReused) as error:
        words = NOT_OURS if isinstance(error, Denied) else str(words_for(error)[0])
        form.add_error(AT_FIELD.get(type(error)), words)
    return None


@site.page("data/withholdings/<uuid:pk>/", "desk_withholding")
@for_data_officers
def withholding(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = seen_or_refused(
        request,
        withholdings_of(actor).filter(pk=pk).first(),
        lambda: approve_withholding(withholding_id=pk, actor=actor, at=now()),
    )
    if request.method != "POST":
        return _page(request, found, Typed())
    try:
        approve_withholding(withholding_id=pk, actor=actor, at=now(), request_key=key_of(request))
    except (Denied, NotOpen, KeyReused) as error:
        found.refresh_from_db()
        return _page(request, found, Typed().wrong(*_said(error)))
    return redirect("admin:desk_withholding", pk=pk)


def _said(error: DomainError) -> tuple[str, int]:
    words, status = words_for(error)
    return str(words), int(status)


def _page(request: HttpRequest, found: Withholding, typed: Typed) -> HttpResponse:
    actor, names = actor_of(request), Names([found.asked_by, found.first_approver, found.second_approver])
    is_open = found.approved_at is None and found.until_on > localdate()
    context = {
        "row": _row(found, occasions_of({found.source})[found.source]),
        "asked_by": names[found.asked_by],
        "approvers": [names[each] for each in (found.first_approver, found.second_approver) if each],
        "is_open": is_open,
        "is_over": found.until_on < localdate() or (found.approved_at is None and not is_open),
        "may_approve": is_open and actor.key not in {found.asked_by, found.first_approver},
        "typed": typed,
    }
    page = {**context, **site.each_context(request)}
    return render(request, "desk/data/withholding.html", page, status=typed.status)
