"""Days of the calendar: a whole date, and one of which only the year or the month is known.

The answer is ISO 8601. Limits (`earliest`, `latest`) are dates too, or `today`: such a limit moves, so no schema can hold it.
"""

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from services.eforms.cleaning import half_width
from services.eforms.kinds.kind import Kind, Schema
from services.eforms.world import World
from services.texts import Text

if TYPE_CHECKING:
    from services.eforms.question import Question

TODAY = "today"
EARLIEST, LATEST = "1850-01-01", "2200-12-31"  # what lies beyond is a slip of the finger
PLAIN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
PARTS = re.compile(
    r"([0-9]{4})(?:[-/.年]([0-9]{1,2})(?:[-/.月]([0-9]{1,2})日?|月)?|年)?"  # 2026-3-8, 2026年3月8日, 2026年3月, 2026年
)
DASHES = re.compile(r"[‐-―−]")


def written(raw: str) -> list[str]:
    """Year, month and day that somebody wrote, as far as they go; empty where it is no date."""
    text = DASHES.sub("-", half_width(raw)).replace(" ", "")
    found = PLAIN.fullmatch(text) or PARTS.fullmatch(text)
    return [part.zfill(2) for part in found.groups() if part] if found else []


class Day(Kind):
    name = "date"
    takes = frozenset({"earliest", "latest"})

    def coerce(self, question: "Question", raw: Any) -> Any:
        if not isinstance(raw, str):
            return raw
        parts = written(raw)
        return "-".join(parts) if self.is_enough(parts) else half_width(raw) or None

    def is_enough(self, parts: list[str]) -> bool:
        return len(parts) == len(("year", "month", "day"))

    def schema(self, question: "Question") -> Schema:
        return {"type": "string", "format": "date"}

    def beyond(self, question: "Question", answer: Any, world: World) -> tuple[str, Any] | None:
        """A year is too early only if all of it is, and so with a month."""
        earliest, latest = (moved(each, world) for each in (question.earliest, question.latest))
        if answer < (earliest or EARLIEST)[: len(answer)]:
            return ("future" if question.earliest == TODAY else "earliest"), earliest or EARLIEST
        if answer > (latest or LATEST)[: len(answer)]:
            return ("past" if question.latest == TODAY else "latest"), latest or LATEST
        return None

    def limit(self, value: Any) -> Text:
        return in_words(str(value))

    def shown(self, question: "Question", answer: Any, world: World) -> Text:
        return in_words(str(answer))


class PartialDate(Day):
    """Of old papers: 1958, 1958-03 or 1958-03-08."""

    name = "partial_date"

    def is_enough(self, parts: list[str]) -> bool:
        return bool(parts)

    def schema(self, question: "Question") -> Schema:
        return {"type": "string", "format": "partial-date"}


def in_words(iso: str) -> Text:
    """2026年3月8日 in Chinese; whatever is no date as it is."""
    parts = written(iso)
    chinese = "".join(f"{int(part)}{unit}" for part, unit in zip(parts, "年月日", strict=False))
    return {"zh": chinese or iso, "en": iso}


def moved(bound: str | None, world: World) -> str | None:
    """A limit that moves holds only where the day is known."""
    if bound != TODAY:
        return bound
    return world.on.isoformat() if world.on else None


def is_limit(text: str) -> bool:
    """Whether an author may write this as a limit."""
    try:
        return text == TODAY or date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
