"""How well an entry answers: what was typed counts most, then what it means, then its parts; in a name more than in a text.

Whole numbers only, so that every machine and database puts the same entries in the same order; equals are ordered by heat,
then by code.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.catalogue.search.models import Entry
from services.catalogue.search.shelf import Hit

TYPED, CORRECTED, PART = 300, 200, 20
MEANT = (60, 40, 30)  # the best that a saying may mean, the second, the others; more for longer sayings
LONGEST_SAYING = 6
IS_TITLE, BEGINS_TITLE, IN_TITLE, IN_TEXT = 6, 5, 4, 1
CAN_BE_DONE_HERE = 300


@dataclass(frozen=True)
class Piece:
    """Something to be found, and how much it counts."""

    words: str
    weight: int


def meant(said: str, official: str, place: int) -> Piece:
    weight = MEANT[min(place, len(MEANT) - 1)]
    return Piece(official, weight * (2 + min(len(said), LONGEST_SAYING)))


def ordered(hits: Iterable[Hit], pieces: Sequence[Piece], *, close: bool = False) -> list[Hit]:
    """The best first, each code once: an item that a region tries in another version is one item. `close`: nothing holds all
    that was typed, so what answers far worse than the best is left out."""
    weighed = sorted((-weight(hit, pieces), -hit.heat, hit.code, hit.id, hit) for hit in set(hits))
    if close and weighed:
        enough = weighed[0][0] // 3
        weighed = [each for each in weighed if each[0] <= enough]
    once: dict[tuple[str, str], Hit] = {}
    for *_, hit in weighed:
        once.setdefault((hit.kind, hit.code), hit)
    return list(once.values())


def weight(hit: Hit, pieces: Sequence[Piece]) -> int:
    answers = sum(piece.weight * place(hit, piece.words) for piece in pieces)
    return answers + (CAN_BE_DONE_HERE if answers and hit.kind == Entry.Kind.ITEM else 0)


def place(hit: Hit, words: str) -> int:
    if words not in hit.text:
        return 0
    lines = hit.title.split("\n")
    if words in lines:
        return IS_TITLE
    if any(line.startswith(words) for line in lines):
        return BEGINS_TITLE
    return IN_TITLE if words in hit.title else IN_TEXT
