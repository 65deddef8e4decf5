"""Every code that sends an application to a person is of one kind, and every kind has its words."""

import pytest

from portal.showing.fall_back import WORDS
from services.applications.deciding import UNJUDGED
from services.figures.reasons import Kind, by_kind, kind_of
from services.rules.decide import Hole


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("M00_FACT_AGE_MISSING", Kind.MISSING),
        ("M00_FACT_AGE_STALE", Kind.STALE),
        ("M00_FACT_DAYS_PAST_DISPUTED", Kind.DISPUTED),
        ("M00_FACT_AGE_CONFLICT", Kind.CONFLICT),
        ("M00_FACT_AGE", Kind.MISSING),
        ("M00_STOPPED", Kind.STOPPED),
        ("R01_AGE", Kind.AGAINST),
        ("M03_CARD", Kind.LOOK),
        ("M99_NO_RULE", Kind.NO_ROW),
        *((code, Kind.NO_RULES) for code in UNJUDGED.values()),
    ],
)
def test_a_code_is_of_one_kind(code, kind):
    assert kind_of(code) == kind


def test_every_hole_has_a_kind_of_its_own():
    assert {kind_of(f"M00_FACT_X_{hole}") for hole in Hole} == {Kind(str(hole)) for hole in Hole}


def test_kinds_are_added_up_the_most_frequent_first():
    codes = {"R01_AGE": 2, "M03_CARD": 5, "R02_HUKOU": 4, "M99_NO_RULE": 1}
    assert list(by_kind(codes).items()) == [(Kind.AGAINST, 6), (Kind.LOOK, 5), (Kind.NO_ROW, 1)]


def test_every_kind_has_words():
    assert set(WORDS) == set(Kind)
