"""The calendar from its rows.

Each process keeps the last calendar it built. Asking costs one small query (a row per published year); the days are read
again only if a year's digest is another. A counter or a time limit would be cheaper by nothing that matters and could
be stale: the digest cannot, whichever process or rolled-back test loaded the days.
"""

from functools import lru_cache

from services.calendars.days import Calendar
from services.calendars.models import CalendarDay, PublishedYear
from services.prepared import Prepared


def calendar() -> Calendar:
    return _built(tuple(_years()))


_years = Prepared(lambda: PublishedYear.objects.order_by("year").values_list("year", "digest"))


@lru_cache(maxsize=1)
def _built(years: tuple[tuple[int, str], ...]) -> Calendar:
    days = CalendarDay.objects.values_list("on", "is_working")
    return Calendar(dict(days), frozenset(year for year, _ in years))
