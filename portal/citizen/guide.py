"""The guide of an item, and its one button: start. Of an item with several variants one is chosen first, by a link.

The guide says before anything is read what will be read, from whom, and why. Starting makes the draft, asks the departments
in parallel outside any transaction, and shows what they answered.
"""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now

from portal.citizen.told import told
from portal.citizen.visitor import visitor
from portal.errors import words_for
from portal.identity.actors import actor_of, person_required
from services.actions.actor import Actor
from services.actions.errors import DomainError
from services.applications.actions.start import start as start_draft
from services.applications.consenting import asks_consent
from services.applications.errors import AlreadySubmitted, AlreadyUnderWay, UnknownVariant, VariantMissing
from services.applications.gathering import gather
from services.applications.models import Application
from services.applications.switch import stopped_since
from services.catalogue.models import ItemVersion
from services.catalogue.queries import joint_purposes, offered, read_for
from services.catalogue.variants import variants_of
from services.people.identity_numbers import age_on, birth_date
from services.people.queries import person_with
from services.sharing.readings import Reading, readings


def version_of(code: str, on: date, region: str | None = None) -> ItemVersion:
    """What holds that day, in that region where a pilot does."""
    version = offered(code, on, region or None)
    if version is None:
        raise Http404(code)
    return version


@login_not_required
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """`region`: where a pilot holds; `variant`: the one that was chosen, where the item has several."""
    region, number = request.GET.get("region", "")[:9], request.GET.get("variant", "")[:33]
    version = version_of(code, localdate(), region)
    refused = UnknownVariant(number) if number and number not in variants_of(version.content) else None
    return _page(request, version, region, "" if refused else number, refused)


def _page(
    request: HttpRequest, version: ItemVersion, region: str, number: str, refused: DomainError | None = None
) -> HttpResponse:
    """`refused`: why nothing was begun."""
    today, actor, content = localdate(), visitor(request), version.content_of(number)
    code = version.item.code
    words, status = words_for(refused) if refused else ("", 200)
    context = {
        "version": version,
        "content": content,
        "chosen": variants_of(content).get(number),
        "choices": [
            (block, address("guide", code, region, block["number"]))
            for block in variants_of(content).values()
        ],
        "refused": words,
        "here": address("guide", code, region, number),
        "start": address("start", code, region, number),
        "fits": address("fits", code, region, number),
        "all_variants": address("guide", code, region),
        "gets": _gets(content["guide"].get("gets"), _age(actor, today)),
        "sources": by_resource(read_for(version, number)),
        "joint": [(each, readings(each)) for each in joint_purposes(version)],
        "at_once": version.is_immediate and stopped_since(version.item) is None,
        "proven": actor.person_id is not None,
        "region": region,
        **told(version, number, today),
    }
    return render(request, "citizen/guide.html", context, status=status)


def address(page: str, code: str, region: str = "", variant: str = "") -> str:
    """Of a page about the item, with what was chosen on its guide, so that signing in loses nothing."""
    chosen = {name: value for name, value in (("region", region), ("variant", variant)) if value}
    return reverse(page, args=[code], query=chosen or None)


def by_resource(read: list[Reading] | tuple[Reading, ...]) -> list[list[Reading]]:
    """Readings grouped by the register they come from, in the order of the purpose."""
    groups: dict[int, list[Reading]] = {}
    for reading in read:
        groups.setdefault(reading.field.resource_id, []).append(reading)
    return list(groups.values())


def _age(actor: Actor, today: date) -> int | None:
    person = person_with(actor.person_id) if actor.person_id else None
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
    """By POST; whoever comes back here from signing in gets the guide and its notice first. What was chosen on the guide
    stands in the address, so that it is kept on the way."""
    region, number = request.GET.get("region", "")[:9], request.GET.get("variant", "")[:33]
    if request.method != "POST":
        return redirect(address("guide", code, region, number))
    at, actor = now(), actor_of(request)
    version = version_of(code, localdate(at), region)
    try:
        draft = start_draft(item_version_id=version.pk, variant=number, actor=actor, at=at)
        if version.purpose.by_consent() and asks_consent(Application.objects.get(pk=draft)):
            return redirect("consent", pk=draft)
        gather(draft, actor=actor, at=at)
    except (VariantMissing, UnknownVariant) as refused:
        return _page(request, version, region, "", refused)
    except AlreadyUnderWay as other:
        return redirect("application", pk=other.application_id)
    except AlreadySubmitted:  # in another tab, while the departments were asked
        return redirect("applications")
    return redirect("check", pk=draft)
