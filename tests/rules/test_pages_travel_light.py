"""Pages travel compressed, and what is compressed never has the same length twice (BREACH)."""

import gzip

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def fetched(**headers: str) -> tuple[str, bytes]:
    answer = Client().get("/accounts/login/", headers=headers)
    return answer.headers.get("Content-Encoding", ""), answer.content


def test_a_page_is_less_than_half_of_itself_on_the_way():
    encoding, packed = fetched(**{"accept-encoding": "gzip"})
    assert encoding == "gzip"
    assert len(packed) * 2 < len(gzip.decompress(packed))


def test_its_length_tells_nothing_of_what_is_in_it():
    assert len({len(fetched(**{"accept-encoding": "gzip"})[1]) for _ in range(20)}) > 1


def test_who_cannot_unpack_gets_it_plain():
    encoding, plain = fetched()
    assert encoding == "" and plain.startswith(b"<!DOCTYPE html>")
