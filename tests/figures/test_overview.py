"""The figures of one moment: what is counted, over which time, in how many queries."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from services.catalogue.models import ServiceItem
from services.departments.models import Department
from services.figures.models import Delta, Measure
from services.figures.overview import Ratio, Totals, overview
from tests.cast import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


def add(measure: str, on: date, amount: int = 1, department: str = "civil_affairs") -> None:
    Delta.objects.create(
        measure=measure,
        on=on,
        department=Department.objects.get(code=department),
        item=ServiceItem.objects.get(code="old-age-allowance"),
        region_id="990100",
        amount=amount,
        source=f"test:{Delta.objects.count()}",
    )


class TestShares:
    def test_of_nothing_there_is_no_share(self):
        assert Ratio(0, 0).tenths is None

    @given(st.integers(0, 10**7), st.integers(1, 10**7))
    def test_all_is_said_of_all_only(self, part, rest):
        assert Ratio(part, part + rest).tenths < 1000
        assert Ratio(part + rest, part + rest).tenths == 1000

    @given(st.integers(0, 10**6), st.integers(1, 10**6))
    def test_it_is_rounded_down_to_a_tenth_of_a_percent(self, part, rest):
        tenths = Ratio(part, part + rest).tenths
        assert tenths * (part + rest) <= part * 1000 < (tenths + 1) * (part + rest)


class TestNothingYet:
    def test_there_is_no_figure_and_no_error(self):
        found = overview(NOON)
        shares = (found.instant, found.on_time, found.evidence, found.good_ratings, found.participation)
        assert [share.tenths for share in shares] == [None] * 5
        assert found.average_hundredths is None and found.people is None
        assert (found.undecided_late, found.unanswered_late) == (0, 0)


class TestTheTwelveMonths:
    def test_they_begin_with_the_first_of_the_month_eleven_months_ago(self):
        found = overview(NOON)
        assert (found.since, found.until) == (date(2025, 12, 1), date(2026, 11, 23))
        first, *_, last = found.months
        assert (first, last, len(found.months)) == (date(2025, 12, 1), date(2026, 11, 1), 12)

    @pytest.mark.parametrize(
        ("at", "since"),
        [
            (datetime(2026, 12, 31, 15, 59, tzinfo=UTC), date(2026, 1, 1)),
            (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), date(2026, 2, 1)),  # midnight in Yunzhou
            (datetime(2028, 2, 29, 4, 0, tzinfo=UTC), date(2027, 3, 1)),
        ],
    )
    def test_years_end_in_yunzhou(self, at, since):
        assert overview(at).since == since

    def test_what_lies_before_or_ahead_is_not_in_it(self):
        for on in (date(2025, 11, 30), date(2025, 12, 1), date(2026, 11, 23), date(2026, 11, 24)):
            add(Measure.SENT, on)
        found = overview(NOON)
        assert found.totals["SENT"] == 2
        assert [totals["SENT"] for totals in found.months.values()] == [1, *[0] * 10, 1]


class TestSums:
    def test_instant_is_of_all_decided_also_of_those_that_waited(self):
        add(Measure.APPROVED_AT_ONCE, NOON.date(), 6)
        add(Measure.APPROVED_AFTER_WAITING, NOON.date(), 1)
        add(Measure.DECIDED_IN_TIME, NOON.date(), 2)
        add(Measure.DECIDED_LATE, NOON.date(), 1)
        add(Measure.DECLINED, NOON.date(), 5)
        found = overview(NOON)
        assert found.instant == Ratio(6, 10) and found.on_time == Ratio(9, 10)

    def test_the_average_is_rounded_down_and_participation_counts_what_was_turned_away(self):
        add(Measure.RATED_5, NOON.date(), 2)
        add(Measure.RATED_1, NOON.date(), 1)
        add(Measure.DECIDED_IN_TIME, NOON.date(), 3)
        add(Measure.DECLINED, NOON.date(), 1)
        found = overview(NOON)
        assert (found.average_hundredths, found.good_ratings) == (366, Ratio(2, 3))
        assert found.participation == Ratio(3, 4)

    def test_departments_stand_apart_under_their_short_names(self):
        add(Measure.SENT, NOON.date(), 2)
        add(Measure.SENT, NOON.date(), 3, "social_insurance")
        found = overview(NOON)
        by_name = {
            found.names["department", pk]["zh"]: totals["SENT"] for pk, totals in found.departments.items()
        }
        assert by_name == {"民政局": 2, "人社局": 3}
        ((item, _),) = found.items.items()
        assert found.names["item", item]["en"] == "Old-age allowance"

    def test_totals_of_nothing_are_nothing(self):
        assert Totals().of([Measure.SENT]) == 0


def test_its_queries_do_not_grow_with_the_applications(django_assert_max_num_queries):
    add(Measure.SENT, NOON.date())
    overview(NOON)  # rules are compiled once
    with CaptureQueriesContext(connection) as few:
        overview(NOON)
    for number in range(30):
        add(
            Measure.SENT,
            date(2026, 1 + number % 11, 3),
            department=["civil_affairs", "social_insurance"][number % 2],
        )
    with django_assert_max_num_queries(len(few)):
        overview(NOON)
