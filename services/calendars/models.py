from django.db import models


class PublishedYear(models.Model):
    """A year whose holidays the State Council has announced, usually in the November before.

    `digest` (SHA-256 of the days) is what readers compare to know whether theirs is still the calendar.
    """

    year = models.PositiveSmallIntegerField(primary_key=True)
    source = models.CharField(max_length=300)  # address of the notice, or the package and its version
    loaded_at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day that is not what its weekday says or that the notice names: a day off, or a weekend day worked instead.

    `announced_in` is usually the day's own year; the notice for 2023 named 2022-12-31.
    """

    on = models.DateField(primary_key=True)
    is_working = models.BooleanField()
    name = models.CharField(max_length=100)
    announced_in = models.ForeignKey(PublishedYear, models.CASCADE, related_name="days")

    def __str__(self) -> str:
        return f"{self.on} {self.name}"
