"""Shown = stored: what the check page showed is what gets submitted, or the citizen looks again. Pure.

The page carries one short digest per value; `submit` compares them with the values stored now. The digest of all of them
and of the answers stays with the application.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

SHORT = 16


def version(value: Any) -> str:
    return hashlib.sha256(_canonical(value)).hexdigest()[:SHORT]


def versions(values: Mapping[str, Any]) -> dict[str, str]:
    """Field code -> digest of its value."""
    return {field: version(value) for field, value in sorted(values.items())}


def differing(shown: Mapping[str, str], stored: Mapping[str, str]) -> set[str]:
    return {field for field in shown.keys() | stored.keys() if shown.get(field) != stored.get(field)}


def seal_of(shown: Mapping[str, str], answers: Mapping[str, Any]) -> str:
    return hashlib.sha256(_canonical({"answers": answers, "values": shown})).hexdigest()


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
