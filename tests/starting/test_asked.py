"""A signal sets it whatever its process is doing, and whoever waits is woken."""

import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from portal.starting.asked import Asked


@pytest.fixture
def asked() -> Iterator[Asked]:
    before = signal.getsignal(signal.SIGUSR1)
    yield Asked.by(signal.SIGUSR1)
    signal.signal(signal.SIGUSR1, before)


def test_nobody_has_asked_yet(asked: Asked) -> None:
    assert not asked.is_set() and not asked.wait(0.0)


def test_a_signal_wakes_who_waits(asked: Asked) -> None:
    timer = threading.Timer(0.05, os.kill, [os.getpid(), signal.SIGUSR1])
    begun = time.monotonic()
    timer.start()
    assert asked.wait(60.0) and asked.is_set()
    assert time.monotonic() - begun < 30


def test_once_asked_it_is_over_for_good_however_often_it_is_asked(asked: Asked) -> None:
    for _ in range(3):
        os.kill(os.getpid(), signal.SIGUSR1)
    assert asked.wait() and asked.wait(60.0)
