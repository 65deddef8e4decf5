"""How a department fails, set through its control endpoint, once, a number of times, or until it is set otherwise."""

from enum import StrEnum
from threading import Lock


class Fault(StrEnum):
    NONE = "none"
    # not there, or not now
    DOWN = "down"  # 503, as a gateway says it for a service that is gone
    ERROR = "error"  # 500
    BUSY = "busy"  # 429, to come back after so many seconds
    LATENCY = "latency"  # a proper answer after so many seconds
    SLOW = "slow"  # a byte now and then, and never an end
    HANG_UP = "hang_up"  # takes the question and closes
    CUT = "cut"  # half of a proper answer, and closes
    # not an answer
    GARBAGE = "garbage"  # something that calls itself JSON
    TRUNCATED = "truncated"  # signed, and ends in the middle
    WRONG_CHARSET = "wrong_charset"  # GB 18030 that calls itself UTF-8
    HUGE = "huge"  # a body without end
    GZIP_BOMB = "gzip_bomb"
    NESTED = "nested"  # a hundred thousand brackets
    NAN = "nan"
    TWICE = "twice"  # the same key two times
    DOCTYPE = "doctype"  # XML with a document type that reads a file of ours
    REDIRECT = "redirect"  # to an address on loopback
    # an answer that is not the department's, or not to this question
    BAD_SIGNATURE = "bad_signature"
    UNSIGNED = "unsigned"
    OLD_KEY = "old_key"  # signed with a key nobody registered
    REPLAYED = "replayed"  # the last proper answer once more
    WRONG_SUBJECT = "wrong_subject"  # a proper answer about somebody else
    # a poor answer
    EXTRA_FIELDS = "extra_fields"  # more than was asked for
    MISSING_FIELD = "missing_field"  # the first value asked for is left out
    OLD_AS_OF = "old_as_of"  # as of ten years ago
    CLOCK_SKEW = "clock_skew"  # as of in ten minutes
    DUPLICATE_RECORDS = "duplicate_records"  # two entries for one person
    TWO_PERSONS = "two_persons"  # two people with one number


class Switch:
    """The fault in force. `asked`: how many questions have come since the start or the last reset."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.reset()

    def reset(self) -> None:
        self.set(Fault.NONE)
        self.asked = 0

    def set(self, fault: Fault, times: int | None = None, seconds: float = 0.0) -> None:
        """`times`: for so many questions; None: for all. `seconds`: how long, where a fault takes a time."""
        with self._lock:
            self._fault, self._times, self.seconds = fault, times, seconds

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
