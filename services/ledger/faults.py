"""What can be wrong with a log, and the words for it."""

from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    ENTRY_CHANGED = "ENTRY_CHANGED"  # body, salt, commitment, digest, time and kind do not belong together
    ENTRY_MISSING = "ENTRY_MISSING"  # a place is empty
    ENTRIES_SWAPPED = "ENTRIES_SWAPPED"  # two entries stand in each other's place
    ENTRIES_REPLACED = (
        "ENTRIES_REPLACED"  # an entry of this span is well made and not the one that was sealed
    )
    ERASED_UNRECORDED = "ERASED_UNRECORDED"  # a body is gone and no entry says that it was erased
    ROOT_DIFFERS = "ROOT_DIFFERS"  # entries and checkpoint do not belong together
    NODE_CHANGED = "NODE_CHANGED"  # a stored inner node is not the hash of its entries
    SIGNATURE_WRONG = "SIGNATURE_WRONG"  # a checkpoint's note is not one we signed for it
    CHECKPOINT_MISSING = "CHECKPOINT_MISSING"  # sealed entries after the last checkpoint
    CO_SIGNATURE_WRONG = "CO_SIGNATURE_WRONG"  # a stored line that its witness did not sign
    WITNESS_DISAGREES = "WITNESS_DISAGREES"  # a witness has seen another root of this size
    ROLLED_BACK = "ROLLED_BACK"  # a witness has seen more entries than there are: an old copy of the database
    WAITS_TOO_LONG = "WAITS_TOO_LONG"  # an entry that no sealer has taken for five minutes


@dataclass(frozen=True)
class Fault:
    """`at`: the leaf index of the entry, the size of the checkpoint, or the id of an entry without a place. `to`: the
    other one of a pair, or the last one of a span. `who`: the witness."""

    kind: FaultKind
    at: int
    to: int | None = None
    who: str = ""

    def __str__(self) -> str:
        place = f"{self.at}" if self.to is None else f"{self.at} to {self.to}"
        return f"{self.kind} at {place}" + (f" (witness {self.who})" if self.who else "")
