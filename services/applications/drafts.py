"""Drafts after their version has ended: those that may go on under the next one are moved; the others stay as they are.

Whether one may depends on the two versions alone, so that a pass looks at pairs of versions first and at drafts only where
something is to be done.
"""

from contextlib import suppress
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from services.actions.actor import SYSTEM
from services.applications.actions.move_draft import move_draft
from services.applications.errors import AlreadySubmitted
from services.applications.models import Application, State
from services.catalogue.compatibility import hindrances
from services.catalogue.models import ItemVersion
from services.catalogue.variants import variants_of


def move_drafts(*, at: datetime, limit: int = 50) -> int:
    """How many were moved. May be repeated and run twice at once: a draft is moved under its lock."""
    today, moved = localdate(at), 0
    begun = Application.objects.filter(state=State.DRAFT)
    ended = ItemVersion.objects.filter(in_force_to__lte=today, pk__in=begun.values("item_version"))
    for old in ended:
        new = _successor(old, today)
        if new is None:
            continue
        anew = begun.filter(item_version=new, variant=OuterRef("variant"), person=OuterRef("person"))
        rows = begun.filter(item_version=old, variant__in=_may_move(old, new)).exclude(Exists(anew))
        for pk in rows.values_list("pk", flat=True)[: limit - moved]:
            with suppress(AlreadySubmitted):  # sent in this very moment: it stays as it was sent
                move_draft(application_id=pk, item_version_id=new.pk, actor=SYSTEM, at=at)
                moved += 1
    return moved


def _may_move(old: ItemVersion, new: ItemVersion) -> list[str]:
    """The variants whose drafts may; "" where there is nothing to choose."""
    numbers = list(variants_of(old.content)) or [""]
    return [number for number in numbers if not hindrances(old.content, new.content, number)]


def _successor(old: ItemVersion, today: object) -> ItemVersion | None:
    """What holds for everywhere; where a pilot stood, nobody knows from a draft, so its drafts stay."""
    if old.pilots.exists():
        return None
    held = ItemVersion.objects.in_force(today).filter(item=old.item_id, regions=None)
    return held.first()
