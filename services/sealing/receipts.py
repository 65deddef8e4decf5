"""No receipt, no key: a guarded column opens only against a receipt, the entry of the ledger that tells of the reading.

The key ring asks here before it opens anything. Whoever has no receipt gets an error and is counted; the leak watch makes a
critical detection of it. Receipts are made where the entry is looked up (services/sharing/opening.py) and nowhere else, for
which a test looks (tests/rules/test_sealed_doors.py): code that invents one would be read before it ran.
"""

from collections import Counter, deque
from dataclasses import dataclass


@dataclass(frozen=True)
class Receipt:
    """`entry`: its number in the ledger's table."""

    entry: int


class NoReceipt(Exception):
    """A guarded value was to be opened, and nothing in the ledger tells of it."""


_guarded: set[str] = set()
_refused: deque[str] = deque(maxlen=1000)  # columns, until somebody takes them


def guard(column: str) -> None:
    """From now on values of `table.column` want a receipt."""
    _guarded.add(column)


def admit(place: str, receipt: Receipt | None) -> None:
    """Raises `NoReceipt`. `place`: as in the key ring."""
    column = place.partition("|")[0]
    if column in _guarded and receipt is None:
        _refused.append(column)
        raise NoReceipt(column)


def take_refused() -> Counter[str]:
    """How often this process was asked in vain, by column, since it was last taken."""
    return Counter(_refused.popleft() for _ in range(len(_refused)))
