"""Searching the catalogue in everyday words.

Everything that holds all that was typed is found first, in any script and of any length. Beside it comes what the words mean
(words.yaml). Where nothing holds them, sounds, slips of one character and parts of what was typed are tried. The work is
bounded: so many characters, so many pieces, so many entries for each.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.catalogue.search.dictionary import Meaning, dictionary
from services.catalogue.search.mending import corrected, sounding
from services.catalogue.search.normal import HAN, LETTERS, normal, pairs
from services.catalogue.search.searchable import FILTERS
from services.catalogue.search.shelf import Hit, Shelf
from services.catalogue.search.weighing import CORRECTED, PART, TYPED, Piece, meant, ordered

LONGEST = 60  # characters of a question
MOST_WORDS, MOST_MEANINGS, MOST_PARTS = 8, 8, 6
MOST_HITS, MOST_HITS_OF_A_PIECE = 200, 50


@dataclass(frozen=True)
class Found:
    """`hits`, the best first; `more`: there are others that hold what was typed. `instead`: what was sought in place of words
    that nothing holds. `pages`: places of the site that bear this name."""

    hits: list[Hit] = field(default_factory=list)
    more: bool = False
    instead: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)


def find(words: str, *, on: date, filters: Mapping[str, str] | None = None) -> Found:
    asked = normal(words)[:LONGEST]
    chosen = [f"{name}:{value}" for name, value in (filters or {}).items() if name in FILTERS and value]
    shelf = Shelf(on, chosen)
    if not asked:
        hits = shelf.take([], MOST_HITS + 1)
        return Found(hits[:MOST_HITS], more=len(hits) > MOST_HITS)
    return _Search(asked, shelf).found()


class _Search:
    """One question, worked through from what was typed to what it may have meant."""

    def __init__(self, asked: str, shelf: Shelf) -> None:
        self.asked, self.shelf = asked, shelf
        self.words = asked.split()[:MOST_WORDS]
        meanings, self.rest = dictionary().meanings(asked)
        self.meanings = [*dict.fromkeys(meanings)][:MOST_MEANINGS]
        shelf.learn_words([*self.words, *(each.official for each in self.meanings)])
        self.pieces = [Piece(word, TYPED) for word in self.words]

    def found(self) -> Found:
        exact = self.shelf.take(self.words, MOST_HITS + 1)
        hits = [*exact[:MOST_HITS], *self._meant(self.meanings)]
        parts = [] if exact else self._parts()
        self.shelf.expect([[part.words] for part in parts])
        instead = [] if self._answers(exact) else self._instead(exact)
        hits += self._in_place(instead)
        hits += self._sought(parts)
        return Found(
            ordered(hits, self.pieces, close=not exact),
            more=len(exact) > MOST_HITS,
            instead=instead if hits else [],
            pages=dictionary().pages(self.asked),
        )

    def _meant(self, meanings: Iterable[Meaning]) -> list[Hit]:
        return self._sought([meant(each.said, each.official, each.place) for each in meanings])

    def _sought(self, pieces: Sequence[Piece]) -> list[Hit]:
        self.pieces += pieces
        wanted = [words.split() for words in dict.fromkeys(piece.words for piece in pieces)]
        self.shelf.read_together(wanted)
        return [hit for words in wanted for hit in self.shelf.take(words, MOST_HITS_OF_A_PIECE)]

    def _answers(self, exact: list[Hit]) -> bool:
        """Whether a name has what was typed; letters count where a word begins, for `sb` is in husband too."""
        if self.meanings:
            return True
        if len(self.words) > 1:
            return bool(exact)
        word = self.words[0]
        begun = f" {word}" if word.isascii() and word.isalpha() else word
        return any(begun in f" {hit.title}".replace("\n", " ") for hit in exact)

    def _instead(self, exact: list[Hit]) -> list[str]:
        """For each word that nothing holds: what sounds like it, else what differs from it by one character."""
        found: list[str] = []
        for word in self.words:
            found += sounding(word, self.shelf)
            if not found and not exact and (len(self.words) == 1 or not self.shelf.has(word)):
                found += corrected(word, self.shelf)
        return [*dict.fromkeys(found)][:MOST_PARTS]

    def _in_place(self, instead: Sequence[str]) -> list[Hit]:
        hits = self._sought([Piece(word, CORRECTED) for word in instead])
        for word in instead:
            meanings, _ = dictionary().meanings(word)
            hits += self._meant(meanings[:MOST_MEANINGS])
        return hits

    def _parts(self) -> list[Piece]:
        """Pairs of characters and words in letters of what no saying covered, the rarest first."""
        rest = dictionary().without_noise(self.rest)
        parts = [pair for run in HAN.findall(rest) if len(run) > 1 for pair in pairs(run)]
        parts += LETTERS.findall(rest)
        self.shelf.learn_words(parts)
        known = [part for part in dict.fromkeys(parts) if self.shelf.how_many(pairs(part)[0])]
        rare = sorted(known, key=lambda part: (self.shelf.how_many(pairs(part)[0]), part))
        return [Piece(part, PART) for part in rare[:MOST_PARTS]]
