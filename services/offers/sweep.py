"""The daily sweep: who comes to have a right within the window, found among the people the portal knows.

Everybody is looked at once a day and item, in bounded steps; how far it has come is stored, so that it goes on after a
crash and two at once do no harm. Before an offer is made, one department is asked, outside every transaction and under
the purpose of the item: the one whose register knows the birthday. Where it is silent, tomorrow's sweep asks again. Where
the rules would propose a refusal by what it says (dead, or registered elsewhere), the offer is withheld.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from services.actions.actor import SYSTEM
from services.applications.actions.start import STANDS_IN_THE_WAY
from services.applications.models import Application
from services.catalogue.models import ItemVersion
from services.departments.models import Region
from services.events.transactions import refuse_inside_transaction
from services.offers.actions.make_offer import make_offer
from services.offers.eligibility import is_due, right_begins_on, speaks_against
from services.offers.models import Offer, SweepMark
from services.offers.queries import wants_none
from services.people.identity_numbers import birth_date
from services.people.models import Person
from services.rules.queries import compiled, in_force
from services.sharing.fetch import Subject, fetch
from services.sharing.models import DataField

AT_ONCE = 200


def sweep(*, at: datetime, limit: int = AT_ONCE) -> int:
    """Goes on with the first item that is not finished today; returns how many people were looked at."""
    refuse_inside_transaction("a department")
    today = localdate(at)
    for version in _offering(today):
        mark, _ = SweepMark.objects.get_or_create(item_version=version, on=today)
        if mark.finished_at is None:
            return _go_on(mark, version, limit, at)
    return 0


def _offering(today: date) -> Iterator[ItemVersion]:
    """What holds everywhere: where somebody lives is not known before a department is asked."""
    held = ItemVersion.objects.in_force(today).filter(regions=None, content__has_key="offer")
    yield from held.select_related("item__department", "purpose").order_by("item__code")


def _go_on(mark: SweepMark, version: ItemVersion, limit: int, at: datetime) -> int:
    rest = Person.objects.filter(user__is_active=True).order_by("pk")
    rest = rest.filter(pk__gt=mark.after) if mark.after else rest
    people = list(rest[:limit])
    for person in people:
        _look_at(person, version, at)
    row = SweepMark.objects.filter(pk=mark.pk)
    if people:
        row.update(after=people[-1].pk)
    if len(people) < limit:
        row.update(finished_at=at)
    return len(people)


def _look_at(person: Person, version: ItemVersion, at: datetime) -> None:
    offer, today = version.content["offer"], localdate(at)
    age = offer["birthday"]["age"]
    begins = right_begins_on(birth_date(person.id_no), age)
    if not is_due(begins, offer, today) or _is_settled(person, version, begins):
        return
    values = _told(person, version, at)
    born = values.get(offer["birthday"]["field"])
    if not isinstance(born, str):
        return  # silent, or without a birthday: asked again tomorrow
    begins = right_begins_on(date.fromisoformat(born), age)
    if is_due(begins, offer, today):
        make_offer(
            person_id=person.pk,
            item_version_id=version.pk,
            right_begins_on=begins,
            withheld=_is_hindered(version, values, begins, today),
            actor=SYSTEM,
            at=at,
        )


def _is_settled(person: Person, version: ItemVersion, begins: date) -> bool:
    """Offered before, not wanted, or applied for already: nobody is asked about them."""
    return (
        Offer.objects.filter(person=person, item=version.item_id, right_begins_on=begins).exists()
        or wants_none(person.pk, version.item_id)
        or Application.objects.filter(
            STANDS_IN_THE_WAY, person=person, item_version__item=version.item_id
        ).exists()
    )


def _told(person: Person, version: ItemVersion, at: datetime) -> dict[str, Any]:
    field = DataField.objects.select_related("resource__department", "authority").get(
        code=version.content["offer"]["birthday"]["field"]
    )
    replies = fetch(
        purpose=version.purpose,
        subject=Subject(name=person.name, id_no=person.id_no, person_id=person.pk),
        source=f"offers:{person.pk}",
        departments=[field.authoritative_department.code],
        at=at,
    )
    return {code: value.value for reply in replies for code, value in reply.values.items()}


def _is_hindered(version: ItemVersion, values: dict[str, Any], begins: date, today: date) -> bool:
    table, _ = compiled(in_force(version.rule_set, today))
    region = version.item.department.region_id
    local = {region, *Region.objects.filter(parent=region).values_list("code", flat=True)}
    return speaks_against(version.content, table, values=values, on=begins, local=local)
