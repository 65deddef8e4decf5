"""Celery does the jobs of `manage.py work`, no more and no fewer, with the settings that survive a `kill -9`."""

import threading
from typing import Any

import pytest

from portal import tasks
from portal.celery import app
from portal.jobs import JOBS
from services.events.loop import Job


def test_every_job_is_a_task_and_beat_asks_for_each() -> None:
    names = {job.name for job in JOBS}
    assert names <= set(app.tasks)
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} == names


def test_an_old_message_expires_and_none_is_sent_more_than_once_a_second() -> None:
    for entry in app.conf.beat_schedule.values():
        assert entry["schedule"] >= 1.0
        assert entry["options"]["expires"] >= entry["schedule"]


def test_a_task_goes_on_while_there_is_more_and_not_for_ever() -> None:
    answers = [True, True, False]
    tasks.as_task(Job("few", 1.0, lambda: answers.pop(0)))()
    assert answers == []
    rounds: list[int] = []
    tasks.as_task(Job("endless", 1.0, lambda: rounds.append(1) or True))()
    assert len(rounds) == tasks.ROUNDS


def test_a_task_of_a_killed_worker_goes_to_the_next_one() -> None:
    assert app.conf.task_acks_late and app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1


class TestNudge:
    @pytest.fixture
    def sent(self, monkeypatch: pytest.MonkeyPatch) -> Any:
        """Sends nothing; `sent.broken` makes the broker fail."""
        monkeypatch.setattr(tasks, "BROKER_PAUSE_SECONDS", 0.0)
        broker = Broker()
        monkeypatch.setattr(app, "send_task", broker)
        return broker

    def test_the_workers_are_told_from_a_thread_of_its_own(self, sent: "Broker") -> None:
        tasks.nudge()
        assert sent.told.wait(30)
        assert sent.by != threading.current_thread().name

    def test_a_broker_that_is_away_stops_nothing_and_is_told_again_later(self, sent: "Broker") -> None:
        sent.broken = True
        tasks.nudge()
        assert sent.asked.wait(30)
        sent.broken = False
        tasks.nudge()
        assert sent.told.wait(30)


class Broker:
    def __init__(self) -> None:
        self.broken, self.by = False, ""
        self.asked, self.told = threading.Event(), threading.Event()

    def __call__(self, name: str, **options: Any) -> None:
        assert name == "relay" and options["expires"] and not options["retry"]
        self.asked.set()
        if self.broken:
            raise ConnectionError("refused")
        self.by = threading.current_thread().name
        self.told.set()
