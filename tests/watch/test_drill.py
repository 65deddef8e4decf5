"""The drill against processes that run: somebody reads here, the watch of a worker looks there, a database is between them."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command

from portal.management.commands.drill_leak import ALERT_SECONDS, OFFICER
from services.ledger.models import Entry
from services.people.models import User
from services.watch.models import Detection
from tests.databases import address
from tests.departments_running import ROOT
from tests.sharing.conftest import load_world


@pytest.fixture
def worker(committing_db: None) -> Iterator[None]:
    """Nobody waits until it is there: its first look finds what has been read meanwhile."""
    load_world()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "work", "watch"], cwd=ROOT, env=os.environ | {"DATABASE_URL": address()}
    )
    yield
    process.kill()
    process.wait()


@pytest.mark.processes
def test_gap_58_another_process_finds_the_leak_in_time_and_stops_it(worker: None) -> None:
    said = StringIO()
    call_command("drill_leak", "--handle", pause=0.1, stdout=said)
    found = re.search(r"Alert after (\d+) s, handled after (\d+) s", said.getvalue())
    assert found and int(found[1]) <= ALERT_SECONDS
    assert not User.objects.get(username=OFFICER).is_active
    row = Detection.objects.get(rule=Detection.Rule.CANARY)
    assert row.handled_at is not None
    assert any(
        str(row.pk).encode() in bytes(each.body) for each in Entry.objects.filter(kind="detection_opened")
    )
