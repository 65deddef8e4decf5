"""Counting working days, with the holidays of 2026 as announced and 2027 not announced yet."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calendars.days import Calendar, DueDate
from services.calendars.notices import from_package

NOTICE = from_package(2026)
CALENDAR = Calendar({day.on: day.is_working for day in NOTICE.days}, frozenset({2026}))
NOTHING_ANNOUNCED = Calendar({}, frozenset())

dates_of_2026 = st.dates(date(2026, 1, 1), date(2026, 10, 31))
limits = st.integers(0, 60)
some_exceptions = st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 6, 30)), st.booleans(), max_size=60)


@pytest.mark.parametrize(
    ("on", "works"),
    [
        ("2026-01-01", False),  # 元旦, a Thursday
        ("2026-01-04", True),  # a Sunday worked instead
        ("2026-01-05", True),  # an ordinary Monday
        ("2026-01-10", False),  # an ordinary Saturday
        ("2026-02-14", True),  # 调休: a Saturday worked for 春节
        ("2026-02-17", False),  # 春节
        ("2026-10-07", False),  # 国庆节
        ("2026-10-10", True),  # 调休
        ("2027-01-01", True),  # not announced: a Friday like any other
        ("2027-01-02", False),  # a Saturday
    ],
)
def test_people_work_when_the_notice_or_the_weekday_says_so(on: str, works: bool) -> None:
    assert CALENDAR.is_working(date.fromisoformat(on)) is works


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-03-02", 1, "2026-03-03"),  # the day itself is not counted
        ("2026-03-02", 5, "2026-03-09"),  # over a weekend
        ("2026-03-06", 1, "2026-03-09"),  # Friday: Monday
        ("2026-03-07", 1, "2026-03-09"),  # filed on a Saturday: the first working day after is day one
        ("2026-02-13", 1, "2026-02-14"),  # the worked Saturday counts
        ("2026-02-13", 2, "2026-02-24"),  # then nine days of 春节
        ("2026-09-30", 1, "2026-10-08"),  # over 国庆节
        ("2026-09-30", 3, "2026-10-10"),  # ends on a worked Saturday
        ("2026-09-24", 20, "2026-10-29"),  # twenty days of the law over two holidays
    ],
)
def test_a_limit_ends_on_its_last_working_day(start: str, count: int, due: str) -> None:
    assert CALENDAR.add_working_days(date.fromisoformat(start), count) == DueDate(
        date.fromisoformat(due), False
    )


@pytest.mark.parametrize(
    ("start", "due"),
    [("2026-03-02", "2026-03-02"), ("2026-03-07", "2026-03-09"), ("2026-10-01", "2026-10-08")],
)
def test_the_same_working_day_is_today_or_the_next_that_is_one(start: str, due: str) -> None:
    assert CALENDAR.add_working_days(date.fromisoformat(start), 0).on == date.fromisoformat(due)


def test_a_limit_below_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 days"):
        CALENDAR.add_working_days(date(2026, 3, 2), -1)


class TestProvisional:
    def test_a_limit_that_ends_in_a_year_not_announced_says_so(self) -> None:
        due = CALENDAR.add_working_days(date(2026, 12, 30), 2)
        assert due == DueDate(date(2027, 1, 1), provisional=True)  # likely a holiday, and nobody can know yet

    def test_the_last_day_of_the_announced_year_is_certain(self) -> None:
        assert CALENDAR.add_working_days(date(2026, 12, 30), 1) == DueDate(date(2026, 12, 31), False)

    def test_a_gap_between_announced_years_is_noticed_on_the_way_through(self) -> None:
        calendar = Calendar({}, frozenset({2026, 2028}))
        assert calendar.add_working_days(date(2026, 12, 1), 300).provisional
        assert calendar.add_working_days(date(2028, 1, 1), 10) == DueDate(date(2028, 1, 14), False)

    def test_without_any_notice_every_date_is_provisional(self) -> None:
        assert NOTHING_ANNOUNCED.add_working_days(date(2026, 3, 2), 0).provisional
        assert NOTHING_ANNOUNCED.add_working_days(date(2026, 3, 2), 5).provisional

    def test_where_it_starts_does_not_matter_because_that_day_is_not_counted(self) -> None:
        calendar = Calendar({}, frozenset({2027}))
        assert calendar.add_working_days(date(2026, 12, 31), 1) == DueDate(date(2027, 1, 1), False)


class TestBetween:
    @pytest.mark.parametrize(
        ("start", "end", "days"),
        [
            ("2026-03-02", "2026-03-02", 0),
            ("2026-03-02", "2026-03-03", 1),
            ("2026-03-06", "2026-03-08", 0),
            ("2026-09-30", "2026-10-07", 0),
            ("2026-09-30", "2026-10-10", 3),
            ("2026-03-03", "2026-03-02", -1),  # a day overdue
        ],
    )
    def test_the_days_left_are_counted_like_the_limit(self, start: str, end: str, days: int) -> None:
        assert CALENDAR.working_days_between(date.fromisoformat(start), date.fromisoformat(end)) == days

    @given(dates_of_2026, st.integers(1, 60))
    def test_it_gives_back_the_limit_that_led_to_a_date(self, start: date, count: int) -> None:
        due = CALENDAR.add_working_days(start, count).on
        assert CALENDAR.working_days_between(start, due) == count

    @given(dates_of_2026, dates_of_2026, dates_of_2026)
    def test_the_way_can_be_cut_anywhere(self, a: date, b: date, c: date) -> None:
        way = CALENDAR.working_days_between
        assert way(a, b) + way(b, c) == way(a, c)
        assert way(a, b) == -way(b, a)


@given(some_exceptions, st.dates(date(2026, 1, 1), date(2026, 6, 30)), limits)
def test_whatever_is_announced_a_limit_ends_on_a_working_day(
    exceptions: dict[date, bool], start: date, count: int
) -> None:
    calendar = Calendar(exceptions, frozenset({2026}))
    due = calendar.add_working_days(start, count).on
    assert calendar.is_working(due)
    days = [start + timedelta(days=n) for n in range(1, (due - start).days + 1)]
    assert sum(calendar.is_working(day) for day in days) == count or (count == 0 and len(days) > 0)


@given(dates_of_2026, limits)
def test_a_longer_limit_never_ends_earlier(start: date, count: int) -> None:
    assert CALENDAR.add_working_days(start, count).on <= CALENDAR.add_working_days(start, count + 1).on


@given(dates_of_2026, limits)
def test_starting_later_never_ends_earlier(start: date, count: int) -> None:
    later = start + timedelta(days=1)
    assert CALENDAR.add_working_days(start, count).on <= CALENDAR.add_working_days(later, count).on
