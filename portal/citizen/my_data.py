"""谁看过我的数据: every question, refusal and look about this person in plain words, the newest first, with its proof.

Also as a file and on paper, and line by line: the proof of one, and one press for “this was not for me”.
"""

import csv
import io
from uuid import UUID, uuid4

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.identity.actors import PersonRequest, actor_of, person_required
from portal.showing.access.groups import grouped
from portal.showing.access.occasions import occasions_of
from portal.showing.access.words import Told, told
from portal.showing.key import posted_key
from services.departments.models import Department
from services.ledger.backlog import STOP_AFTER, waiting
from services.sharing.access_log import Filter, Log, Page, line_of, page
from services.sharing.actions.note_look import note_look
from services.sharing.actions.question_access import asked_of, question_access
from services.sharing.errors import AlreadyDisputed
from services.sharing.models import Dispute, Look

SIZE, MOST, LONGEST_NUMBER = 20, 2000, 5
GIVEN = {"yes": True, "no": False}
CHOICES = ("for", "department", "given")


@person_required
def my_data(request: HttpRequest) -> HttpResponse:
    actor, at = actor_of(request), now()
    wanted = _wanted(request)
    number = _number(request)
    log = Log(actor, at=at)
    occasions = occasions_of(log.occasions())
    found = log.page(wanted, first=(number - 1) * SIZE, size=SIZE)
    context = {
        "groups": grouped(told(found.lines, occasions)),
        "behind": waiting(at) > STOP_AFTER,
        "found": found,
        "page": Paginator(range(found.total), SIZE).get_page(number),
        "wanted": wanted,
        "given": request.GET.get("given", ""),
        "occasions": occasions,
        "departments": Department.objects.filter(data_requests__person=request.user.person_id)  # type: ignore[union-attr]
        .distinct()
        .order_by("code"),
        "disputes": Dispute.objects.visible_to(actor)
        .select_related("field", "department")
        .order_by("-opened_at"),
    }
    return render(request, "citizen/my_data.html", context)


def _wanted(request: HttpRequest) -> Filter:
    """What nobody could have chosen finds nothing."""
    source, department, given = (request.GET.get(name, "") for name in CHOICES)
    return Filter(source, department, GIVEN.get(given))


def _number(request: HttpRequest) -> int:
    number = request.GET.get("page", "1")
    return max(1, int(number[:LONGEST_NUMBER])) if number.isascii() and number.isdecimal() else 1


@person_required
def printed(request: PersonRequest) -> HttpResponse:
    """All of it on one page, for paper; on record like every export."""
    found = _taken_along(request)
    context = {"groups": grouped(told(found.lines)), "found": found, "most": MOST, "at": now()}
    return render(request, "citizen/my_data_printed.html", context)


@person_required
def as_csv(request: PersonRequest) -> HttpResponse:
    lines = told(_taken_along(request).lines)
    text = io.StringIO()
    write = csv.writer(text)
    write.writerow(_heads())
    write.writerows(_row(each) for each in lines)
    name = f"who-saw-my-data-{localdate():%Y%m%d}.csv"
    return HttpResponse(
        "\ufeff" + text.getvalue(),  # so that spreadsheets read Chinese
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _taken_along(request: PersonRequest) -> Page:
    actor, at = actor_of(request), now()
    note_look(
        person_id=request.person_id,
        source=f"export:{request.person_id}",
        kind=Look.Kind.OWN,
        fields=[],
        actor=actor,
        at=at,
    )
    return page(actor, _wanted(request), at=at, size=MOST)


def _heads() -> list[str]:
    return [
        _("When"),
        _("Who looked"),
        _("Asked"),
        _("What was seen"),
        _("What for"),
        _("Basis"),
        _("Result"),
        _("Place in the ledger"),
    ]


def _row(each: Told) -> list[str]:
    cells = [
        f"{localtime(each.at):%Y-%m-%d %H:%M:%S}",
        each.who,
        each.asked,
        each.seen,
        f"{each.occasion.words} {each.occasion.number}".strip(),
        each.basis,
        each.result,
        "" if each.leaf is None else str(each.leaf),
    ]
    return [_harmless(cell) for cell in cells]


def _harmless(cell: str) -> str:
    """No cell begins a formula of a spreadsheet."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


@person_required
@require_POST
def not_for_me(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One press. Whoever has pressed before is led to what they said."""
    actor, at = actor_of(request), now()
    line = line_of(pk, actor, at=at)
    if line is None:
        raise Http404(str(pk))
    occasion = occasions_of({line.source})[line.source]
    department = asked_of(line, occasion.department)
    key = posted_key(request)
    try:
        dispute = question_access(access=pk, department_id=department.pk, actor=actor, at=at, request_key=key)
    except AlreadyDisputed:
        dispute = Dispute.objects.visible_to(actor).open().get(access=pk).pk
    return redirect("dispute", pk=dispute)


@person_required
def dispute(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was said, by when it is answered, and the answer."""
    actor = actor_of(request)
    rows = Dispute.objects.visible_to(actor).select_related("field__resource", "department")
    found = get_object_or_404(rows, pk=pk)
    line = line_of(found.access, actor, at=now()) if found.access else None
    context = {
        "dispute": found,
        "told": told([line])[0] if line else None,
        "occasion": occasions_of({found.source})[found.source],
        "overdue": found.state == Dispute.State.OPEN and found.due_on < localdate(),
        "request_key": uuid4(),
    }
    return render(request, "citizen/dispute.html", context)
