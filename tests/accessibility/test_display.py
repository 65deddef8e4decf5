"""What cookies and forms may ask of the look of a page."""

from hypothesis import given
from hypothesis import strategies as st

from accessibility.display import CHOICES, STANDARD, Display, read

words = st.sampled_from(
    ["", "elder", "standard", "1", "2", "3", "dark", "light", "ELDER", "4", "<b>"]
) | st.text(max_size=8)
displays = st.builds(Display, **{name: st.sampled_from(values) for name, values in CHOICES.items()})


def test_nothing_asked_is_the_standard_display():
    assert read({}) == STANDARD == Display("standard", "1", "light")
    assert not STANDARD.elder


def test_each_choice_is_read_by_itself():
    assert read({"mode": "elder"}) == Display("elder", "1", "light")
    assert read({"size": "3", "contrast": "dark"}) == Display("standard", "3", "dark")
    assert read({"mode": "elder"}).elder


def test_what_is_left_out_stays_as_it_was():
    before = Display("elder", "2", "dark")
    assert read({"size": "3"}, before) == Display("elder", "3", "dark")
    assert read({}, before) == before


def test_what_is_garbled_counts_as_not_asked():
    before = Display("elder", "2", "dark")
    assert read({"mode": "ELDER", "size": "4", "contrast": "rainbow"}, before) == before


@given(asked=st.dictionaries(st.sampled_from([*CHOICES, "next"]), words), before=displays)
def test_whatever_is_asked_the_answer_is_one_of_the_choices(asked, before):
    shown = read(asked, before)
    for name, value in shown.chosen.items():
        assert value in CHOICES[name]
        assert value in {asked.get(name), getattr(before, name)}


@given(displays)
def test_a_display_read_back_from_its_own_cookies_is_the_same(display):
    assert read(display.chosen) == display
