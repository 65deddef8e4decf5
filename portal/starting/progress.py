"""Says what the start is doing: a line when it begins, a dot every two seconds, the time it took.

Installing the packages (once) ........ 15.2 s

Standard library.
"""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

BEAT_SECONDS = 2.0


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - this is the one place that speaks to the terminal


def complain(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201


@contextmanager
def step(
    what: str, *, beat: float = BEAT_SECONDS, clock: Callable[[], float] = time.monotonic
) -> Iterator[None]:
    """Announce `what`, show every `beat` seconds that it goes on, and end the line with the time taken."""
    begun, over = clock(), threading.Event()
    _write(f"{what} ")

    def pulse() -> None:
        while not over.wait(beat):
            _write(".")

    heart = threading.Thread(target=pulse, name="progress", daemon=True)
    heart.start()
    ending = "not done"
    try:
        yield
        ending = f"{clock() - begun:.1f} s"
    finally:
        over.set()
        heart.join()
        _write(f" {ending}\n")


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
