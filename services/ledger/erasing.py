"""Erasure (个人信息保护法 第四十七条): what an entry said goes, with the salt that could prove a guess. The leaf
stays, and every proof with it.

That something was erased is an entry itself: it names the places and why, and nobody. A body that is gone without such an
entry is a fault that `verify_log` names, so whoever may erase cannot do it in silence.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from services.ledger.entries import record
from services.ledger.models import Entry

ERASED = "payload_erased"
AT_ONCE = 500


def mentions(names: Collection[str]) -> list[int]:
    """Places of the sealed entries whose body names one of these: an id, an actor ("citizen:7"), a number with what it
    numbers ("user:7"). Reads the whole log once: erasure is rare."""
    wanted = frozenset(names)
    rows = Entry.objects.exclude(kind=ERASED).exclude(leaf_index=None).exclude(body=None)
    bodies = rows.order_by("leaf_index").values_list("leaf_index", "body").iterator(2000)
    return [
        place
        for place, body in bodies
        if place is not None and body is not None and not wanted.isdisjoint(_names(json.loads(bytes(body))))
    ]


def waits(names: Collection[str]) -> bool:
    """Whether an entry that names one of these has no place yet: what has none cannot be named by an erasure."""
    wanted = frozenset(names)
    bodies = Entry.objects.filter(leaf_index=None).exclude(body=None).values_list("body", flat=True)
    return any(
        not wanted.isdisjoint(_names(json.loads(bytes(body or b"{}")))) for body in bodies.iterator(2000)
    )


def erase(places: Iterable[int], *, reason: str) -> int:
    """Part of the caller's transaction; how many bodies went. `reason`: a code or an article, nothing personal."""
    wanted, gone = sorted(set(places)), 0
    for first in range(0, len(wanted), AT_ONCE):
        some = wanted[first : first + AT_ONCE]
        rows = Entry.objects.filter(leaf_index__in=some, body__isnull=False, commitment__isnull=False)
        rows = rows.exclude(kind=ERASED)
        if there := list(rows.order_by("leaf_index").values_list("leaf_index", flat=True)):
            record(ERASED, {"entries": there, "reason": reason})
            gone += rows.update(body=None, salt=None)
    return gone


def places_named(body: bytes) -> set[int]:
    """By an entry that tells of an erasure."""
    try:
        return {int(place) for place in json.loads(body)["entries"]}
    except (ValueError, LookupError, TypeError):
        return set()


def _names(value: Any, key: str = "") -> Iterator[str]:
    """Every text, the parts of one with colons ("application:7e…"), and every number with its key."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _names(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _names(each, key)
    elif isinstance(value, str):
        yield from (value, *value.split(":"))
    elif isinstance(value, int):
        yield f"{key}:{value}"
