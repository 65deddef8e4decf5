"""Notices become rows, once; the calendar is what the rows say at that moment."""

import json
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from services.calendars.days import DueDate
from services.calendars.loading import Loaded, fill_from_package, load_notice
from services.calendars.models import CalendarDay, PublishedYear
from services.calendars.notices import Day, Notice
from services.calendars.queries import calendar
from tests.clocks import START

pytestmark = pytest.mark.django_db
FRIDAY, SATURDAY = date(2026, 1, 2), date(2026, 1, 3)
LATER = START + timedelta(days=1)


def notice(*days: Day, year: int = 2026) -> Notice:
    return Notice(year, "https://example.org/notice", days)


OFF, WORKED = Day(FRIDAY, False, "元旦"), Day(SATURDAY, True, "元旦")


class TestLoading:
    def test_a_notice_becomes_a_year_and_its_days(self) -> None:
        assert load_notice(notice(OFF, WORKED), at=START) is Loaded.LOADED
        year = PublishedYear.objects.get()
        assert (year.year, year.source, year.loaded_at) == (2026, "https://example.org/notice", START)
        rows = CalendarDay.objects.order_by("on").values_list("on", "is_working", "name", "announced_in")
        assert list(rows) == [(FRIDAY, False, "元旦", 2026), (SATURDAY, True, "元旦", 2026)]

    def test_the_same_notice_again_changes_nothing(self) -> None:
        load_notice(notice(OFF, WORKED), at=START)
        assert load_notice(notice(WORKED, OFF), at=LATER) is Loaded.UNCHANGED
        assert PublishedYear.objects.get().loaded_at == START

    def test_a_corrected_notice_replaces_its_year(self) -> None:
        load_notice(notice(OFF, WORKED), at=START)
        assert load_notice(notice(OFF), at=LATER) is Loaded.LOADED
        assert list(CalendarDay.objects.values_list("on", flat=True)) == [FRIDAY]
        assert PublishedYear.objects.get().loaded_at == LATER

    def test_a_year_not_announced_is_left_out(self) -> None:
        assert load_notice(notice(year=2027), at=START) is Loaded.NOT_PUBLISHED
        assert not PublishedYear.objects.exists()

    def test_a_notice_once_announced_is_not_taken_back_by_an_empty_file(self) -> None:
        load_notice(notice(OFF), at=START)
        assert load_notice(notice(), at=LATER) is Loaded.NOT_PUBLISHED
        assert CalendarDay.objects.count() == 1

    def test_of_two_notices_that_name_a_day_the_later_is_believed(self) -> None:
        new_years_eve = date(2025, 12, 31)
        load_notice(notice(Day(new_years_eve, True, "before"), year=2025), at=START)
        load_notice(notice(Day(new_years_eve, False, "after"), OFF), at=LATER)
        row = CalendarDay.objects.get(on=new_years_eve)
        assert (row.is_working, row.name, row.announced_in_id) == (False, "after", 2026)

    def test_the_package_fills_a_year_it_knows_and_leaves_out_the_others(self) -> None:
        assert fill_from_package(2026, at=START) is Loaded.LOADED
        assert fill_from_package(2026, at=LATER) is Loaded.UNCHANGED
        assert fill_from_package(2090, at=START) is Loaded.NOT_PUBLISHED
        assert not calendar().is_working(date(2026, 10, 1)) and calendar().is_working(date(2026, 10, 10))

    def test_a_day_is_there_once(self) -> None:
        load_notice(notice(OFF), at=START)
        with pytest.raises(IntegrityError), transaction.atomic():
            CalendarDay.objects.create(on=FRIDAY, is_working=True, name="", announced_in_id=2026)


class TestCalendar:
    def test_without_rows_it_goes_by_weekdays_and_is_provisional(self) -> None:
        assert calendar().add_working_days(FRIDAY, 1) == DueDate(date(2026, 1, 5), provisional=True)

    def test_it_is_what_the_rows_say(self) -> None:
        load_notice(notice(OFF, WORKED), at=START)
        assert calendar().add_working_days(date(2026, 1, 1), 1) == DueDate(SATURDAY, provisional=False)

    def test_it_is_built_once_and_asked_for_with_one_query(
        self, django_assert_num_queries: pytest.FixtureRequest
    ) -> None:
        load_notice(notice(OFF), at=START)
        built = calendar()
        with django_assert_num_queries(1):  # type: ignore[operator]
            assert calendar() is built

    def test_it_follows_a_correction_at_once(self) -> None:
        load_notice(notice(OFF), at=START)
        assert not calendar().is_working(FRIDAY)
        load_notice(notice(WORKED), at=START)
        assert calendar().is_working(FRIDAY) and calendar().is_working(SATURDAY)

    def test_a_loading_that_was_rolled_back_leaves_nothing_behind_in_the_process(self) -> None:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            load_notice(notice(OFF), at=START)
            assert not calendar().is_working(FRIDAY)
            1 / 0  # noqa: B018
        assert calendar().is_working(FRIDAY)


def command(*words: str) -> list[str]:
    out = StringIO()
    call_command("load_holidays", *words, stdout=out)
    return out.getvalue().splitlines()


def file(folder: Path, year: int, *days: dict[str, object]) -> str:
    path = folder / f"{year}.json"
    path.write_text(json.dumps({"year": year, "papers": [], "days": days}), "utf-8")
    return str(path)


NEW_YEAR = {"name": "元旦", "date": "2026-01-02", "isOffDay": True}


class TestCommand:
    def test_it_says_what_became_of_each_file(self, tmp_path: Path) -> None:
        files = [file(tmp_path, 2026, NEW_YEAR), file(tmp_path, 2027)]
        assert command(*files) == ["2026: loaded (1 days)", "2027: not published yet, left out (0 days)"]
        assert command(*files)[0] == "2026: as before (1 days)"
        assert list(PublishedYear.objects.values_list("year", flat=True)) == [2026]

    def test_it_takes_years_from_the_package(self) -> None:
        lines = command("--package", "2025", "2026", "2090")
        assert [line.split(" (")[0] for line in lines] == [
            "2025: loaded",
            "2026: loaded",
            "2090: not published yet, left out",
        ]

    def test_one_bad_file_and_nothing_is_loaded(self, tmp_path: Path) -> None:
        good = file(tmp_path, 2026, NEW_YEAR)
        bad = file(tmp_path, 2025, {**NEW_YEAR, "date": "2025-13-01"})
        with pytest.raises(CommandError) as error:
            command(good, bad, str(tmp_path / "nowhere.json"))
        assert str(error.value).splitlines() == [
            "2025.json: days[0].date: '2025-13-01' is not a date",
            f"{tmp_path}/nowhere.json: No such file or directory",
        ]
        assert not PublishedYear.objects.exists()

    def test_nothing_to_load_is_an_error(self) -> None:
        with pytest.raises(CommandError, match="Nothing to load"):
            command()
