"""A notice is read as it is, or refused with the file, the field and the reason."""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calendars.notices import CalendarError, Day, Notice, from_package, read_file

NEW_YEAR = {"name": "元旦", "date": "2026-01-01", "isOffDay": True}
WORKED = {"name": "元旦", "date": "2026-01-04", "isOffDay": False}
FILE = {"year": 2026, "papers": ["https://example.org/notice"], "days": [NEW_YEAR, WORKED]}


def written(folder: Path, content: Any) -> Path:
    path = folder / "holiday.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def problems(folder: Path, content: Any) -> list[str]:
    with pytest.raises(CalendarError) as error:
        read_file(written(folder, content))
    assert all(line.startswith("holiday.json: ") for line in str(error.value).splitlines())
    return error.value.problems


class TestReading:
    def test_days_off_and_days_worked_instead(self, tmp_path: Path) -> None:
        notice = read_file(written(tmp_path, FILE))
        days = (Day(date(2026, 1, 1), False, "元旦"), Day(date(2026, 1, 4), True, "元旦"))
        assert notice == Notice(2026, "https://example.org/notice", days)

    def test_a_year_not_announced_yet_has_no_days(self, tmp_path: Path) -> None:
        notice = read_file(written(tmp_path, {"year": 2027, "papers": [], "days": []}))
        assert notice == Notice(2027, "holiday.json", ())

    def test_a_day_of_the_year_before_may_be_named(self, tmp_path: Path) -> None:
        eve = {**NEW_YEAR, "date": "2025-12-31"}
        assert read_file(written(tmp_path, {**FILE, "days": [eve]})).days[0].on == date(2025, 12, 31)

    def test_the_order_of_the_days_makes_no_other_notice(self) -> None:
        one, two = Day(date(2026, 1, 1), False, "a"), Day(date(2026, 1, 2), False, "a")
        assert Notice(2026, "", (one, two)).digest == Notice(2026, "other", (two, one)).digest
        assert Notice(2026, "", (one,)).digest != Notice(2026, "", (two,)).digest


class TestRefusing:
    def test_what_is_no_json_is_named_by_its_line(self, tmp_path: Path) -> None:
        assert problems(tmp_path, '{"year": 2026,\n"days": [}') == ["line 2: Expecting value"]

    def test_what_is_no_utf_8(self, tmp_path: Path) -> None:
        path = tmp_path / "holiday.json"
        path.write_bytes("元旦".encode("gbk"))
        with pytest.raises(CalendarError, match=r"holiday.json: not UTF-8"):
            read_file(path)

    @pytest.mark.parametrize("content", [[], 7, None, "text"])
    def test_what_is_no_object(self, tmp_path: Path, content: object) -> None:
        assert problems(tmp_path, json.dumps(content)) == ["must be an object with year, papers and days"]

    @pytest.mark.parametrize("year", ["2026", 0, 10_000, None, True, 2026.0])
    def test_a_year_that_is_none(self, tmp_path: Path, year: object) -> None:
        assert problems(tmp_path, {**FILE, "year": year}) == [f"year: {year!r} is not a year"]

    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            ({"date": "2026-02-30"}, ".date: '2026-02-30' is not a date"),
            ({"date": "01.01.2026"}, ".date: '01.01.2026' is not a date"),
            ({"date": "2062-01-01"}, ".date: 2062-01-01 is far from 2026"),
            ({"date": 20260101}, ".date: must be a date such as 2026-10-01"),
            ({"isOffDay": "yes"}, ".isOffDay: must be true or false"),
            ({"name": None}, ".name: must be a text"),
        ],
    )
    def test_a_field_of_a_day(self, tmp_path: Path, change: dict[str, object], problem: str) -> None:
        days = [NEW_YEAR, {**WORKED, **change}]
        assert problems(tmp_path, {**FILE, "days": days}) == [f"days[1]{problem}"]

    def test_every_problem_of_the_file_at_once(self, tmp_path: Path) -> None:
        content = {"year": 2026, "papers": "x", "days": [{}, 5, NEW_YEAR, NEW_YEAR]}
        assert problems(tmp_path, content) == [
            "days[0].name: must be a text",
            "days[0].date: must be a date such as 2026-10-01",
            "days[0].isOffDay: must be true or false",
            "days[1]: must be an object with name, date and isOffDay",
            "days: 2026-01-01 is there 2 times",
            "papers: must be a list of addresses",
        ]

    def test_days_that_are_missing(self, tmp_path: Path) -> None:
        assert problems(tmp_path, {"year": 2026}) == ["days: must be a list"]

    def test_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            read_file(tmp_path / "nowhere.json")

    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=10),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["year", "papers", "days", "name", "date", "isOffDay"]), inner
                )
            ),
            max_leaves=12,
        )
    )
    def test_whatever_the_json_is_it_is_read_or_refused(
        self, tmp_path_factory: pytest.TempPathFactory, content: object
    ) -> None:
        path = tmp_path_factory.mktemp("any") / "any.json"
        path.write_text(json.dumps(content), "utf-8")
        try:
            assert isinstance(read_file(path), Notice)
        except CalendarError as error:
            assert error.problems


class TestPackage:
    def test_a_year_it_knows(self) -> None:
        notice = from_package(2026)
        assert notice.source.startswith("chinese_calendar 1.")
        assert Day(date(2026, 2, 17), False, "春节") in notice.days
        assert Day(date(2026, 2, 14), True, "春节") in notice.days

    def test_a_year_it_does_not_know_is_not_published(self) -> None:
        assert from_package(2090).days == ()


FOLDER = os.environ.get("PORTAL_TEST_HOLIDAYS")


@pytest.mark.skipif(
    not FOLDER,
    reason="set PORTAL_TEST_HOLIDAYS to a folder with holiday_YYYY.json of the collection holiday-cn",
)
class TestRealFiles:
    def test_every_file_is_read_and_agrees_with_the_package(self) -> None:
        notices = [read_file(path) for path in sorted(Path(FOLDER or "").glob("holiday_*.json"))]
        assert len(notices) >= 8
        for notice in notices:
            own = {day.on: day.is_working for day in notice.days if day.on.year == notice.year}
            package = {day.on: day.is_working for day in from_package(notice.year).days}
            unusual = {on for on, works in (own | package).items() if works == (on.weekday() >= 5)}
            assert {on: own.get(on) for on in unusual} == {on: package.get(on) for on in unusual}, notice.year

    def test_the_year_not_announced_is_left_out(self) -> None:
        assert read_file(Path(FOLDER or "") / "holiday_2027.json").days == ()

    def test_the_notice_for_2023_names_the_last_day_of_2022(self) -> None:
        notice = read_file(Path(FOLDER or "") / "holiday_2023.json")
        assert Day(date(2022, 12, 31), False, "元旦") in notice.days
