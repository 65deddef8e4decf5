"""Reading a question, and what an answer repeats of it."""

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.simulators.envelope import BadQuestion, answer, read, subject_hash

WANG = {"name": "王秀兰", "id_no": "990102194603080026"}
QUESTION: dict[str, Any] = {
    "id": "q1",
    "asked_at": "2026-11-22T09:30:15.123456+08:00",
    "purpose": "old-age-allowance@1",
    "source": "application:1",
    "subject": WANG,
    "fields": ["population.birth_on"],
    "predicates": ["population.identity_matches"],
    "claims": {},
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)


def bytes_of(**changes: object) -> bytes:
    return json.dumps(QUESTION | changes, ensure_ascii=False).encode()


def test_a_question_is_read():
    question = read(bytes_of())
    assert (question.id, question.name, question.id_no) == ("q1", "王秀兰", "990102194603080026")
    assert question.fields == ("population.birth_on",)
    assert question.predicates == ("population.identity_matches",)


def test_the_hash_is_of_the_very_bytes():
    body, spaced = bytes_of(), json.dumps(QUESTION, indent=1).encode()
    assert read(body).request_hash == hashlib.sha256(body).hexdigest()
    assert read(spaced).request_hash != read(body).request_hash


def test_the_answer_repeats_id_request_and_subject():
    question = read(bytes_of())
    reply = answer(question, {"population.birth_on": "1946-03-08"}, {})
    assert reply["id"] == "q1"
    assert reply["request_hash"] == question.request_hash
    assert (
        reply["subject_hash"]
        == hashlib.sha256('{"id_no":"990102194603080026","name":"王秀兰"}'.encode()).hexdigest()
    )


def test_another_name_or_number_is_another_subject():
    assert len({subject_hash("a", "1"), subject_hash("b", "1"), subject_hash("a", "2")}) == 3


def test_the_answer_is_as_of_the_second_of_the_question():
    assert read(bytes_of()).as_of == "2026-11-22T01:30:15+00:00"


def test_without_a_time_the_answer_is_as_of_now():
    body = json.dumps({name: value for name, value in QUESTION.items() if name not in {"asked_at", "claims"}})
    question = read(body.encode())
    assert question.as_of > "2026"
    assert question.claims == {}


@pytest.mark.parametrize(
    "changes",
    [
        {"id": 1},
        {"source": None},
        {"subject": None},
        {"subject": {"name": "王秀兰"}},
        {"subject": {"name": "王秀兰", "id_no": 990102194603080026}},
        {"fields": None},
        {"fields": [1]},
        {"predicates": {"a": "b"}, "fields": 3},
        {"claims": ["a"]},
        {"claims": {"a": 1}},
        {"asked_at": "yesterday"},
        {"asked_at": 5},
    ],
)
def test_what_is_not_a_question_is_refused(changes):
    with pytest.raises(BadQuestion, match="not_a_question"):
        read(bytes_of(**changes))


@pytest.mark.parametrize("body", [b"", b"\xff", b"[]", b"null", b"{", b"[" * 100_000])
def test_what_is_not_json_is_refused(body):
    with pytest.raises(BadQuestion, match="not_a_question"):
        read(body)


@given(st.dictionaries(st.sampled_from(sorted(QUESTION)), JSON))
def test_nothing_makes_it_stumble(changes):
    try:
        read(json.dumps(QUESTION | changes).encode())
    except BadQuestion as bad:
        assert str(bad) == "not_a_question"
