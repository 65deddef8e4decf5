"""Several calls at the same moment, with real commits and real locks."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from services.applications.models import Application, Decision
from tests.api.conftest import digests
from tests.api.stage import open_portal, program, token_of
from tests.databases import at_once

ALLOWANCE = "old-age-allowance"


@pytest.fixture
def token(committing_db: None, tmp_path: Path, settings: Any) -> str:
    open_portal(tmp_path, settings)
    return token_of("wang_xiulan")


def sending(token: str, draft: Any, key: str):
    body = {"answers": {}, "shown": digests(draft)}
    headers = {"Idempotency-Key": key}
    return lambda: program(token).call("submit_application", id=draft["id"], body=body, headers=headers)


def test_one_key_sent_by_many_at_once_is_one_act_and_one_answer(token):
    draft = program(token).call("begin_draft", code=ALLOWANCE).body
    answers = at_once(*[sending(token, draft, str(uuid4()))] * 4)
    assert [answer.status for answer in answers] == [200] * 4
    assert all(answer.body == answers[0].body for answer in answers)
    assert Decision.objects.count() == 1


def test_of_many_keys_at_once_one_wins_and_the_others_are_told(token):
    draft = program(token).call("begin_draft", code=ALLOWANCE).body
    answers = at_once(*[sending(token, draft, str(uuid4())) for _ in range(4)])
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409]
    assert {answer.kind for answer in answers if answer.status == 409} == {"moved-on"}
    assert Decision.objects.count() == 1


def test_two_programs_that_begin_at_once_share_one_draft(token):
    begun = at_once(*[lambda: program(token).call("begin_draft", code=ALLOWANCE)] * 2)
    assert [answer.status for answer in begun] == [200, 200]
    assert begun[0]["id"] == begun[1]["id"] and Application.objects.count() == 1
