"""办件编码: 31 characters of the item, the day, a serial of that item on that day."""

from datetime import date

from django.db import models
from django.db.models import F

from services.prepared import Given, PreparedUpdate

LAST_DECIMAL = 9999
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class DailySerial(models.Model):
    item_code = models.CharField(max_length=31)
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item_code", "day"], name="one_counter_per_item_and_day")
        ]


def next_case_code(item_code: str, day: date) -> str:
    """43 characters. Call it as the last write: from here to the commit others who want the same item wait.

    No gaps, because a rollback gives the serial back. `day` is the day of submission in Asia/Shanghai.
    """
    told = _count_up(item_code=item_code, day=day)
    if not told:
        DailySerial.objects.bulk_create([DailySerial(item_code=item_code, day=day)], ignore_conflicts=True)
        told = _count_up(item_code=item_code, day=day)
    [last] = told
    return f"{item_code}{day:%Y%m%d}{four(last)}"


_count_up = PreparedUpdate(
    lambda: (
        DailySerial.objects.filter(item_code=Given("item_code"), day=Given("day")),
        {"last": F("last") + 1},
    ),
    telling="last",
)


def four(serial: int) -> str:
    """0001 to 9999, then A000, A001 … in base 36. The standard is silent about the ten-thousandth: this is our own rule."""
    if serial <= LAST_DECIMAL:
        return f"{serial:04}"
    number, text = 10 * 36**3 + serial - LAST_DECIMAL - 1, ""
    while number:
        number, digit = divmod(number, 36)
        text = DIGITS[digit] + text
    return text
