"""What a year's holiday notice says, read from a file of the open collection holiday-cn or from `chinese_calendar`.

A file is one year: `{"year": 2026, "papers": [address of the notice, …], "days": [{"name", "date", "isOffDay"}, …]}`.
A year that is not announced yet is a file without days, or a year the package does not know.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import chinese_calendar

_FIELDS = {
    "name": (str, "a text"),
    "date": (str, "a date such as 2026-10-01"),
    "isOffDay": (bool, "true or false"),
}


class CalendarError(ValueError):
    """What is wrong in a file and where, one line for each problem."""

    def __init__(self, file: str, problems: list[str]) -> None:
        super().__init__("\n".join(f"{file}: {each}" for each in problems))
        self.problems = problems


@dataclass(frozen=True)
class Day:
    on: date
    is_working: bool
    name: str


@dataclass(frozen=True)
class Notice:
    """`days` are those the notice names. None: it has not been published."""

    year: int
    source: str
    days: tuple[Day, ...]

    @property
    def digest(self) -> str:
        lines = sorted(f"{each.on} {each.is_working} {each.name}" for each in self.days)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def read_file(path: Path) -> Notice:
    """Raises `CalendarError` naming every problem of the file; `OSError` if there is no reading it."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except json.JSONDecodeError as error:
        raise CalendarError(path.name, [f"line {error.lineno}: {error.msg}"]) from None
    except UnicodeDecodeError:
        raise CalendarError(path.name, ["not UTF-8"]) from None
    if problems := list(_problems(data)):
        raise CalendarError(path.name, problems)
    days = [Day(date.fromisoformat(d["date"]), not d["isOffDay"], d["name"]) for d in data["days"]]
    return Notice(data["year"], (data.get("papers") or [path.name])[-1], tuple(days))


def from_package(year: int) -> Notice:
    """Some of its years know days off only in general words: 春节 where a notice says 春节、除夕."""
    lists = ((chinese_calendar.holidays, False), (chinese_calendar.workdays, True))
    days = [
        Day(on, is_working, str(chinese_calendar.Holiday(name).chinese))
        for names, is_working in lists
        for on, name in names.items()
        if on.year == year
    ]
    return Notice(year, f"chinese_calendar {version('chinesecalendar')}", tuple(days))


def _problems(data: Any) -> Iterator[str]:
    if not isinstance(data, dict):
        yield "must be an object with year, papers and days"
        return
    year, papers, days = data.get("year"), data.get("papers", []), data.get("days")
    if type(year) is not int or not date.min.year < year < date.max.year:
        yield f"year: {year!r} is not a year"
    elif isinstance(days, list):
        yield from _problems_of_days(year, days)
    if not isinstance(papers, list) or not all(isinstance(each, str) for each in papers):
        yield "papers: must be a list of addresses"
    if not isinstance(days, list):
        yield "days: must be a list"


def _problems_of_days(year: int, days: list[Any]) -> Iterator[str]:
    for place, day in enumerate(days):
        yield from (f"days[{place}]{each}" for each in _problems_of_day(year, day))
    dates = Counter(
        day.get("date") for day in days if isinstance(day, dict) and isinstance(day.get("date"), str)
    )
    yield from (f"days: {text} is there {times} times" for text, times in dates.items() if times > 1)


def _problems_of_day(year: int, day: Any) -> Iterator[str]:
    if not isinstance(day, dict):
        yield ": must be an object with name, date and isOffDay"
        return
    wrong = [field for field, (kind, _) in _FIELDS.items() if not isinstance(day.get(field), kind)]
    yield from (f".{field}: must be {_FIELDS[field][1]}" for field in wrong)
    if "date" not in wrong:
        yield from _problems_of_date(year, day["date"])


def _problems_of_date(year: int, text: str) -> Iterator[str]:
    try:
        on = date.fromisoformat(text)
    except ValueError:
        yield f".date: {text!r} is not a date"
        return
    if abs(on.year - year) > 1:
        yield f".date: {on} is far from {year}"
