"""Packages of one loading, judged against each other: what is published cannot tell that two new ones want the same.

Sources may come here that do not keep the schema, so nothing is taken for granted of what they hold.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from services.catalogue.package import Fault, Place, Source

ONLY_ITS_OWN: tuple[Place, ...] = (("certificate", "code"), ("certificate", "type_code"), ("rules", "code"))


def check_twins(source: Source, earlier: Iterable[Source]) -> list[Fault]:
    """Told at the later of two files."""
    return [fault for other in earlier for fault in _between(source, other)]


def _between(source: Source, other: Source) -> Iterator[Fault]:
    if code := _same(source, other, ("code",)):
        yield source.fault(("code",), f"{code} is in {other.file} too; load one after the other")
        return
    for place in ONLY_ITS_OWN:
        if value := _same(source, other, place):
            yield source.fault(place, f"{value} is in {other.file} too; every item has its own")
    if all(_same(source, other, (part,)) for part in ("department", "level", "basic_code")):
        yield source.fault(("basic_code",), f"belongs to {other.values.get('code')} in {other.file}")


def _same(source: Source, other: Source, place: Place) -> Any:
    """What both say there; None where they differ or say nothing."""
    value = _said(source, place)
    return value if value == _said(other, place) else None


def _said(source: Source, place: Place) -> Any:
    value: Any = source.values
    for name in place:
        value = value.get(name) if isinstance(value, dict) else None
    return value
