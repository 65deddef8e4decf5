"""用途 at the desk: what our department reads for, and ending a purpose, from which moment nothing is read for it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from portal.desk.data.door import for_data_officers
from portal.desk.panel import Typed, seen_or_refused, typed
from portal.desk.site import site
from portal.desk.words import Names
from portal.identity.actors import actor_of
from portal.showing.here import here
from services.actions.actor import Actor
from services.actions.errors import KeyReused
from services.catalogue.models import ItemVersion
from services.sharing.actions.retire_purpose import LONGEST, retire_purpose
from services.sharing.errors import WordsMissing, WordsTooLong
from services.sharing.models import DataField, Disclosure, Purpose
from services.sharing.queries import purposes_of

MOST = 100


@dataclass(frozen=True)
class Read:
    """One value a purpose reads: what it is called, how much of it crosses, and why."""

    value: str
    disclosure: str
    why: dict[str, Any]


@site.page("data/purposes/", "desk_purposes")
@for_data_officers
def purposes(request: HttpRequest) -> HttpResponse:
    mine = _mine(actor_of(request))
    context = {
        "active": mine.filter(retired_at=None).order_by("code", "-version")[:MOST],
        "ended": mine.filter(retired_at__isnull=False).order_by("-retired_at", "code", "-version")[:MOST],
    }
    return render(request, "desk/data/purposes.html", {**context, **site.each_context(request)})


def _mine(actor: Actor) -> QuerySet[Purpose]:
    return purposes_of(actor.department_id or 0)


@site.page("data/purposes/<int:number>/", "desk_purpose")
@for_data_officers
def purpose(request: HttpRequest, number: int) -> HttpResponse:
    actor = actor_of(request)
    found = seen_or_refused(
        request,
        _mine(actor).filter(pk=number).first(),
        lambda: retire_purpose(purpose_id=number, because="", actor=actor, at=now()),
    )
    return _end(request, found, actor) if request.method == "POST" else _page(request, found, Typed())


def _end(request: HttpRequest, found: Purpose, actor: Actor) -> HttpResponse:
    given = typed(request, "words")
    if found.retired_at is not None:
        return _page(request, found, given.overtaken(_("A colleague has ended it already.")))
    try:
        retire_purpose(purpose_id=found.pk, because=given.text, actor=actor, at=now(), request_key=given.key)
    except WordsMissing:
        return _page(request, found, given.wrong(_("Write why it is not needed any more.")))
    except WordsTooLong:
        error = _("Please say it in %(longest)d characters at most.") % {"longest": LONGEST}
        return _page(request, found, given.wrong(error))
    except KeyReused:
        found.refresh_from_db()
        return _page(request, found, given.overtaken(_("A colleague has ended it already.")))
    return redirect("admin:desk_purpose", number=found.pk)


def _page(request: HttpRequest, found: Purpose, typed: Typed) -> HttpResponse:
    versions = ItemVersion.objects.filter(purpose=found, state=ItemVersion.State.PUBLISHED)
    context = {
        "purpose": found,
        "reads": _reads(found),
        "items": versions.order_by("item__code").values_list("name", flat=True),
        "ended_by": Names([found.retired_by])[found.retired_by] if found.retired_by else "",
        "typed": typed,
        "longest": LONGEST,
    }
    page = {**context, **site.each_context(request)}
    return render(request, "desk/data/purpose.html", page, status=typed.status)


def _reads(found: Purpose) -> list[Read]:
    labels = dict(
        DataField.objects.filter(code__in=[each["field"] for each in found.reads]).values_list(
            "code", "label"
        )
    )
    return [
        Read(
            here(labels.get(each["field"], {})) or each["field"],
            str(Disclosure(each["disclosure"]).label),
            each["why"],
        )
        for each in found.reads
    ]
