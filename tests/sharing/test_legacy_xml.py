"""A register that speaks XML: what is written, what is read, and what is never let in."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.sharing.port import NoAnswer, Question
from services.sharing.providers.legacy_xml import MOST_ELEMENTS, Xml
from services.simulators.envelope import answer
from services.simulators.speech import read_xml, write_xml
from tests.sharing.scripted import question

ASKED: dict[str, Any] = {
    "id": "q1",
    "asked_at": "2026-11-22T01:30:00+00:00",
    "purpose": "allowance@1",
    "source": "application:1",
    "subject": {"name": '阿依古丽·"买买提" <𠮷>', "id_no": "990102194603080026"},
    "fields": ["fund.state", "fund.kinds"],
    "predicates": ["fund.has_loan"],
    "rules": {"fund.has_loan": "FUND_HAS_LOAN@1"},
    "claims": {"fund.number_matches": "a & b"},
}


def asked(**changes: object) -> Question:
    return question(json.dumps(ASKED | changes).encode())


def read(body: str | bytes) -> dict[str, Any]:
    return json.loads(Xml().read(asked(), body if isinstance(body, bytes) else body.encode()))


def refused(body: str | bytes) -> bool:
    with pytest.raises(NoAnswer, match="malformed"):
        read(body)
    return True


ANSWER = '<answer id="q1" subject-hash="h" as-of="2026-11-22T01:30:00+00:00">{}</answer>'


def test_the_department_understands_what_the_portal_writes():
    heard = read_xml(Xml().write(asked()))
    assert (heard.name, heard.id_no) == (ASKED["subject"]["name"], ASKED["subject"]["id_no"])
    assert heard.fields == ("fund.state", "fund.kinds")
    assert (heard.predicates, heard.claims) == (("fund.has_loan",), {"fund.number_matches": "a & b"})
    assert heard.rules == {"fund.has_loan": "FUND_HAS_LOAN@1"}


def test_the_portal_understands_what_the_department_writes():
    values = {"fund.state": "<ACTIVE>", "fund.balance": 640, "fund.kinds": ["A", "B"]}
    heard = read_xml(Xml().write(asked()))
    told = read(write_xml(answer(heard, values, {"fund.has_loan": "NO"})))
    assert (told["values"], told["predicates"]) == (values, {"fund.has_loan": "NO"})
    assert (told["id"], told["rules"]) == ("q1", {"fund.has_loan": "FUND_HAS_LOAN@1"})


def test_several_entries_stay_several():
    record = '<record><value code="fund.state">ACTIVE</value></record>'
    assert read(ANSWER.format(record * 2))["values"] == [{"fund.state": "ACTIVE"}] * 2


@pytest.mark.parametrize(
    "declared",
    [
        "<!DOCTYPE answer>",
        '<!DOCTYPE answer SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE answer [<!ENTITY it SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE answer [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE answer [<!ENTITY % it SYSTEM "http://127.0.0.1/x.dtd"> %it;]>',
    ],
)
def test_case_27_no_declaration_is_let_in(declared):
    assert refused(declared + ANSWER.format(""))


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<answer",
        "<other/>",
        "<answer/>",
        ANSWER.format('<value code="a.b" kind="number">NaN</value>'),
        ANSWER.format('<value code="a.b" kind="number">1.5</value>'),
        ANSWER.format('<value kind="text">1</value>'),
        ANSWER.format('<value code="a.b"/><value code="a.b"/>'),
        ANSWER.format('<predicate code="a.b"/><predicate code="a.b"/>'),
        ANSWER.format("<x/>" * MOST_ELEMENTS),
        ANSWER.format("&it;"),
        "<answer>" * 50_000,
        "\ud800".encode("utf-8", "surrogatepass"),
        ANSWER.format("王").encode("gb18030"),
    ],
)
def test_what_cannot_be_read(body):
    assert refused(body)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_no_bytes_make_it_stumble(body):
    assert refused(body)
