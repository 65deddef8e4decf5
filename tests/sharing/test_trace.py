"""The trace of a fetch: one request and one ledger entry a department, and nothing personal in either."""

import json
import re

import pytest

from services.ledger.models import Entry
from services.sharing import fetch as fetching
from services.sharing import lifecycle
from services.sharing.fetch import Subject, fetch
from services.sharing.models import DataRequest, Purpose
from tests.sharing.conftest import AT, citizen, source

pytestmark = pytest.mark.processes
CODES = ["public_security", "civil_affairs", "social_insurance"]
PERSONAL = ("王秀兰", "990102194603080026", "1946", "19460308", "柳荫街", "9901020310070010318", "0318")
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def entries() -> list[dict[str, object]]:
    return [
        json.loads(bytes(each.body))
        for each in Entry.objects.filter(kind="data_request_ended").order_by("id")
    ]


def personal_in(text: str) -> list[str]:
    """As words of their own: in what is drawn or counted, four digits stand by chance once in twenty runs."""
    said = ID.sub("", text)
    return [secret for secret in PERSONAL if re.search(rf"(?<![0-9a-z]){secret}(?![0-9a-z])", said)]


def test_personal_words_are_found_where_they_stand():
    said = ["王秀兰住在柳荫街", "born 1946-03-08", '"990102194603080026"', "尾号0318"]
    assert [personal_in(each) for each in said] == [
        ["王秀兰", "柳荫街"],
        ["1946"],
        ["990102194603080026"],
        ["0318"],
    ]
    assert personal_in("0c4d033e-1946-4a7b-86c7-d23ee3eda256 5e51a1946ddc539f 01:30:00.010318") == []


@pytest.fixture
def subject(wang) -> Subject:
    return Subject(wang.name, wang.id_no, wang.id)


def test_every_department_asked_leaves_a_request(allowance, departments, subject, wang):
    replies = fetch(purpose=allowance, subject=subject, source=source(), at=AT)
    for reply in replies:
        row = DataRequest.objects.get(pk=reply.request_id)
        assert row.department.code == reply.department_code
        assert (row.purpose, row.person, row.state, row.reason) == (allowance, wang, "ANSWERED", "")
        assert row.started_at == AT <= row.ended_at
    assert DataRequest.objects.count() == len(entries()) == 3


def test_a_request_says_what_was_read_in_which_form_and_what_became_of_it(allowance, departments, subject):
    departments.set("social_insurance", subject.id_no, "social_cards.card_tail", None)
    fetch(purpose=allowance, subject=subject, source=source(), at=AT)
    assert DataRequest.objects.get(department__code="social_insurance").fields == [
        {"field": "social_cards.can_receive_payment", "disclosure": "PREDICATE", "outcome": "GIVEN"},
        {"field": "social_cards.card_tail", "disclosure": "MASKED", "outcome": "ABSENT"},
    ]


def test_an_entry_says_the_same_as_the_request(allowance, departments, subject):
    here = source()
    fetch(purpose=allowance, subject=subject, source=here, departments=["civil_affairs"], at=AT)
    row, (entry,) = DataRequest.objects.get(), entries()
    assert entry == {
        "kind": "data_request_ended",
        "request": str(row.id),
        "purpose": "allowance@1",
        "department": "civil_affairs",
        "source": here,
        "actor": "SYSTEM",
        "represented": "portal",
        "fields": [
            {"field": "allowances.receives_old_age_allowance", "disclosure": "PREDICATE", "outcome": "GIVEN"}
        ],
        "over_delivered": [],
        "state": "ANSWERED",
        "reason": "",
        "key": row.key,
        "at": row.ended_at.isoformat(),
    }


@pytest.mark.parametrize("fault", ["down", "error", "garbage", "wrong_subject", "extra_fields", "slow"])
def test_a_department_that_fails_leaves_its_trace_too(allowance, departments, subject, settings, fault):
    settings.DEPARTMENT_DEADLINE_SECONDS = 0.5 if fault == "slow" else 30.0
    for code in CODES:
        departments.fault(code, fault)
    replies = fetch(purpose=allowance, subject=subject, source=source(), at=AT)
    assert [each["request"] for each in entries()] == [str(each.request_id) for each in replies]
    assert {each["reason"] for each in entries()} == {each.reason for each in replies}


def test_a_stopped_department_leaves_its_trace_too(allowance, departments, subject):
    departments.stop("civil_affairs")
    fetch(purpose=allowance, subject=subject, source=source(), departments=["civil_affairs"], at=AT)
    (entry,) = entries()
    assert (entry["state"], entry["reason"]) == ("UNAVAILABLE", "unreachable")


def test_nothing_personal_is_in_either(allowance, departments, subject, wang):
    for code in CODES:
        departments.fault(code, "extra_fields")
    proof = Purpose.objects.get(code="identity-proof")
    claims = {"social_cards.card_number_matches": "9901020310070010318"}
    fetch(purpose=allowance, subject=subject, source=source(), at=AT)
    fetch(purpose=proof, subject=subject, source=source(), claims=claims, at=AT)
    told = [*entries(), *DataRequest.objects.values("fields", "over_delivered", "source", "reason")]
    assert personal_in(json.dumps(told, ensure_ascii=False)) == []


def test_not_even_the_persons_id_is_in_the_ledger(allowance, departments, subject, wang):
    herself = citizen(wang)
    fetch(purpose=allowance, subject=subject, source=source(), actor=herself, at=AT)
    assert str(wang.id) not in json.dumps(entries()) and herself.key not in json.dumps(entries())
    assert {each["actor"] for each in entries()} == {"CITIZEN"}
    assert set(DataRequest.objects.values_list("actor", flat=True)) == {herself.key}


def test_nothing_personal_is_logged(allowance, departments, subject, caplog, monkeypatch):
    from services.sharing import asking

    monkeypatch.setattr(asking, "read_answer", lambda *_: 1 / 0)
    with caplog.at_level("DEBUG"):
        fetch(purpose=allowance, subject=subject, source=source(), at=AT)
    assert "asking public_security failed" in caplog.text
    assert personal_in(caplog.text) == []


def test_somebody_who_is_nobody_yet_is_asked_about_without_a_person(departments, allowance):
    fetch(purpose=allowance, subject=Subject("王秀兰", "990102194603080026"), source=source(), at=AT)
    assert set(DataRequest.objects.values_list("person", flat=True)) == {None}


def test_when_the_trace_cannot_be_written_nobody_sees_a_value(allowance, departments, subject, monkeypatch):
    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(fetching, "record_outcomes", full)
    with pytest.raises(OSError, match="no space left"):
        fetch(purpose=allowance, subject=subject, source=source(), at=AT)


def test_a_failed_entry_takes_the_requests_back(allowance, departments, subject, monkeypatch):
    def broken(kind: str, body: dict[str, object]) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(lifecycle, "record", broken)
    with pytest.raises(OSError, match="no space left"):
        fetch(purpose=allowance, subject=subject, source=source(), at=AT)
    assert not DataRequest.objects.exists()
    assert {departments.asked(code) for code in CODES} == {0}
