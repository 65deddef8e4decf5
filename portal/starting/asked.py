"""A wish to end that a signal may express. Standard library, any POSIX system.

`threading.Event` will not do: a handler runs in the very thread that waits, in between its steps, and where that thread
holds the event's lock, `set` waits for it for ever. A byte in a pipe needs no lock.
"""

import os
import select
import signal


class Asked:
    """`Asked.by(signal.SIGTERM)`; then `is_set` and `wait` as those of an event."""

    def __init__(self) -> None:
        self._reads, self._writes = os.pipe()
        self._is_set = False

    @classmethod
    def by(cls, *numbers: signal.Signals) -> "Asked":
        asked = cls()
        for number in numbers:
            signal.signal(number, lambda *_: asked.set())
        return asked

    def set(self) -> None:
        if not self._is_set:
            self._is_set = True
            os.write(self._writes, b".")

    def is_set(self) -> bool:
        return self._is_set

    def wait(self, timeout: float | None = None) -> bool:
        """Returns as soon as it is set, and when `timeout` seconds are over."""
        select.select([self._reads], [], [], timeout)
        return self._is_set
