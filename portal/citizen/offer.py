"""An offer: what it is, how much, which data it rests on, and one tap that takes it. Silence changes nothing.

A yes, a no, and "no more of these" are buttons of one form, so that the page needs no script.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now

from portal.citizen.check import read_key
from portal.identity.actors import PersonRequest, actor_of, person_required
from services.actions.actor import Actor
from services.catalogue.models import ServiceItem
from services.offers.actions.accept_offer import accept_offer
from services.offers.actions.decline_offer import decline_offer
from services.offers.actions.switch_offers import switch_offers_off, switch_offers_on
from services.offers.models import Ending, Offer
from services.offers.queries import offers_of, switched_off
from services.people.identity_numbers import birth_date
from services.sharing.readings import readings


def _accept(offer: Offer, **given: Any) -> None:
    accept_offer(offer_id=offer.pk, **given)


def _decline(offer: Offer, **given: Any) -> None:
    decline_offer(offer_id=offer.pk, **given)


def _never(offer: Offer, **given: Any) -> None:
    switch_offers_off(item_id=offer.item_id, **given)


ANSWERS: Mapping[str, Callable[..., None]] = {"yes": _accept, "no": _decline, "never": _never}


@person_required
def offer(request: PersonRequest, pk: UUID) -> HttpResponse:
    """An answer that is none of the three shows the page again and does nothing."""
    actor = actor_of(request)
    found = get_object_or_404(offers_of(actor), pk=pk)
    act = ANSWERS.get(request.POST.get("answer", ""))
    if request.method == "POST" and act:
        act(found, actor=actor, at=now(), request_key=read_key(request.POST.get("request_key", "")))
        return redirect("offer", pk=pk)
    return render(request, "citizen/offer.html", _about(found))


def _about(found: Offer) -> dict[str, Any]:
    content, block = found.item_version.content, found.item_version.content["offer"]
    reads = readings(found.item_version.purpose)
    return {
        "offer": found,
        "block": block,
        "content": content,
        "stands": found.ended_as or ("" if found.last_day >= localdate() else Ending.EXPIRED),
        "born_on": birth_date(found.person.id_no),
        "knows": next(each for each in reads if each.field.code == block["birthday"]["field"]),
        "amount_fen": _amount(content, block["birthday"]["age"]),
        "reads": reads,
        "request_key": uuid4(),
    }


def _amount(content: Mapping[str, Any], age: int) -> int | None:
    """What the guide promises at that age."""
    rows = content["guide"].get("gets", {}).get("rows", [])
    fitting = (row["amount_fen"] for row in rows if row.get("from_age", 0) <= age <= row.get("to_age", age))
    return next(fitting, None)


@person_required
def offers(request: PersonRequest) -> HttpResponse:
    """All of them, and which are switched off."""
    actor = actor_of(request)
    if request.method == "POST":
        _switch(request, actor)
        return redirect("offers")
    wishes = list(switched_off(request.person_id))
    context = {
        "rows": offers_of(actor),
        "none_at_all": any(wish.item_id is None for wish in wishes),
        "wishes": _named(wishes),
        "request_key": uuid4(),
        "today": localdate(),
    }
    return render(request, "citizen/offers.html", context)


def _named(wishes: list[Any]) -> list[dict[str, Any]]:
    """The items that are switched off, by the name of their newest version."""
    return [
        {"item": wish.item.code, "name": wish.item.versions.order_by("-number").first().name}
        for wish in wishes
        if wish.item_id is not None
    ]


def _switch(request: HttpRequest, actor: Actor) -> None:
    """`off` and `on` name an item by its code, or `all`; anything else changes nothing."""
    key = read_key(request.POST.get("request_key", ""))
    for name, act in (("off", switch_offers_off), ("on", switch_offers_on)):
        which = request.POST.get(name, "")
        item = ServiceItem.objects.filter(code=which).first()
        if item or which == "all":
            act(item_id=item.pk if item else None, actor=actor, at=now(), request_key=key)
