"""One spelling for equal content, and its fingerprint.

Keys sorted, no spaces, UTF-8, only what a JSON column gives back unchanged: no floats (PostgreSQL turns 1e3
into 1000), no keys that are not text (JSON would silently write `true` for True). For the values we keep
this is RFC 8785.
"""

import hashlib
import json
from collections.abc import Mapping

from services.texts import Text


def canonical(value: object) -> bytes:
    """Texts, whole numbers, booleans, None, lists and objects with text keys; TypeError for anything else,
    ValueError for text that is not Unicode (a lone surrogate)."""
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def sha256(value: object) -> str:
    """64 hexadecimal digits over `canonical(value)`."""
    return hashlib.sha256(canonical(value)).hexdigest()


def version_sha256(jdm: Mapping[str, object], facts: Mapping[str, object], texts: Mapping[str, Text]) -> str:
    """The fingerprint of a rule version: the table, the facts it asks for and the words it answers with."""
    return sha256({"jdm": jdm, "facts": facts, "texts": texts})


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return {key: _plain(each) for key, each in value.items()}
    raise TypeError(f"{type(value).__name__} has no canonical form here")
