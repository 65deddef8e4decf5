"""A department over HTTP, with a plain client."""

import hashlib
import json
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from services.simulators.cast import records
from services.simulators.envelope import subject_hash
from services.simulators.population import SIZE
from tests.departments_running import sealed

pytestmark = pytest.mark.processes
WANG = {"name": "王秀兰", "id_no": "990102194603080026"}
POLICE = "public_security"


def question(**changes: object) -> dict[str, object]:
    envelope = {
        "id": "q1",
        "asked_at": "2026-11-22T01:00:00Z",
        "purpose": "p@1",
        "source": "test:1",
        "subject": WANG,
    }
    return envelope | {"fields": ["population.birth_on"], "predicates": [], "claims": {}} | changes


def ask(departments, code: str = POLICE, **changes: object):
    return departments.ask(code, question(**changes))


def test_it_says_who_it_is(departments):
    said = {code: departments.talk(code, "GET", "/health")[1] for code in departments.addresses}
    assert {each["department"] for each in said.values()} == set(departments.addresses)
    assert said[POLICE] == {
        "department": POLICE,
        "people": SIZE + len(records()),
        "fault": "none",
        "asked": 0,
    }


def test_it_answers_a_question(departments):
    status, reply = ask(departments, predicates=["population.identity_matches"])
    assert status == 200
    assert reply["values"] == {"population.birth_on": "1946-03-08"}
    assert reply["predicates"] == {"population.identity_matches": "YES"}
    assert reply["as_of"] == "2026-11-22T01:00:00+00:00"
    assert (
        reply["request_hash"]
        == hashlib.sha256(
            json.dumps(question(predicates=["population.identity_matches"])).encode()
        ).hexdigest()
    )
    assert reply["subject_hash"] == subject_hash(**WANG)


def test_somebody_it_does_not_know_has_no_values(departments):
    status, reply = ask(
        departments,
        subject={"name": "无名氏", "id_no": WANG["id_no"]},
        predicates=["population.identity_matches"],
    )
    assert (status, reply["values"], reply["predicates"]) == (200, {}, {"population.identity_matches": "NO"})


def test_what_belongs_to_another_department_is_refused(departments):
    assert ask(departments, fields=["insurance.status"]) == (400, {"error": "not_ours"})


def test_it_counts_questions(departments):
    ask(departments)
    ask(departments)
    assert departments.asked(POLICE) == 2


@pytest.mark.parametrize(
    ("method", "path", "status", "error"),
    [
        ("GET", "/", 404, "no_such_path"),
        ("GET", "/v1/requests", 404, "no_such_path"),
        ("POST", "/v1/other", 404, "no_such_path"),
        ("POST", "/control", 400, "not_an_order"),
    ],
)
def test_nonsense_is_refused(departments, method, path, status, error):
    assert departments.talk(POLICE, method, path, 5) == (status, {"error": error})


def test_a_question_that_is_none_is_refused_although_it_is_signed(departments):
    assert departments.ask(POLICE, 5) == (400, {"error": "not_a_question"})


@pytest.mark.parametrize("length", ["", "x", "-1", "65537", "9" * 5000])
def test_a_body_without_a_fair_length_is_not_read(departments, length):
    connection = HTTPConnection(urlsplit(departments.addresses[POLICE]).netloc, timeout=30)
    connection.putrequest("POST", "/v1/requests")
    connection.putheader("Content-Length", length)
    connection.endheaders()
    response = connection.getresponse()
    assert (response.status, json.loads(response.read())) == (400, {"error": "too_large"})
    connection.close()


class TestFaults:
    @pytest.mark.parametrize(("fault", "status"), [("down", 503), ("error", 500)])
    def test_a_status_that_says_so(self, departments, fault, status):
        departments.fault(POLICE, fault)
        assert ask(departments)[0] == status
        departments.fault(POLICE, "none")
        assert ask(departments)[0] == 200

    def test_for_one_question_only(self, departments):
        departments.fault(POLICE, "down", times=1)
        assert [ask(departments)[0] for _ in range(2)] == [503, 200]

    def test_garbage_is_not_json(self, departments):
        departments.fault(POLICE, "garbage")
        with pytest.raises(ValueError, match=r"codec|Expecting"):
            ask(departments)

    def test_a_slow_answer_begins_and_does_not_end(self, departments):
        departments.fault(POLICE, "slow")
        connection = HTTPConnection(urlsplit(departments.addresses[POLICE]).netloc, timeout=30)
        body = json.dumps(question()).encode()
        connection.request("POST", "/v1/requests", body, sealed(POLICE, body, departments.keys))
        response = connection.getresponse()
        assert response.status == 200
        assert response.read(3) == b"   "
        connection.close()

    def test_an_answer_about_somebody_else_looks_proper(self, departments):
        departments.fault(POLICE, "wrong_subject")
        status, reply = ask(departments)
        assert status == 200
        assert reply["id"] == "q1"
        assert reply["subject_hash"] != subject_hash(**WANG)
        assert reply["values"] == {"population.birth_on": "1957-06-30"}

    def test_more_than_was_asked(self, departments):
        departments.fault(POLICE, "extra_fields")
        _, reply = ask(departments)
        assert set(reply["values"]) > {"population.birth_on", "population.hukou_address"}

    def test_a_fault_there_is_not(self, departments):
        order = {"fault": "on_fire"}
        assert departments.talk(POLICE, "POST", "/control", order) == (400, {"error": "not_an_order"})

    @pytest.mark.parametrize("times", [0, -1, "2", True, 1.5])
    def test_for_a_number_of_times_there_is_not(self, departments, times):
        order = {"fault": "down", "times": times}
        assert departments.talk(POLICE, "POST", "/control", order) == (400, {"error": "not_an_order"})


class TestChanges:
    def test_a_changed_value_is_the_next_answer(self, departments):
        departments.set(POLICE, WANG["id_no"], "population.birth_on", "1950-01-01")
        assert ask(departments)[1]["values"] == {"population.birth_on": "1950-01-01"}

    def test_a_value_can_be_removed(self, departments):
        departments.set(POLICE, WANG["id_no"], "population.birth_on", None)
        assert ask(departments)[1]["values"] == {}

    @pytest.mark.parametrize(
        ("change", "error"),
        [
            ({"id_no": "990102190001010000", "field": "population.name", "value": ""}, "unknown_person"),
            ({"id_no": WANG["id_no"], "field": "insurance.status", "value": "NONE"}, "not_ours"),
            ({"id_no": WANG["id_no"]}, "not_an_order"),
            (["x"], "not_an_order"),
        ],
    )
    def test_what_it_does_not_have_it_cannot_change(self, departments, change, error):
        assert departments.talk(POLICE, "POST", "/control", {"set": change}) == (400, {"error": error})

    def test_a_reset_brings_everything_back(self, departments):
        departments.set(POLICE, WANG["id_no"], "population.birth_on", None)
        departments.fault(POLICE, "error")
        departments.reset()
        assert ask(departments)[1]["values"] == {"population.birth_on": "1946-03-08"}


class TestStoppingAndStarting:
    def test_a_stopped_department_refuses_and_comes_back_at_the_same_port(self, departments):
        address = departments.addresses["civil_affairs"]
        departments.stop("civil_affairs")
        with pytest.raises(ConnectionRefusedError):
            departments.asked("civil_affairs")
        departments.start("civil_affairs")
        assert departments.addresses["civil_affairs"] == address
        assert departments.asked("civil_affairs") == 0

    def test_the_next_test_finds_it_up_again(self, departments, settings):
        assert all(departments.is_running(code) for code in departments.addresses)
        assert departments.addresses == settings.DEPARTMENT_ADDRESSES
