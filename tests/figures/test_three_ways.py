"""Ten thousand applications, counted three ways: as it happened, again from the rows of truth, and one by one in Python."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model

from portal.subscriptions import SUBSCRIPTIONS
from services.applications.models import Application
from services.catalogue.models import ServiceItem
from services.departments.models import Department
from services.figures import handlers
from services.figures.fill import fill
from services.figures.models import Delta, Headcount, Measure
from services.figures.overview import Overview, Ratio, overview
from services.figures.people import count_people
from services.figures.recount import Tally, counted, differences, recount
from services.people.models import Person
from services.ratings.models import Rating
from tests.databases import standing_for_a_module
from tests.figures import naive
from tests.figures.seeding import NOW, events, seed

pytestmark = pytest.mark.timeout(300)  # half a minute of computing; a busy machine takes longer
NUMBER = 10_000


@pytest.fixture(scope="module")
def ten_thousand(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Made once for this file and rolled back at the end. A twentieth of what happened is told to the handlers as the relay
    would tell it; the rest is filled in afterwards, with the very same deltas in a fraction of the time."""
    with standing_for_a_module(django_db_blocker):
        seed(NUMBER)
        for event in events()[::20]:
            for handler in SUBSCRIPTIONS[type(event)]:
                if handler.__module__ == handlers.__name__:
                    handler(event)
        fill()
        count_people(at=NOW)
        yield


@pytest.fixture(scope="module")
def one_by_one(ten_thousand: None) -> Counter[naive.Key]:
    return naive.count(NOW)


@pytest.fixture(scope="module")
def figures(ten_thousand: None) -> Overview:
    return overview(NOW)


def in_codes(tally: Tally) -> Counter[naive.Key]:
    """With codes in place of keys, as the naive count has them."""
    departments, items = codes(Department), codes(ServiceItem)
    return Counter(
        {
            (
                cell.measure,
                cell.on,
                departments[cell.department_id],
                items[cell.item_id],
                cell.region_id,
                cell.detail,
            ): n
            for cell, n in tally.items()
        }
    )


def codes(model: type[Model]) -> dict[Any, str]:
    return dict(model.objects.values_list("pk", "code"))


class TestEveryCount:
    def test_as_it_happened_it_is_what_one_counts_by_hand(self, one_by_one):
        assert in_codes(counted(NOW)) == one_by_one

    def test_from_the_rows_of_truth_it_is_too(self, one_by_one):
        assert in_codes(recount(NOW)) == one_by_one
        assert differences(NOW) == []

    def test_there_is_enough_of_everything_to_be_wrong_about(self, one_by_one):
        measures = Counter[str]()
        for (measure, *_), number in one_by_one.items():
            measures[measure] += number
        assert Application.objects.count() == NUMBER
        assert len(measures) == 20 and min(measures.values()) > 20
        assert len({key[4] for key in one_by_one}) == 2

    def test_it_holds_for_an_earlier_day_as_well(self, one_by_one):
        earlier = NOW - timedelta(days=100)
        by_then = Counter({key: n for key, n in one_by_one.items() if key[1] <= naive.day(earlier)})
        assert in_codes(recount(earlier)) == by_then == in_codes(counted(earlier))

    def test_what_is_lost_shows(self, ten_thousand):
        with transaction.atomic():
            missing, _ = Delta.objects.filter(measure="RATED_1", on__lte=naive.day(NOW)).delete()
            assert sum(each.recounted - each.counted for each in differences(NOW)) == missing > 100
            transaction.set_rollback(True)


class TestEveryFigure:
    """What the page says, from the naive count of the last twelve months: December of last year to today."""

    @pytest.fixture
    def year(self, one_by_one) -> Counter[str]:
        found = Counter[str]()
        for (measure, on, *_), number in one_by_one.items():
            if date(2025, 12, 1) <= on <= date(2026, 11, 23):
                found[measure] += number
        return found

    def decided(self, year):
        return sum(number for measure, number in year.items() if measure.startswith(("APPROVED", "DECIDED")))

    def test_instant_approvals(self, figures, year):
        assert figures.instant == Ratio(year["APPROVED_AT_ONCE"], self.decided(year))

    def test_why_people_had_to_decide(self, figures, one_by_one):
        by_hand = Counter[str]()
        for (measure, on, _, _, _, code), number in one_by_one.items():
            if measure == "HANDED_OVER" and date(2025, 12, 1) <= on <= date(2026, 11, 23):
                by_hand[code] += number
        assert figures.details[Measure.HANDED_OVER] == by_hand and len(by_hand) == 6

    def test_what_people_found_of_what_rules_had_said(self, figures, one_by_one):
        def by_hand(measure: str, detail: str) -> int:
            days = (date(2025, 12, 1), date(2026, 11, 23))
            return sum(
                number
                for key, number in one_by_one.items()
                if (key[0], key[5]) == (measure, detail) and days[0] <= key[1] <= days[1]
            )

        looks = [by_hand("LOOKED_AGAIN", each) for each in ("REVERSED", "CONFIRMED")]
        answers = [by_hand("PROPOSAL_ANSWERED", each) for each in ("OVERTURNED", "FOLLOWED")]
        assert figures.reversed == Ratio(looks[0], sum(looks))
        assert figures.overturned == Ratio(answers[0], sum(answers))
        appeals = [by_hand("APPEALED", each) for each in ("REVERSED", "CONFIRMED")]
        assert figures.appealed == Ratio(appeals[0], sum(appeals))
        assert figures.totals[Measure.REVOKED] == by_hand("REVOKED", "")

    def test_decided_in_time(self, figures, year):
        assert figures.on_time == Ratio(self.decided(year) - year["DECIDED_LATE"], self.decided(year))

    def test_evidence_told_by_departments(self, figures, year):
        assert figures.evidence == Ratio(year["EVIDENCE_SHARED"], year["EVIDENCE_NEEDED"])

    def test_ratings(self, figures, year):
        levels = [
            rating.level
            for rating in Rating.objects.all()
            if date(2025, 12, 1) <= naive.day(rating.at) <= date(2026, 11, 23)
        ]
        assert figures.good_ratings == Ratio(sum(level >= 3 for level in levels), len(levels))
        assert figures.average_hundredths == sum(levels) * 100 // len(levels)
        assert figures.participation == Ratio(len(levels), self.decided(year) + year["DECLINED"])

    def test_every_month(self, figures, one_by_one):
        for month, totals in figures.months.items():
            at_once = sum(
                number
                for (measure, on, *_), number in one_by_one.items()
                if measure == "APPROVED_AT_ONCE" and (on.year, on.month) == (month.year, month.month)
            )
            assert totals["APPROVED_AT_ONCE"] == at_once > 0
        assert list(figures.months) == sorted(figures.months) and len(figures.months) == 12

    def test_departments_and_items_add_up_to_the_whole(self, figures):
        for parts in (figures.departments, figures.items):
            assert sum(part["SENT"] for part in parts.values()) == figures.totals["SENT"]
        assert len(figures.departments) == 3 and len(figures.items) == 2

    def test_people_of_sixty_and_over(self, ten_thousand):
        ages = []
        for person in Person.objects.select_related("user"):
            if hasattr(person, "user"):
                born = person.id_no[6:14]
                ages.append((20261123 - int(born)) // 10_000)
        headcount = Headcount.objects.get()
        assert headcount.registered == len(ages) == 350
        assert headcount.sixty_or_older == sum(age >= 60 for age in ages) > 100

    def test_what_is_still_open_after_its_day(self, figures):
        late = [
            row
            for row in Application.objects.all()
            if row.state in {"RECEIVED", "ACCEPTED"} and row.due_on < date(2026, 11, 23)
        ]
        assert figures.undecided_late == len(late) > 50
