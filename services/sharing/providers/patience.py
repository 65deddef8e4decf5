"""Which failures are worth another try, how often and when: the one place that decides it.

At most two more, after a short pause that no two askers share, and only while the whole question still has time. A
department that says when to come back is not asked before; where that is too late for this page, whoever waits for
the answer is told and comes back by itself.
"""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from services.sharing.port import NoAnswer
from services.sharing.providers.wire import TryAgain

T = TypeVar("T")
PAUSES = (0.05, 0.2)  # seconds, each up to twice as long


def patiently(once: Callable[[], T], deadline: float) -> T:
    """Raises `NoAnswer` with the last try's reason."""
    for pause in PAUSES:
        try:
            return once()
        except TryAgain as problem:
            wait = max(problem.after, pause * (1 + random.random()))  # noqa: S311 - to spread askers, not to hide
            if time.monotonic() + wait >= deadline:
                raise NoAnswer(problem.reason) from None
            time.sleep(wait)
    try:
        return once()
    except TryAgain as problem:
        raise NoAnswer(problem.reason) from None
