"""A notice into rows. The same notice again changes nothing; a corrected one replaces its year.

A year that is not announced yet is left out: a year without holidays would be a wrong answer, a year left out is a
provisional one (`services/calendars/days.py`).
"""

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from services.calendars.models import CalendarDay, PublishedYear
from services.calendars.notices import Notice, from_package


class Loaded(StrEnum):
    LOADED = "LOADED"
    UNCHANGED = "UNCHANGED"
    NOT_PUBLISHED = "NOT_PUBLISHED"


def fill_from_package(year: int, *, at: datetime) -> Loaded:
    return load_notice(from_package(year), at=at)


def load_notice(notice: Notice, *, at: datetime) -> Loaded:
    if not notice.days:
        return Loaded.NOT_PUBLISHED
    with transaction.atomic():
        if PublishedYear.objects.filter(year=notice.year, digest=notice.digest).exists():
            return Loaded.UNCHANGED
        _replace(notice, at)
    return Loaded.LOADED


def _replace(notice: Notice, at: datetime) -> None:
    """Of two notices that name the same day the one loaded later is believed."""
    year, _ = PublishedYear.objects.update_or_create(
        year=notice.year, defaults={"source": notice.source, "loaded_at": at, "digest": notice.digest}
    )
    year.days.all().delete()
    CalendarDay.objects.bulk_create(
        [CalendarDay(on=d.on, is_working=d.is_working, name=d.name, announced_in=year) for d in notice.days],
        update_conflicts=True,
        unique_fields=["on"],
        update_fields=["is_working", "name", "announced_in"],
    )
