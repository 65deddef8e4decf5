"""How long the log has been waiting for its sealer, and what must not be read while it waits too long.

A record that is not sealed yet can still be changed unnoticed. So reading what is personal stops when records wait for
more than five minutes: nobody reads what cannot be proved afterwards. Everything else goes on, and so does everything once
the sealer has caught up.
"""

from datetime import datetime, timedelta

from services.ledger.models import Entry
from services.prepared import Prepared

WARNING_AFTER = timedelta(seconds=60)
STOP_AFTER = timedelta(seconds=300)
PERSONAL = frozenset({"L3", "L4"})
_first_waiting = Prepared(
    lambda: (
        Entry.objects.filter(leaf_index=None, written_at__isnull=False)
        .order_by("id")
        .values_list("written_at", flat=True)[:1]
    )
)


def waiting_since() -> datetime | None:
    """When the first of the entries without a place was written; None if there is none. One row of a small index."""
    return _first_waiting.first()


def waiting(at: datetime) -> timedelta:
    since = waiting_since()
    return max(at - since, timedelta()) if since else timedelta()


def reading_allowed(level: str, at: datetime) -> bool:
    """Whether data of this level ("L1" to "L4") may be read or asked for now. Part of every decision to share: where it is
    False the decision is a refusal with the reason LOG_BEHIND, and the citizen is told that the portal keeps no
    unproved record of reading and to try again in some minutes. L1 and L2 are always True."""
    return level not in PERSONAL or waiting(at) <= STOP_AFTER
