"""Past facts. A subclass is a frozen dataclass of plain values; its class name is its name on the wire."""

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar, Self
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Event:
    """Subclasses hold UUIDs, texts, numbers, dates and datetimes only: ids, never people's values."""

    registry: ClassVar[dict[str, type["Event"]]] = {}

    def __init_subclass__(cls) -> None:
        if Event.registry.setdefault(cls.__name__, cls).__module__ != cls.__module__:
            raise TypeError(f"Two events are called {cls.__name__}")

    def to_body(self) -> dict[str, Any]:
        return {name: str(v) if isinstance(v, UUID | date | datetime) else v for name, v in asdict(self).items()}

    @classmethod
    def from_body(cls, body: dict[str, Any]) -> Self:
        return cls(**{each.name: _read(each.type, body[each.name]) for each in fields(cls)})


def _read(kind: Any, value: Any) -> Any:
    if kind in (UUID, "UUID"):
        return UUID(value)
    if kind in (datetime, date, "datetime", "date"):
        return (datetime if kind in (datetime, "datetime") else date).fromisoformat(value)
    return value
