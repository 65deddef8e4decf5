"""How long a department has to answer a poor rating: the row of its region that holds on that day."""

from datetime import date

from services.calendars.days import DueDate
from services.calendars.queries import calendar
from services.departments.models import Department, Region
from services.ratings.models import RectificationLimit


def due(department: Department, opened_on: date) -> DueDate:
    """The last day to answer, counted in working days from the day after it was opened."""
    return calendar().add_working_days(opened_on, in_force(department.region, opened_on).days)


def in_force(region: Region, on: date) -> RectificationLimit:
    """The newest row of the region, else of the region above it, else the general one (migration 0002 brings it)."""
    begun = RectificationLimit.objects.filter(from_on__lte=on).order_by("-from_on")
    place: Region | None = region
    while place is not None:
        if row := begun.filter(region=place).first():
            return row
        place = place.parent
    return begun.filter(region=None)[0]
