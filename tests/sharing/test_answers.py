"""Reading an answer: the echo first, then only what was asked for."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.departments.models import Department
from services.sharing.answers import Answer, Value, read_answer
from services.sharing.inquiry import Inquiry, Occasion, Subject, inquire
from services.sharing.models import DataField, DataResource, Disclosure, Purpose
from services.sharing.port import NoAnswer
from services.sharing.readings import Reading
from tests.sharing.conftest import AT
from tests.sharing.scripted import honest

POLICE = DataResource(code="population", department=Department(code="public_security"))
STATES = {"NORMAL": {}, "UNKNOWN": {}}
READINGS = [
    Reading(
        DataField(resource=POLICE, code="population.birth_on", kind="date", quality=["past_day"]),
        Disclosure.VALUE,
        {},
    ),
    Reading(
        DataField(resource=POLICE, code="population.residence", kind="enum", values=STATES),
        Disclosure.VALUE,
        {},
    ),
    Reading(DataField(resource=POLICE, code="population.id_no", kind="text"), Disclosure.MASKED, {}),
    Reading(
        DataField(resource=POLICE, code="population.matches", kind="predicate"), Disclosure.PREDICATE, {}
    ),
]
VALUES = {
    "population.birth_on": "1946-03-08",
    "population.residence": "NORMAL",
    "population.id_no": "990102194603080026",
}


def question() -> Inquiry:
    purpose = Purpose(code="p", version=1)
    return inquire(
        Occasion(purpose, Subject("王秀兰", "990102194603080026"), "application:1", {}, AT), READINGS
    )


def read(values: dict[str, Any] | None = None, /, **changes: Any) -> Answer:
    inquiry = question()
    return read_answer(inquiry, honest(inquiry.body, VALUES if values is None else values, **changes), AT)


def reason(**changes: Any) -> str:
    with pytest.raises(NoAnswer) as none:
        read(**changes)
    return none.value.reason.value


class TestAProperAnswer:
    def test_every_value_comes_with_its_origin(self):
        inquiry = question()
        raw = honest(inquiry.body, VALUES, as_of="2026-11-21T16:00:00Z")
        value = read_answer(inquiry, raw, AT).values["population.birth_on"]
        assert value.value == "1946-03-08"
        assert value.as_of == AT.replace(day=21, hour=16, minute=0)
        assert (value.fetched_at, value.request_id) == (AT, inquiry.id)

    def test_every_field_says_what_became_of_it(self):
        answer = read({"population.residence": "GONE"})
        assert answer.outcomes == {
            "population.birth_on": "ABSENT",
            "population.residence": "UNFIT",
            "population.id_no": "ABSENT",
            "population.matches": "GIVEN",
        }
        assert set(answer.values) == {"population.matches"}

    def test_each_in_the_form_of_its_disclosure(self):
        values = {code: each.value for code, each in read().values.items()}
        assert values == VALUES | {"population.id_no": "0026", "population.matches": "YES"}

    @pytest.mark.parametrize("nothing", [None, ""])
    def test_nothing_is_absent_and_not_unfit(self, nothing):
        answer = read({"population.birth_on": nothing})
        assert answer.outcomes["population.birth_on"] == "ABSENT"

    def test_what_fails_a_fatal_check_is_left_out(self):
        tomorrow = read(VALUES | {"population.birth_on": "2026-11-23"})
        assert tomorrow.outcomes["population.birth_on"] == "UNFIT"
        assert "population.birth_on" not in tomorrow.values
        today = read(VALUES | {"population.birth_on": "2026-11-22"})
        assert today.values["population.birth_on"].value == "2026-11-22"

    def test_without_values_it_is_still_an_answer(self):
        assert read({}, predicates={}).values == {}

    def test_a_value_is_not_shown_by_accident(self):
        assert "1946" not in repr(read().values)


class TestTheEcho:
    @pytest.mark.parametrize("id", ["", None, "another", 5])
    def test_another_id(self, id):
        assert reason(id=id) == "wrong_request"

    @pytest.mark.parametrize("request_hash", ["", None, "0" * 64])
    def test_another_request(self, request_hash):
        assert reason(request_hash=request_hash) == "wrong_request"

    @pytest.mark.parametrize("subject_hash", ["", None, Subject("李建国", "990102195706301172").digest()])
    def test_another_subject(self, subject_hash):
        assert reason(subject_hash=subject_hash) == "wrong_subject"

    def test_an_answer_of_yesterday_played_again(self):
        yesterday = question()
        replayed = honest(yesterday.body, VALUES)
        with pytest.raises(NoAnswer, match="wrong_request"):
            read_answer(question(), replayed, AT)

    @pytest.mark.parametrize("as_of", [None, 5, "", "today", "2026-11-22T01:30:00", "2026-13-01T00:00:00Z"])
    def test_an_answer_says_as_of_when(self, as_of):
        assert reason(as_of=as_of) == "malformed"

    def test_a_clock_may_be_two_minutes_ahead_and_no_more(self):
        ahead = AT + timedelta(minutes=2)
        assert read(as_of=ahead.isoformat()).values["population.birth_on"].as_of == ahead
        assert reason(as_of=(ahead + timedelta(seconds=1)).isoformat()) == "from_the_future"


class TestOverDelivery:
    def test_what_nobody_asked_for_is_dropped_and_named(self):
        answer = read(VALUES | {"population.hukou_address": "云州市", "population.name": "王秀兰"})
        assert answer.over_delivered == ("population.hukou_address", "population.name")
        assert set(answer.values) == set(VALUES) | {"population.matches"}

    def test_a_value_beside_a_predicate_is_dropped(self):
        answer = read(VALUES | {"population.matches": "990102194603080026"})
        assert answer.values["population.matches"].value == "YES"
        assert answer.over_delivered == ("population.matches",)

    def test_a_predicate_for_a_value_is_dropped(self):
        answer = read(predicates={"population.birth_on": "YES"})
        assert answer.values["population.birth_on"].value == "1946-03-08"
        assert answer.over_delivered == ("population.birth_on",)
        assert answer.outcomes["population.matches"] == "ABSENT"

    def test_a_predicate_that_carries_the_value_says_nothing(self):
        answer = read(predicates={"population.matches": "990102194603080026"})
        assert answer.outcomes["population.matches"] == "UNFIT"
        assert "population.matches" not in answer.values

    @pytest.mark.parametrize(
        "code", ["王秀兰", "990102194603080026", "a" * 200, "Population.Name", "\r\nname"]
    )
    def test_a_name_that_is_no_code_is_not_written_down(self, code):
        assert read({code: "x"}).over_delivered == ("other",)

    def test_a_flood_of_names_is_cut(self):
        assert len(read({f"a.{'b' * n}": 1 for n in range(1, 40)}).over_delivered) == 20


class TestRules:
    """A yes or no counts for the registered question and version it was asked by."""

    @pytest.mark.parametrize("said", [{}, {"population.matches": "MATCHES@1"}, {"population.matches": 2}])
    def test_an_answer_by_another_version_is_none(self, said):
        inquiry = replace(question(), rules={"population.matches": "MATCHES@2"})
        answer = read_answer(inquiry, honest(inquiry.body, VALUES, rules=said), AT)
        assert answer.outcomes["population.matches"] == "UNFIT"
        assert set(answer.values) == set(VALUES)

    def test_by_the_same_it_is_one(self):
        rules = {"population.matches": "MATCHES@2"}
        inquiry = replace(question(), rules=rules)
        answer = read_answer(inquiry, honest(inquiry.body, VALUES, rules=rules), AT)
        assert answer.values["population.matches"].value == "YES"


class TestWhatIsNotAnAnswer:
    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"null",
            b"[]",
            b"5",
            b'"text"',
            b"<html>",
            b'{"id":',
            b"\xff\xfe{}",
            b'{"id": NaN}',
            b'{"id": Infinity}',
            b'{"id": "a", "id": "b"}',
            b"[" * 200_000,
            b'{"a":' * 50_000,
            b"1" * 5_000,
        ],
    )
    def test_what_cannot_be_read(self, raw):
        with pytest.raises(NoAnswer, match="malformed"):
            read_answer(question(), raw, AT)

    def test_a_key_twice_deep_inside_is_noticed(self):
        inquiry = question()
        raw = honest(inquiry.body, {"x": {}}).replace(
            b'"x": {}', b'"population.birth_on": 1, "population.birth_on": 2'
        )
        with pytest.raises(NoAnswer, match="malformed"):
            read_answer(inquiry, raw, AT)

    @pytest.mark.parametrize("half", ["values", "predicates"])
    @pytest.mark.parametrize("content", [None, [], "x", 5])
    def test_values_in_another_shape(self, half, content):
        assert reason(**{half: content}) == "malformed"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
)
CODES = st.sampled_from([each.field.code for each in READINGS]) | st.text(max_size=12)


@given(st.binary(max_size=200))
def test_no_bytes_make_it_stumble(raw):
    with pytest.raises(NoAnswer):
        read_answer(question(), raw, AT)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(CODES, JSON, max_size=5), st.dictionaries(CODES, JSON, max_size=5), st.text(max_size=30)
)
def test_whatever_is_said_only_asked_fields_come_out(values, predicates, as_of):
    inquiry = question()
    asked = {each.field.code for each in READINGS}
    for time in (AT.isoformat(), as_of):
        raw = honest(inquiry.body, values, predicates=predicates, as_of=time)
        try:
            answer = read_answer(inquiry, raw, AT)
        except NoAnswer:
            continue
        assert set(answer.values) <= asked == set(answer.outcomes)
        assert all(isinstance(each, Value) for each in answer.values.values())
        json.dumps(answer.over_delivered).encode("ascii")
