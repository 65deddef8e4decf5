"""How Chinese sounds, and how letters are read as its syllables."""

import time

import pytest

from services.catalogue.search.sounds import sounds, spelled, syllables


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("社保", {"shebao", "sb"}),
        ("重庆", {"chongqing", "cq"}),
        ("银行", {"yinhang", "yh"}),
        ("abc", set()),
        ("8", set()),
    ],
)
def test_full_sounds_and_initials(text, heard):
    assert heard <= sounds(text)
    assert heard or not sounds(text)


def test_a_character_of_several_readings_has_them_all_in_full():
    assert {"xing", "hang"} <= sounds("行")


def test_initials_are_of_the_usual_reading_alone():
    assert "sb" not in sounds("参保") and "cb" in sounds("参保")


@pytest.mark.parametrize(
    ("letters", "first"),
    [
        ("shebao", ["she", "bao"]),
        ("xian", ["xian"]),
        ("gaolingjintie", ["gao", "ling", "jin", "tie"]),
        ("shehuibaoxian", ["she", "hui", "bao", "xian"]),
        ("fangan", ["fang", "an"]),
    ],
)
def test_letters_are_read_as_few_long_syllables_first(letters, first):
    assert spelled(letters)[0] == first


def test_every_other_way_to_read_them_is_kept_too():
    assert ["xi", "an"] in spelled("xian")


@pytest.mark.parametrize("letters", ["sbk", "allowance", "a", "", "she bao", "社保", "shebaox"])
def test_what_is_no_row_of_syllables_is_read_in_no_way(letters):
    assert spelled(letters) == []


def test_letters_with_countless_readings_take_no_time():
    begun = time.process_time()
    assert len(spelled("xian" * 10)) == 4 and spelled("xian" * 9 + "xq") == []
    assert time.process_time() - begun < 0.5


def test_there_are_some_four_hundred_syllables():
    assert 390 < len(syllables()) < 430 and "zhuang" in syllables() and "ng" not in syllables()
