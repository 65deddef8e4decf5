"""The second process: its jobs, and the ways it ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from portal import jobs
from portal.subscriptions import SUBSCRIPTIONS
from services.events.models import OutboxEvent
from services.events.outbox import publish
from services.events.relay import handler_name
from services.ledger import sealer
from services.ledger.entries import record
from services.ledger.models import Checkpoint
from tests.clocks import START
from tests.databases import address
from tests.events.stories import Listener, ParcelSent

ROOT = Path(__file__).resolve().parent.parent.parent
JOBS = {job.name: job for job in jobs.JOBS}
WORK = (sys.executable, "manage.py", "work")
# Starts its arguments as a child and lives as long as somebody holds its input.
PARENT = "import subprocess, sys; subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL); sys.stdin.read()"


@pytest.mark.django_db
class TestJobs:
    def test_the_relay_tells_those_who_subscribed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        listener = Listener()
        monkeypatch.setattr(jobs, "SUBSCRIPTIONS", {ParcelSent: (listener,)})
        with transaction.atomic():
            publish(ParcelSent(number=3))
        assert JOBS["relay"].function() and listener.heard == [ParcelSent(number=3)]
        assert not JOBS["relay"].function()

    def test_the_sealer_comes_again_at_once_only_after_a_whole_batch(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sealer, "BATCH", 2)
        monkeypatch.setattr(jobs, "BATCH", 2)
        for number in range(3):
            record("seen", {"n": number})
        assert [bool(JOBS["seal"].function()) for _ in range(3)] == [True, False, False]
        assert Checkpoint.objects.latest("size").size == 3

    def test_every_job_has_a_name_of_its_own_and_a_pace(self) -> None:
        assert len(JOBS) == len(jobs.JOBS) and all(job.every > 0 for job in jobs.JOBS)

    def test_every_subscriber_has_a_name_that_fits_its_mark(self) -> None:
        for handlers in SUBSCRIPTIONS.values():
            names = [handler_name(handler) for handler in handlers]
            assert len(set(names)) == len(names) and all(len(name) <= 120 for name in names)


@pytest.fixture
def environment(committing_db: None, tmp_path: Path) -> dict[str, str]:
    """The test's own database, and fonts that look ready: nothing is computed here."""
    for face in (jobs.font.SANS, jobs.font.SONG):
        (tmp_path / jobs.font.path(face).name).touch()
    return {**os.environ, "DATABASE_URL": address(), "PORTAL_FONT_FOLDER": str(tmp_path)}


@pytest.fixture
def started() -> Iterator[list["subprocess.Popen[str]"]]:
    processes: list[subprocess.Popen[str]] = []
    yield processes
    for process in processes:
        process.kill()
        process.wait()


def start(started: list[Any], environment: dict[str, str], *command: str) -> "subprocess.Popen[str]":
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, text=True
    )
    started.append(process)
    return process


def read_until(words: str, lines: IO[str]) -> None:
    """Blocks until the process has said it; its end without it is a failure."""
    said = []
    for line in lines:
        said.append(line)
        if words in line:
            return
    pytest.fail("".join(said))


@pytest.mark.processes
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_works_until_it_is_told_to_end(
    environment: dict[str, str], started: list[Any], number: signal.Signals
) -> None:
    OutboxEvent.objects.create(name="PigeonFlew", body={}, published_at=START, due_at=START)
    process = start(started, environment, *WORK)
    read_until("no class is called PigeonFlew", process.stdout)
    process.send_signal(number)
    rest, _ = process.communicate(timeout=60)
    assert process.returncode == 0 and "Traceback" not in rest
    assert OutboxEvent.objects.get().done_at is not None


@pytest.mark.processes
def test_embedded_it_ends_with_its_parent(environment: dict[str, str], started: list[Any]) -> None:
    parent = start(started, {**environment, "PORTAL_EMBEDDED": "1"}, sys.executable, "-c", PARENT, *WORK)
    read_until("Working.", parent.stdout)
    parent.stdin.close()
    assert "Traceback" not in parent.stdout.read()  # ends only when the child, who has the pipe too, is gone
    assert parent.wait(60) == 0


def test_a_job_that_does_not_exist_is_one_sentence() -> None:
    with pytest.raises(CommandError, match="No job is called stamps"):
        call_command("work", "relay", "stamps")
