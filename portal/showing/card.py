"""A certificate as one sees it on a page: title, issuer, lines, the code to scan and the seal, drawn small.

A picture of the record, not the document: the document is the sealed PDF. The identity number is masked, because pages are
read over shoulders.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from services.certificates import drawing
from services.certificates.documents import check_address
from services.certificates.models import Certificate, State
from services.texts import Text

SEAL_UNITS = 2  # a seal of 200 units: `drawing.cells` fills a square of 100
SEAL_EM = 0.9  # of its cell, a character
BASELINE = 0.86  # of a character's height, below its top


@dataclass(frozen=True)
class Stroke:
    """One character of the seal: where it begins, in a square of 200 units, and how large it is."""

    character: str
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Card:
    certificate: Certificate
    title: Text
    issuer: Text
    lines: list[Mapping[str, Any]]
    valid_to: date | None
    in_force: bool
    code: SafeString
    seal: list[Stroke]


def card(certificate: Certificate, *, at: datetime) -> Card:
    wording = certificate.wording
    return Card(
        certificate=certificate,
        title=wording["title"],
        issuer=wording["issuer"],
        lines=list(wording["lines"]),
        valid_to=certificate.valid_to,
        in_force=certificate.state_at(at) == State.VALID,
        code=_code(check_address(certificate)),
        seal=_seal(wording["issuer"]["zh"]),
    )


@lru_cache(1024)
def _code(address: str) -> SafeString:
    """Made of numbers by our own code; nobody's words are in it."""
    return mark_safe(drawing.scan_code(address, address))  # noqa: S308


@lru_cache(64)
def _seal(name: str) -> list[Stroke]:
    characters = drawing.sealed_text(name)
    strokes = []
    for character, cell in zip(characters, drawing.cells(len(characters)), strict=True):
        x, y, width, height = (SEAL_UNITS * each for each in cell)
        size = SEAL_EM * min(width, height)
        top = y + (height - size) / 2
        strokes.append(Stroke(character, x + (width - size) / 2, top + BASELINE * size, size))
    return strokes
