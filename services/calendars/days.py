"""Working days (工作日), pure. Limits of the Administrative Licensing Law are counted in them, statutory holidays out
(行政许可法 art. 82); weekend days worked in exchange (调休) count.

The State Council announces a year's holidays in the November before. Later years are counted Monday to Friday, and the
answer says that it is provisional, so nobody takes it for a promise. Hours do not matter here: what comes in late in
the evening comes in that day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5
DAY = timedelta(days=1)


@dataclass(frozen=True)
class DueDate:
    """`provisional`: the count went through a year whose holidays are not announced yet."""

    on: date
    provisional: bool


@dataclass(frozen=True)
class Calendar:
    """`exceptions`: whether one works on a day that a notice names. `published`: the years with a notice."""

    exceptions: Mapping[date, bool]
    published: frozenset[int]

    def is_working(self, on: date) -> bool:
        return self.exceptions.get(on, on.weekday() < SATURDAY)

    def is_published(self, on: date) -> bool:
        return on.year in self.published

    def add_working_days(self, start: date, count: int) -> DueDate:
        """The last day of a limit of `count` working days: the day of `start` is not counted.

        0 is "on the same working day" (即办件): `start`, or the next working day if nobody works then.
        """
        if count < 0:
            raise ValueError(f"A limit cannot be {count} days")
        on, provisional = start, False
        while count or not self.is_working(on):
            on += DAY
            provisional = provisional or not self.is_published(on)
            count -= self.is_working(on) and count > 0
        return DueDate(on, provisional or not self.is_published(on))

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; below zero if `end` is past. 0 on the day itself.

        So it gives back the `count` that led from `start` to a due date, and counts down to it.
        """
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working(start + DAY * step) for step in range(1, (end - start).days + 1))
