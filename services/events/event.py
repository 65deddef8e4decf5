"""Past facts. A subclass is a frozen dataclass of plain values; its class name is its name on the wire.

Events outlive deployments: an outbox row written by the last release is read by this one. A field added later needs
a default, and a class that is gone is told to nobody (`services/events/relay.py`).
"""

from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime
from types import NoneType
from typing import Any, ClassVar, Self, get_args, get_type_hints
from uuid import UUID

_READ: dict[type, Callable[[str], Any]] = {
    UUID: UUID,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
}
_PLAIN = (str, int, UUID, date, NoneType)  # bool is an int, datetime a date


@dataclass(frozen=True, kw_only=True)
class Event:
    """Subclasses hold UUIDs, texts, whole numbers, dates, datetimes or None: ids, never people's values."""

    registry: ClassVar[dict[str, type["Event"]]] = {}

    def __init_subclass__(cls) -> None:
        if Event.registry.setdefault(cls.__name__, cls).__module__ != cls.__module__:
            raise TypeError(f"Two events are called {cls.__name__}")

    def to_body(self) -> dict[str, Any]:
        """Raises `TypeError` for a value that would come back as something else."""
        return {each.name: _write(each.name, getattr(self, each.name)) for each in fields(self)}

    @classmethod
    def from_body(cls, body: dict[str, Any]) -> Self:
        """Raises `KeyError` if a field without a default is missing, `ValueError` if a value cannot be read."""
        kinds = get_type_hints(cls)
        wanted = [each.name for each in fields(cls) if each.default is MISSING or each.name in body]
        return cls(**{name: _read(kinds[name], body[name]) for name in wanted})


def _write(name: str, value: Any) -> Any:
    if not isinstance(value, _PLAIN):
        raise TypeError(f"{name}: an event holds plain values, not {type(value).__name__}")
    return str(value) if isinstance(value, UUID | date) else value


def _read(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    kinds = [each for each in (get_args(kind) or [kind]) if each in _READ]
    return _READ[kinds[0]](value) if kinds else value
