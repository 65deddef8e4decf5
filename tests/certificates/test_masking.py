"""What strangers see of a holder."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.certificates.masking import last_four, masked_id, masked_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王秀兰", "王*兰"),
        ("周敏", "周*"),
        ("欧阳文静", "欧**静"),
        ("阿卜杜拉·买买提", "阿******提"),
        ("兰", "*"),
        ("", "*"),
        ("𠮷田", "𠮷*"),
    ],
)
def test_names_keep_their_ends_and_their_length(name: str, shown: str) -> None:
    assert masked_name(name) == shown


@given(st.text(st.characters(exclude_characters="*"), min_size=1))
def test_never_more_than_two_characters_of_a_name_are_seen(name: str) -> None:
    shown = masked_name(name)
    assert len(shown) == len(name)
    assert sum(character != "*" for character in shown) <= min(2, len(name) - 1)


def test_of_a_number_the_last_four_are_seen() -> None:
    assert masked_id("990102194603080020") == "**************0020"


def test_the_x_at_the_end_counts_among_the_four() -> None:
    assert last_four("11010119900307001X") == "001X"
