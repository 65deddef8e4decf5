"""Codes people read from paper: made, recognised in whatever way they are typed, kept as keyed digests
only.

32 letters and digits (Crockford's, without I, L, O and U), so five bits each: 50 for a backup code, 60
for an activation code. Random enough that a keyed digest needs no slow hash.
"""

import secrets
import unicodedata

from services.people.models import User
from services.sealing import keys

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("ILO", "110", "- ")


def make(groups: int, size: int) -> str:
    """Such as K7QW-0M3T-9XBD."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(size)) for _ in range(groups))


def digest(code: str, user: User) -> bytes:
    """Bound to the clerk: somebody else's code is worth nothing."""
    typed = unicodedata.normalize("NFKC", code).upper().translate(MISREAD)
    return keys.blind(typed, f"desk_printed_code|{user.pk}")
