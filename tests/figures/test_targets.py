"""What was promised, with the plan's own contradictions."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.figures.models import Figure, Reading, Target
from services.figures.targets import (
    LESS_IS_BETTER,
    BadTargets,
    contradict,
    load_targets,
    reached,
    strictest,
    targets_of,
)

SAYS = {"zh": "规划", "en": "Plan"}
DAYS = st.none() | st.dates(date(2024, 1, 1), date(2030, 1, 1))
VALUES = st.integers(0, 100).map(Decimal)


def target(value: int, year: int | None = None, figure: Figure = Figure.ONLINE_ITEMS) -> Target:
    on = date(year, 12, 31) if year else None
    return Target(figure=figure, value=Decimal(value), from_on=on, source=SAYS)


@pytest.fixture
def shipped(db):
    load_targets()


class TestThePlan:
    def test_every_number_it_names_for_items_online_is_there(self, shipped):
        rows = [(row.from_on.year, int(row.value)) for row in targets_of(Figure.ONLINE_ITEMS)]
        assert rows == [(2024, 80), (2025, 95), (2025, 98), (2026, 95), (2029, 100)]

    def test_it_contradicts_itself_and_we_say_so(self, shipped):
        assert contradict(targets_of(Figure.ONLINE_ITEMS))
        assert not contradict(targets_of(Figure.GOOD_RATINGS))

    def test_every_row_says_where_it_stands_in_both_languages(self, shipped):
        rows = [*Target.objects.all(), *Reading.objects.all()]
        assert all(row.source["zh"] and row.source["en"] for row in rows) and len(rows) == 18

    def test_what_we_have_not_measured_is_not_claimed(self, shipped):
        assert not Reading.objects.filter(measured_here=True).exists()


class TestStrictest:
    PLAN = (target(80, 2024), target(95, 2025), target(98, 2025), target(95, 2026), target(100, 2029))

    @pytest.mark.parametrize(
        ("on", "value"),
        [
            (date(2024, 12, 30), None),
            (date(2024, 12, 31), 80),
            (date(2025, 12, 31), 98),
            (date(2027, 1, 1), 98),
            (date(2030, 1, 1), 100),
        ],
    )
    def test_of_what_is_due_the_one_that_asks_most(self, on, value):
        due = strictest(self.PLAN, on)
        assert (due and due.value) == value

    def test_without_a_year_it_holds_at_any_time(self):
        assert strictest([target(90)], date(2020, 1, 1)).value == 90

    def test_fewer_trips_are_stricter(self):
        rows = [target(3, 2024, Figure.TRIPS), target(0, 2025, Figure.TRIPS)]
        assert strictest(rows, date(2026, 1, 1)).value == 0

    @given(st.lists(st.tuples(DAYS, VALUES), max_size=6), st.dates(date(2024, 1, 1), date(2030, 1, 1)))
    def test_time_takes_no_promise_back(self, rows, on):
        targets = [Target(figure=Figure.ON_TIME, value=value, from_on=day) for day, value in rows]
        now, then = strictest(targets, on), strictest(targets, date(2031, 1, 1))
        assert now is None or then.value >= now.value


class TestContradictions:
    def test_two_values_for_one_day(self):
        assert contradict([target(70, 2025), target(85, 2025)])

    def test_a_later_day_that_asks_for_less(self):
        assert contradict([target(98, 2025), target(95, 2026)])

    def test_rising_targets_do_not(self):
        assert not contradict([target(80, 2024), target(95, 2026)]) and not contradict([])

    def test_the_same_value_twice_does_not(self):
        assert not contradict([target(85, 2025), target(85, 2025), target(85, 2026)])

    def test_fewer_trips_later_do_not(self):
        assert not contradict([target(3, 2024, Figure.TRIPS), target(0, 2025, Figure.TRIPS)])


class TestReached:
    def test_exactly_is_reached(self):
        assert reached(Decimal("95"), target(95)) and not reached(Decimal("94.9"), target(95))

    @pytest.mark.parametrize("figure", sorted(LESS_IS_BETTER))
    def test_where_less_is_better_more_is_not(self, figure):
        assert reached(Decimal(3), target(3, figure=figure)) and not reached(
            Decimal(4), target(3, figure=figure)
        )


@pytest.mark.django_db
class TestLoading:
    def file(self, tmp_path, text: str):
        path = tmp_path / "targets.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    def test_it_replaces_what_is_there(self, shipped, tmp_path):
        rows = "targets: [{figure: on_time, value: 99.5, from_on: 2027-01-01, source: {zh: 甲, en: A}}]"
        assert load_targets(self.file(tmp_path, rows)) == 1
        assert [(row.figure, row.value, row.from_on) for row in Target.objects.all()] == [
            ("on_time", Decimal("99.5"), date(2027, 1, 1))
        ]
        assert not Reading.objects.exists()

    @pytest.mark.parametrize(
        "row",
        [
            "{figure: happiness, value: 1, source: {zh: 甲, en: A}}",
            "{figure: on_time, value: many, source: {zh: 甲, en: A}}",
            "{figure: on_time, value: true, source: {zh: 甲, en: A}}",
            "{figure: on_time, value: -1, source: {zh: 甲, en: A}}",
            "{figure: on_time, source: {zh: 甲, en: A}}",
            "{figure: on_time, value: 1, source: {zh: 甲}}",
            "{figure: on_time, value: 1}",
            "{figure: on_time, value: 1, from_on: soon, source: {zh: 甲, en: A}}",
        ],
    )
    def test_a_bad_row_is_told_and_changes_nothing(self, shipped, tmp_path, row):
        before = Target.objects.count()
        with pytest.raises(BadTargets):
            load_targets(self.file(tmp_path, f"targets: [{row}]"))
        assert Target.objects.count() == before
