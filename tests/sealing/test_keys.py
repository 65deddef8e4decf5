"""The key ring: what was sealed here opens here, and nothing else opens."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.sealing import keys

PLACE, OTHER = "people_person.id_no|1", "people_person.id_no|2"


@given(st.binary(max_size=2000), st.text(min_size=1, max_size=50))
def test_what_was_sealed_opens_at_its_place(plain: bytes, place: str) -> None:
    sealed = keys.seal(plain, place)
    assert keys.open_(sealed, place) == plain
    assert len(sealed) == len(plain) + keys.SHORTEST
    assert len(plain) < 4 or plain not in sealed


@given(st.binary(max_size=100), st.data())
def test_any_changed_byte_is_noticed(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(keys.seal(plain, PLACE))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(keys.CannotOpen):
        keys.open_(bytes(sealed), PLACE)


@given(st.binary(max_size=100))
def test_garbage_is_never_read_as_a_value(garbage: bytes) -> None:
    with pytest.raises(keys.CannotOpen):
        keys.open_(garbage, PLACE)


def test_a_value_taken_elsewhere_does_not_open() -> None:
    sealed = keys.seal(b"990102194603080028", PLACE)
    with pytest.raises(keys.CannotOpen, match="changed or moved"):
        keys.open_(sealed, OTHER)


@pytest.mark.parametrize("cut", [0, 1, 29, 30, 47])
def test_a_value_cut_short_does_not_open(cut: int) -> None:
    with pytest.raises(keys.CannotOpen):
        keys.open_(keys.seal(b"990102194603080028", PLACE)[:cut], PLACE)


def test_the_same_value_twice_looks_different() -> None:
    assert keys.seal(b"same", PLACE) != keys.seal(b"same", PLACE)


class TestRing:
    def test_the_active_key_seals_and_every_key_opens(self, second_key: Any) -> None:
        before = keys.seal(b"before", PLACE)
        second_key.SEALING_ACTIVE_KEY = 2
        after = keys.seal(b"after", PLACE)
        assert (before[1], after[1]) == (1, 2)
        assert (keys.open_(before, PLACE), keys.open_(after, PLACE)) == (b"before", b"after")

    def test_a_key_that_left_the_ring_opens_nothing(self, second_key: Any) -> None:
        second_key.SEALING_ACTIVE_KEY = 2
        sealed = keys.seal(b"x", PLACE)
        second_key.SEALING_KEYS = {"1": second_key.SEALING_KEYS["1"]}
        keys._ring.cache_clear()
        with pytest.raises(keys.CannotOpen, match="key 2 is not in the ring"):
            keys.open_(sealed, PLACE)

    def test_a_number_that_stands_for_another_key_opens_nothing(self, second_key: Any) -> None:
        sealed = keys.seal(b"x", PLACE)
        with pytest.raises(keys.CannotOpen):
            keys.open_(sealed[:1] + b"\x02" + sealed[2:], PLACE)

    def test_the_errors_say_the_place_and_never_the_value(self) -> None:
        with pytest.raises(keys.CannotOpen) as error:
            keys.open_(keys.seal(b"990102194603080028", PLACE), OTHER)
        assert OTHER in str(error.value) and "990102" not in str(error.value)


class TestBlindIndex:
    @pytest.mark.parametrize(
        "spelling",
        [
            "11010519491231002X",
            "11010519491231002x",
            "１１０１０５１９４９１２３１００２ｘ",
            " 110105 19491231 002x ",
            "110105\u300019491231\t002X",
        ],
    )
    def test_every_spelling_of_a_number_has_one_digest(self, spelling: str) -> None:
        assert keys.blind(spelling, "t.c") == keys.blind("11010519491231002X", "t.c")

    @given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1))
    def test_width_and_case_never_matter(self, text: str) -> None:
        wide = "".join(chr(ord(letter) + 0xFEE0) for letter in text)
        assert unicodedata.normalize("NFKC", wide) == text
        assert keys.blind(wide, "t.c") == keys.blind(text.upper(), "t.c") == keys.blind(text.lower(), "t.c")

    def test_another_value_another_column_and_another_key_have_other_digests(self, settings: Any) -> None:
        digests = {keys.blind("1", "t.a"), keys.blind("2", "t.a"), keys.blind("1", "t.b")}
        settings.BLIND_INDEX_KEY = "B" * 43 + "="
        digests.add(keys.blind("1", "t.a"))
        assert len(digests) == 4 and {len(digest) for digest in digests} == {16}
