"""办件编码: 31 characters of the item, the day, a serial of that item on that day."""

from datetime import date

from django.db import models
from django.db.models import F

from services.prepared import Given, Prepared, PreparedUpdate

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
    if not _count_up(item_code=item_code, day=day):
        DailySerial.objects.bulk_create([DailySerial(item_code=item_code, day=day)], ignore_conflicts=True)
        _count_up(item_code=item_code, day=day)
    [last] = _last(item_code=item_code, day=day)
    return f"{item_code}{day:%Y%m%d}{four(last)}"


def _counter() -> "models.QuerySet[DailySerial]":
    return DailySerial.objects.filter(item_code=Given("item_code"), day=Given("day"))


_count_up = PreparedUpdate(lambda: (_counter(), {"last": F("last") + 1}))
_last = Prepared(lambda: _counter().values_list("last", flat=True))


def four(serial: int) -> str:
    """0001 to 9999, then A000, A001 … in base 36. The standard is silent about the ten-thousandth: this is our own rule."""
    if serial <= LAST_DECIMAL:
        return f"{serial:04}"
    number, text = 10 * 36**3 + serial - LAST_DECIMAL - 1, ""
    while number:
        number, digit = divmod(number, 36)
        text = DIGITS[digit] + text
    return text
