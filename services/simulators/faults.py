"""How a department fails, set through its control endpoint, once, a number of times, or until it is set otherwise."""

from enum import StrEnum
from threading import Lock


class Fault(StrEnum):
    NONE = "none"
    DOWN = "down"  # 503, as a gateway says it for a service that is gone
    SLOW = "slow"  # a byte now and then, and never an end
    GARBAGE = "garbage"  # something that calls itself JSON
    WRONG_SUBJECT = "wrong_subject"  # a proper answer about somebody else
    EXTRA_FIELDS = "extra_fields"  # more than was asked for
    ERROR = "error"  # 500


class Switch:
    """The fault in force. `asked`: how many questions have come since the start or the last reset."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.reset()

    def reset(self) -> None:
        self.set(Fault.NONE)
        self.asked = 0

    def set(self, fault: Fault, times: int | None = None) -> None:
        """`times`: for so many questions; None: for all."""
        with self._lock:
            self._fault, self._times = fault, times

    @property
    def fault(self) -> Fault:
        return self._fault

    def next(self) -> Fault:
        """The fault for the question at hand."""
        with self._lock:
            self.asked += 1
            fault = self._fault
            if self._times is not None:
                self._times -= 1
                if self._times <= 0:
                    self._fault, self._times = Fault.NONE, None
            return fault
