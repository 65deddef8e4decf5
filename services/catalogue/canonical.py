"""One byte form of plain values, so that equal content has equal digests."""

import hashlib
import json


def digest(values: object) -> str:
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
