"""No body, however odd, does more than be refused."""

import contextlib
import json
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework import serializers
from rest_framework.exceptions import ParseError, ValidationError

from portal.api.reading import DEEPEST, Json, read
from portal.api.shapes import Shape


def parsed(body: bytes):
    return Json().parse(BytesIO(body))


class Pet(Shape):
    name = serializers.CharField(max_length=5)
    legs = serializers.IntegerField(default=4)


words = st.text(st.characters(codec="utf-8"), max_size=8)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=10,
)


@given(plain)
def test_json_arrives_as_it_was_sent(value):
    assert parsed(json.dumps(value).encode()) == value


@given(st.binary(max_size=60))
def test_bytes_are_json_or_refused(body):
    with contextlib.suppress(ParseError):
        parsed(body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'{"a": NaN}',
        b"[Infinity]",
        b"[1e999]",
        b'"\\ud800"',
        b'{"\\udfff": 1}',
        b"[" * 100_000,
        b"[" * 100 + b"]" * 100,
        b'{"a":' * 30 + b"1" + b"}" * 30,
        b"1" * 5000,
    ],
)
def test_what_nothing_could_keep_is_refused(body):
    with pytest.raises(ParseError):
        parsed(body)


def test_nesting_is_fine_up_to_a_depth():
    assert parsed(b"[" * DEEPEST + b"]" * DEEPEST)
    with pytest.raises(ParseError):
        parsed(b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1))


def test_a_shape_reads_what_it_names_and_drops_the_rest():
    assert read(Pet, {"name": "Rex", "colour": "brown"}) == {"name": "Rex", "legs": 4}


def test_a_shape_complains_by_field():
    with pytest.raises(ValidationError) as refused:
        read(Pet, {"name": "Bucephalus", "legs": "many"})
    assert set(refused.value.detail) == {"name", "legs"}


@pytest.mark.parametrize("given_", [None, [], "x", 5, [{"name": "Rex"}]])
def test_only_an_object_has_a_shape(given_):
    with pytest.raises(ParseError):
        read(Pet, given_)


@pytest.mark.parametrize("name", ["a\0b", "\x00"])
def test_no_database_is_given_a_nul(name):
    with pytest.raises(ValidationError):
        read(Pet, {"name": name})
