"""Would I get it? The rules of today on facts that somebody states, and nothing kept of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from services.applications.models import Assessment
from tests.cast import begin, send

FITS = {
    "age": 80,
    "hukou_city": "LOCAL",
    "alive": "YES",
    "residence": "NORMAL",
    "receiving": "NO",
    "payable": "YES",
}


def ask(api, code="old-age-allowance", language="en", **facts):
    return api.call(
        "ask_eligibility", code=code, body={"facts": facts}, headers={"accept-language": language}
    )


@pytest.mark.parametrize(
    ("changed", "answer", "row", "fen"),
    [
        ({}, "YES", "A02_80", 30000),
        ({"age": 70}, "YES", "A01_70", 20000),
        ({"age": 101}, "YES", "A04_100", 100000),
        ({"age": 69}, "NO", "R01_AGE", 0),
        ({"hukou_city": "ELSEWHERE"}, "NO", "R02_HUKOU", 0),
        ({"residence": "MOVED_OUT"}, "NO", "R03_RESIDENCE", 0),
        ({"receiving": "YES"}, "NO", "R04_DUPLICATE", 0),
        ({"alive": "NO"}, "NO", "R06_DECEASED", 0),
        ({"payable": "NO"}, "MAYBE", "M03_CARD", 0),
        ({"residence": "UNKNOWN"}, "MAYBE", "M99_NO_RULE", 0),
        ({"age": None}, "MAYBE", "M00_FACT_AGE", 0),
    ],
)
def test_the_rules_answer_as_they_would_decide(stranger, changed, answer, row, fen):
    said = ask(stranger, **FITS | changed)
    assert (said["answer"], said["code"], said["amount_fen"]) == (answer, row, fen)


def test_the_answer_says_why_condition_by_condition(stranger):
    said = ask(stranger, **FITS | {"age": 69})
    assert said["says"] == {"zh": "还没有年满 70 周岁", "en": "Not yet 70"}
    by_fact = {each["fact"]: each for each in said["conditions"]}
    assert by_fact["age"]["met"] is False and by_fact["age"]["value"] == 69
    assert by_fact["alive"]["met"] is True and by_fact["alive"]["value_label"]["en"] == "Yes"
    assert said["rules"]["code"] == "old-age-allowance" and len(said["rules"]["sha256"]) == 64


def test_what_is_not_known_is_listed_and_nothing_is_guessed(stranger):
    said = ask(stranger, age=80)
    assert said["answer"] == "MAYBE" and said["says"] is None
    assert said["missing"] == ["hukou_city", "alive", "residence", "receiving", "payable"]
    assert {each["fact"]: each["met"] for each in said["conditions"]}["hukou_city"] is None


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("age", "80"),
        ("age", True),
        ("age", [80]),
        ("alive", "MAYBE"),
        ("alive", True),
        ("residence", {"is": "NORMAL"}),
        ("shoe_size", 42),
        ("", 1),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_fact_of_another_kind_is_told_and_not_taken_as_unknown(stranger, fact, value, language):
    answer = ask(stranger, language=language, **{fact: value})
    assert (answer.status, answer.kind, list(answer["errors"])) == (422, "bad-input", [fact])


def test_the_sentence_about_a_wrong_fact_speaks_the_callers_language(stranger):
    assert ask(stranger, age="80")["errors"]["age"] == "“Age” is not in the right form."
    assert ask(stranger, "old-age-allowance", "zh", age="80")["errors"]["age"] == "“年龄”的写法不对。"


@pytest.mark.parametrize("body", [None, [], "facts", 5, {}, {"facts": []}, {"facts": None}])
def test_a_body_without_facts_is_refused(stranger, body):
    answer = stranger.call("ask_eligibility", code="old-age-allowance", body=body)
    assert answer.status in {400, 415, 422} and answer.headers["Content-Type"] == "application/problem+json"


def test_nothing_is_stored(stranger):
    with CaptureQueriesContext(connection) as asked:
        ask(stranger, **FITS)
    assert asked.captured_queries and all(each["sql"].startswith("SELECT") for each in asked.captured_queries)


def test_nobody_has_to_say_who_they_are(stranger):
    assert ask(stranger, "insurance-certificate", status="INSURED")["answer"] == "YES"
    assert ask(stranger, "moon-allowance", **FITS).status == 404


@pytest.mark.parametrize(
    "key", ["wang_xiulan", "li_jianguo", "zhao_guiying", "chen_deming", "liu_zhiqiang", "sun_yuzhen"]
)
def test_the_same_facts_decide_an_application_the_same_way(stranger, citizen, key):
    actor = citizen(key)
    application = send(begin(actor), actor)
    decided = Assessment.objects.get(application=application)
    said = ask(stranger, **decided.facts)
    expected = {"APPROVE": "YES", "REVIEW": "MAYBE", "PROPOSE_REFUSAL": "NO"}[decided.outcome]
    assert (said["answer"], said["code"], said["amount_fen"]) == (expected, decided.code, decided.amount_fen)
