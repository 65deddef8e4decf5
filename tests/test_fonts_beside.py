"""Fonts are made beside the jobs, and never by whoever does the jobs: no hand of the worker waits for them."""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from portal import jobs
from portal.celery import app
from portal.starting.processes import Child
from services.certificates import font


class Maker:
    """Plays the process; it takes until a test lets it go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, status: int = 0) -> None:
        self.may_end = threading.Event()
        self.status = status
        monkeypatch.setattr(Child, "launch", self._launch)

    def _launch(self) -> "Maker":
        return self

    def wait(self) -> int:
        assert self.may_end.wait(30)
        return self.status

    def end(self) -> None:
        self.may_end.set()
        for thread in threading.enumerate():
            if thread.name == "fonts":
                thread.join(30)


@pytest.fixture
def none_yet(settings: Any, tmp_path: Path) -> Path:
    settings.FONT_FOLDER = tmp_path
    return tmp_path


def test_whoever_works_goes_on_while_they_are_made(none_yet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    maker = Maker(monkeypatch)
    jobs.prepare_fonts()
    assert any(thread.name == "fonts" for thread in threading.enumerate())
    maker.end()


def test_fonts_that_cannot_be_made_stop_nothing(
    none_yet: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    maker = Maker(monkeypatch, status=1)
    jobs.prepare_fonts()
    maker.end()
    assert "fonts could not be made (status 1)" in caplog.text


def test_the_process_says_why_it_could_not(none_yet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(font, "prepare", fail)
    with pytest.raises(CommandError, match="fonts could not be made: No space left on device"):
        call_command("prepare_fonts")


def test_where_they_are_nobody_is_started(none_yet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for face in (font.SANS, font.SONG):
        font.path(face).touch()
    monkeypatch.setattr(Child, "launch", lambda child: pytest.fail("a process was started"))
    jobs.prepare_fonts()
    assert not any(thread.name == "fonts" for thread in threading.enumerate())


def test_they_are_no_task() -> None:
    """Two tasks that took minutes once held both hands of a worker, and nothing else was done."""
    assert "fonts" not in app.tasks
