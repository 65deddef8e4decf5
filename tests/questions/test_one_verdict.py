"""Page and API say the same of every odd value, in both languages: what the judge says."""

import json
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any
from uuid import uuid4

import pytest
import yaml
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.applications.actions.keep_answers import keep_answers
from services.applications.deciding import known_values
from services.applications.models import Application
from services.applications.shown import versions
from services.applications.surroundings import world_for
from services.eforms.judging import judge
from services.eforms.messages import nearest
from tests.cast import NOON
from tests.citizen.conftest import Visitor
from tests.citizen.pages import Page
from tests.questions.conftest import HERE, RIGHT, page_of

pytestmark = pytest.mark.django_db
OK = ""
ROWS: list[tuple[str, str, str]] = [
    (code, typed, reason)
    for code, reason, values in yaml.safe_load((HERE / "odd_values.yaml").read_text(encoding="utf-8"))
    for typed in values
]
LANGUAGES = {"zh": "zh-hans", "en": "en"}


@pytest.fixture
def asked(zhou: Visitor, draft: Application) -> Application:
    """Everything is answered rightly, and all of it is asked."""
    return answered(zhou, draft)


def answered(zhou: Visitor, draft: Application) -> Application:
    answers = {**RIGHT, "used_for": "LOAN", "bank": "云州银行"}
    keep_answers(application_id=draft.pk, answers=answers, actor=zhou.actor, at=NOON)
    draft.refresh_from_db()
    return draft


def judged(draft: Application, code: str, typed: str) -> dict[str, str]:
    form = draft.item_version.form
    answers = {**(draft.answers or {}), **dict.fromkeys([code]), **form.coerce({code: typed})}
    found = [fault for fault in judge(form, answers, world_for(draft, at=NOON)) if fault.question == code]
    return dict(found[0].says) if found else dict.fromkeys(LANGUAGES, OK)


def of_page(visitor: Visitor, draft: Application, typed: dict[str, str], language: str) -> dict[str, str]:
    """Each on the page of its question, with the others that stand there."""
    said: dict[str, str] = {}
    while rest := [code for code in typed if code not in said]:
        headers = {"accept-language": LANGUAGES[language]}
        names = {"q-used_for": "LOAN"} | {f"q-{code}": value for code, value in typed.items()}
        response = visitor.client.post(page_of(draft, rest[0]), names, headers=headers)
        if response.status_code == 302:
            said[rest[0]] = OK
            continue
        page = Page(response, 422)
        there = {code for code in rest if page.all(name=f"q-{code}")}
        told = {code: page.all("p", id=f"q-{code}-e") for code in there}
        said |= {code: found[0].text if found else OK for code, found in told.items()}
    return said


def of_api(client: Client, draft: Application, typed: Mapping[str, Any], language: str) -> dict[str, str]:
    """Sent without children, so that it never goes through."""
    answers = {**(draft.answers or {}), "children": [], **typed}
    response = client.post(
        f"/api/v1/applications/{draft.pk}/submission",
        json.dumps({"answers": answers, "shown": shown(draft)}),
        content_type="application/json",
        headers={"accept-language": LANGUAGES[language], "Idempotency-Key": str(uuid4())},
    )
    assert response.status_code == 422, response.content.decode()
    errors = response.json()["errors"]
    return {code: errors.get(code, OK) for code in typed}


def shown(draft: Application) -> dict[str, str]:
    return versions(known_values(draft))


def test_the_table_is_long_enough():
    assert len(ROWS) >= 120 and len(set(ROWS)) == len(ROWS)


def rounds() -> Iterator[dict[str, str]]:
    """One odd value for each question at a time."""
    by_code: dict[str, list[str]] = {}
    for code, typed, _ in ROWS:
        by_code.setdefault(code, []).append(typed)
    for values in zip_longest(*by_code.values()):
        yield {code: value for code, value in zip(by_code, values, strict=True) if value is not None}


def test_the_judge_says_of_every_odd_value_what_the_table_says(asked):
    kinds = asked.item_version.form.by_code
    differing = []
    for code, typed, reason in ROWS:
        words = nearest(kinds[code].kind, "", reason)["zh"] if reason else OK
        says = judged(asked, code, typed)["zh"]
        if bool(words) != bool(says) or not fits(words, says):
            differing.append((code, typed, reason, says))
    assert differing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_and_api_say_what_the_judge_says(zhou, asked, language):
    for typed in rounds():
        answered(zhou, asked)  # the pages keep what is typed, also what is wrong
        used_for = {"used_for": "LOAN"} if "used_for" not in typed else {}
        said = {code: judged(asked, code, value)[language] for code, value in typed.items()}
        if "used_for" in typed:  # the bank is asked of nobody who does not say what it is for
            said.pop("bank", None)
        of = {code: typed[code] for code in said}
        assert of_api(zhou.client, asked, of | used_for, language) == said | dict.fromkeys(used_for, OK)
        assert of_page(zhou, asked, of, language) == said


def fits(pattern: str, sentence: str) -> bool:
    """The sentence is made of that pattern: what stands after its last gap is its end."""
    return sentence.endswith(pattern.rpartition("}")[2])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3),
    max_leaves=6,
)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(code=st.sampled_from([*RIGHT, "bank", "note"]), value=json_values)
def test_whatever_a_client_sends_is_answered(zhou, asked, code, value):
    of_api(zhou.client, asked, {code: value}, "en")


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(code=st.sampled_from(list(RIGHT)), typed=st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_whatever_somebody_types_is_answered(zhou, asked, code, typed):
    names = {f"q-{code}": typed, "q-children.0.name": typed, "q-home.region": typed, "q-home.detail": typed}
    assert zhou.client.post(page_of(asked, code), names).status_code in {302, 422}
