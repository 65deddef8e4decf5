"""The guide of an item, and its one button: start.

The guide says before anything is read what will be read, from whom, and why. Starting makes the draft, asks the departments
in parallel outside any transaction, and shows what they answered.
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now

from portal.citizen.told import told
from portal.citizen.visitor import visitor
from portal.identity.actors import actor_of, person_required
from services.actions.actor import Actor
from services.applications.actions.start import start as start_draft
from services.applications.errors import AlreadySubmitted, AlreadyUnderWay
from services.applications.gathering import gather
from services.applications.models import Application
from services.catalogue.models import ItemVersion
from services.catalogue.queries import joint_purposes, on_offer
from services.people.identity_numbers import age_on, birth_date
from services.people.models import Person
from services.sharing.models import Consent
from services.sharing.readings import Reading, readings


def version_of(code: str, on: date, region: str | None = None) -> ItemVersion:
    """What holds that day, in that region where a pilot does."""
    version = on_offer(on, region or None).filter(item__code=code).first()
    if version is None:
        raise Http404(code)
    return version


@login_not_required
def guide(request: HttpRequest, code: str) -> HttpResponse:
    today, region = localdate(), request.GET.get("region", "")[:9]
    version = version_of(code, today, region)
    actor = visitor(request)
    context = {
        "version": version,
        "content": version.content,
        "gets": _gets(version.content["guide"].get("gets"), _age(actor, today)),
        "sources": by_resource(readings(version.purpose)),
        "joint": [(each, readings(each)) for each in joint_purposes(version)],
        "proven": actor.person_id is not None,
        "region": region,
        **told(version, today),
    }
    return render(request, "citizen/guide.html", context)


def by_resource(read: list[Reading] | tuple[Reading, ...]) -> list[list[Reading]]:
    """Readings grouped by the register they come from, in the order of the purpose."""
    groups: dict[int, list[Reading]] = {}
    for reading in read:
        groups.setdefault(reading.field.resource_id, []).append(reading)
    return list(groups.values())


def _age(actor: Actor, today: date) -> int | None:
    person = Person.objects.filter(pk=actor.person_id).first() if actor.person_id else None
    return age_on(birth_date(person.id_no), today) if person else None


def _gets(block: dict[str, Any] | None, age: int | None) -> dict[str, Any] | None:
    """The table of amounts, with the reader's own row marked."""
    if block is None:
        return None
    rows = [{**row, "yours": age is not None and _within(row, age)} for row in block["rows"]]
    return {**block, "rows": rows}


def _within(row: dict[str, Any], age: int) -> bool:
    return "from_age" in row and row["from_age"] <= age <= row.get("to_age", age)


@person_required
def start(request: HttpRequest, code: str) -> HttpResponse:
    """By POST; whoever comes back here from signing in gets the guide and its notice first."""
    if request.method != "POST":
        return redirect("guide", code=code)
    at, actor = now(), actor_of(request)
    version = version_of(code, localdate(at), request.POST.get("region"))
    try:
        draft = start_draft(item_version_id=version.pk, actor=actor, at=at)
        if asks_consent(version, draft):
            return redirect("consent", pk=draft)
        gather(draft, actor=actor, at=at)
    except AlreadyUnderWay as other:
        return redirect("application", pk=other.application_id)
    except AlreadySubmitted:  # in another tab, while the departments were asked
        return redirect("applications")
    return redirect("check", pk=draft)


def asks_consent(version: ItemVersion, draft: UUID) -> bool:
    """Whether something is read for it only if the person agrees, and they have not been asked yet."""
    if not version.purpose.by_consent():
        return False
    application = Application.objects.get(pk=draft)
    return not (application.evidence.exists() or Consent.objects.filter(source=application.source).exists())
