"""At least three answers in ten are a yes or no: over the journeys of all items that ship, as the requests tell."""

import pytest

from services.sharing.models import DataRequest
from services.sharing.shares import Share, predicate_share
from tests.cast import begin, load_shipped
from tests.items.travelling import journeys

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("departments_stub")]
PLANNED = 30  # per cent, the plan's rate of privacy-preserving computing


def test_over_all_journeys(citizen):
    load_shipped(*{journey.item: journey for journey in journeys().values()})
    for journey in journeys().values():
        begin(citizen(journey.who), journey.item, variant=journey.variant)
    share = predicate_share(DataRequest.objects.all())
    assert share.answers > 7 * len(journeys())  # nothing is left out
    assert share.percent >= PLANNED, share


def test_it_counts_answers_and_not_what_was_asked_in_vain():
    row = DataRequest(
        fields=[
            {"field": "a.b", "disclosure": "PREDICATE", "outcome": "GIVEN"},
            {"field": "a.c", "disclosure": "PREDICATE", "outcome": "ABSENT"},
            {"field": "a.d", "disclosure": "VALUE", "outcome": "GIVEN"},
            {"field": "a.e", "disclosure": "MASKED", "outcome": "GIVEN"},
            {"field": "a.f", "disclosure": "VALUE", "outcome": "UNFIT"},
        ]
    )
    assert predicate_share([row]) == Share(predicates=1, answers=3)


def test_of_nothing_there_is_no_share():
    assert predicate_share([]).percent == 0
