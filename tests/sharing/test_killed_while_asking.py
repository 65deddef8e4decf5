"""The departments' own logs against ours, after faults and a process that was killed while it asked.

It dies by SIGKILL while one department holds its answer back and the others have answered: nothing of theirs was written
down.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from services.sharing.fetch import Subject, fetch
from services.sharing.models import DataRequest, Purpose
from services.sharing.models.requests import OUTCOMES
from services.sharing.trace import LOST_AFTER, close_lost
from tests.databases import address
from tests.departments_running import ROOT
from tests.sharing.conftest import AT, load_allowance, load_world, source

pytestmark = pytest.mark.processes
CODES = ("public_security", "civil_affairs", "social_insurance")
SUBJECT = Subject("王秀兰", "990102194603080026")
PATIENCE = 120.0
ASK = """
from datetime import datetime
from django.conf import settings
from services.sharing import standings
from services.sharing.fetch import Subject, fetch
from services.sharing.models import Purpose
from tests.sharing.conftest import LIVE, source
standings._stands["application"] = lambda id, subject: standings.Standing(LIVE)
settings.DEPARTMENT_DEADLINE_SECONDS = {patience!r}
purpose = Purpose.objects.get(pk={purpose!r})
subject, at = Subject({name!r}, {id_no!r}), datetime.fromisoformat({at!r})
fetch(purpose=purpose, subject=subject, source=source(), at=at)
"""
FAULTS = (
    "none",
    "error",
    "down",
    "hang_up",
    "cut",
    "garbage",
    "bad_signature",
    "wrong_subject",
    "extra_fields",
)


@pytest.fixture
def purpose(committing_db: None, departments, settings) -> Purpose:
    settings.DEPARTMENT_DEADLINE_SECONDS = PATIENCE
    load_world()
    return load_allowance()


def ask(purpose: Purpose, at=AT):
    return fetch(purpose=purpose, subject=SUBJECT, source=source(), at=at)


def killed_while_asking(purpose: Purpose, departments) -> None:
    """Another process asks; it dies when all three have heard it and one has not answered yet."""
    departments.fault("civil_affairs", "latency", times=1, seconds=5)
    before = {code: departments.asked(code) for code in CODES}
    with another_process(purpose, departments) as child:
        until = time.monotonic() + PATIENCE
        while any(departments.asked(code) == before[code] for code in CODES):
            assert child.poll() is None, "it ended by itself"
            assert time.monotonic() < until, "the departments were never asked"
        child.kill()
        assert child.wait() == -signal.SIGKILL


@contextmanager
def another_process(purpose: Purpose, departments) -> Iterator[subprocess.Popen]:
    """One that asks what the purpose reads: begun anew, as a fork of this one would hold the locks of threads it has not."""
    given = {"purpose": str(purpose.pk), "name": SUBJECT.name, "id_no": SUBJECT.id_no}
    code = ASK.format(**given, at=AT.isoformat(), patience=PATIENCE)
    child = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "--verbosity=0", "--command", code],
        cwd=ROOT,
        env=os.environ
        | {
            "DATABASE_URL": address(),
            "PORTAL_DEPARTMENTS": json.dumps(departments.addresses),
            "PORTAL_GATEWAY_KEYS": str(departments.keys),
        },
    )
    try:
        yield child
    finally:
        child.kill()
        child.wait()


def heard(departments) -> list[str]:
    """The id of every call, from the departments' own logs; a retry is the same call."""
    return sorted({call["id"] for code in CODES for call in departments.calls(code)})


def test_case_31_every_call_has_one_request_and_one_outcome(purpose, departments):
    for number, fault in enumerate(FAULTS):
        departments.fault(CODES[number % len(CODES)], fault, times=1)
        ask(purpose, AT + timedelta(minutes=number))
    killed_while_asking(purpose, departments)

    on_the_way = DataRequest.objects.filter(state="DISPATCHED")
    assert on_the_way.count() == len(CODES)  # seen from another connection: committed before they were sent
    assert close_lost(at=AT + LOST_AFTER * 2) == len(CODES)

    requests = DataRequest.objects.prefetch_related("steps")
    assert sorted(str(row.pk) for row in requests) == heard(departments)
    for row in requests:
        states = Counter(step.state for step in row.steps.all())
        assert states["DISPATCHED"] == 1
        assert sum(states[state] for state in OUTCOMES) == 1
    assert {(row.state, row.reason) for row in requests} >= {
        ("ANSWERED", ""),
        ("UNAVAILABLE", "lost"),
        ("UNAVAILABLE", "cut"),
        ("REFUSED", "bad_signature"),
    }


def test_case_31_whoever_asks_again_gets_one_item(purpose, departments):
    killed_while_asking(purpose, departments)
    close_lost(at=AT + LOST_AFTER * 2)
    replies = ask(purpose, AT + LOST_AFTER * 3)
    assert all(each.available for each in replies)
    assert Counter(DataRequest.objects.values_list("state", flat=True)) == {"UNAVAILABLE": 3, "ANSWERED": 3}
