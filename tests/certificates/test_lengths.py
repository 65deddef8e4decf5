"""A length that ends in 0x80 is a length: what has one is written as it was read, without being taken apart."""

from typing import Any

import pytest
from asn1crypto import core

from services.certificates import signing
from services.certificates.lengths import is_long

assert signing  # which mends what is looked at here


class Words(core.SequenceOf):  # type: ignore[misc]
    _child_spec = core.OctetString


class Pair(core.Sequence):  # type: ignore[misc]
    _fields = [("words", Words), ("more", core.OctetString)]


def words(length: int) -> bytes:
    """One word, the whole as long as that."""
    inside = 2 if length < 130 else 3 if length < 259 else 4
    return bytes(Words([bytes(length - inside)]).dump())


@pytest.mark.parametrize("length", [128, 384, 1664])
class TestALengthThatLooksOpen:
    def test_is_none(self, length: int) -> None:
        header = Words.load(words(length))._header
        assert header[-1] == 0x80 and is_long(header)

    def test_nothing_is_taken_apart_to_write_it(self, length: int) -> None:
        value = Words.load(words(length))
        assert value.dump() == words(length)
        assert value.children is None

    def test_nor_what_holds_it(self, length: int) -> None:
        whole = Pair({"words": Words.load(words(length)), "more": b"."}).dump()
        value = Pair.load(whole)
        assert value["words"].dump() == words(length) and value["words"].children is None
        assert value.dump() == whole

    def test_a_change_is_written(self, length: int) -> None:
        value = Words.load(words(length))
        value.append(core.OctetString(b"new"))
        assert [each.native for each in Words.load(value.dump())][1:] == [b"new"]


@pytest.mark.parametrize(
    "header",
    [
        None,
        b"",
        b"\x30\x80",
        b"\x30\x03",
        b"\x30\x81\x81",
        b"\x30\x82\x80\x00",
        b"\x3f\x81\x80",
        b"\xa0\x80\x30\x80",
    ],
)
def test_other_headers_are_left_alone(header: Any) -> None:
    assert not is_long(header)


def test_what_is_open_is_still_closed_when_it_is_written() -> None:
    open_ended = b"\x30\x80\x04\x01.\x00\x00"
    assert Words.load(open_ended).dump() == b"\x30\x03\x04\x01."
