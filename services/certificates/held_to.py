"""The newest checkpoint of the ledger on every PDF: so thousands of people hold old fingerprints of it, without doing anything.

A short line for the eye (size and the beginning of the root), the whole in the record for machines.
"""

from dataclasses import dataclass

from django.conf import settings

from services.ledger.checkpoints import newest, short


@dataclass(frozen=True)
class HeldTo:
    origin: str
    size: int
    root: str
    short: str

    def for_machines(self) -> dict[str, object]:
        return {"origin": self.origin, "size": self.size, "root": self.root}


def held_to() -> HeldTo | None:
    """None before the first checkpoint."""
    found = newest()
    if found is None:
        return None
    return HeldTo(settings.LEDGER_ORIGIN, found.size, bytes(found.root).hex(), short(found))
