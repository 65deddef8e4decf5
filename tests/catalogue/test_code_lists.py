"""One file names the codes; the schema repeats some of them, and a code that nobody has named stands for itself."""

import pytest

from services.catalogue.code_lists import called, codes
from services.catalogue.package import schema

LISTS = {
    "kinds": ("kind", "enum"),
    "power_sources": ("power_source", "enum"),
    "audiences": ("audience", "items", "enum"),
    "handlings": ("handling", "enum"),
    "ways": ("ways", "items", "enum"),
    "reaches": ("scope", "properties", "reach", "enum"),
    "reach_ways": ("scope", "properties", "way", "enum"),
    "days": ("limits", "properties", "unit", "enum"),
    "result_kinds": ("result", "properties", "kind", "enum"),
}
NAMED = [*LISTS, "levels", "themes", "life_events"]


@pytest.mark.parametrize("name", LISTS)
def test_the_schema_knows_the_codes_that_have_names_and_no_others(name):
    found = schema()["properties"]
    for step in LISTS[name]:
        found = found[step]
    assert found == list(codes(name))


@pytest.mark.parametrize("name", NAMED)
def test_every_code_is_called_something_in_both_languages_and_no_two_alike(name):
    for tongue in ("zh", "en"):
        words = [text[tongue] for text in codes(name).values()]
        assert all(words) and len(set(words)) == len(words)


def test_the_events_of_life_are_the_ten_of_the_state_council():
    assert len(codes("life_events")) == 10


def test_a_code_without_a_name_stands_for_itself():
    assert called("kinds", "05")["en"] == "Benefit"
    assert called("kinds", "10") == {"zh": "10", "en": "10"}
