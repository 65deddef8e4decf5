"""What registers hold. A day may be told by its distance from the question: `today-12`, `today+40`."""

import re
from datetime import date, timedelta

Value = str | int | list[str]
Record = dict[str, Value]  # by field code, `population.birth_on`
DISTANCE = re.compile(r"today([+-][0-9]{1,4})", re.ASCII)


def on_day(value: Value, today: date) -> Value:
    """The value as it stands that day, so that a story about “twelve days ago” does not grow old."""
    told = DISTANCE.fullmatch(value) if isinstance(value, str) else None
    return (today + timedelta(days=int(told[1]))).isoformat() if told else value
