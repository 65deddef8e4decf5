"""Texts as the index holds them, and the tokens they are found by.

Full-width and half-width, large and small letters are the same; what cannot be seen is left out. A text of any script is
cut into single characters and pairs of neighbours: whatever occurs in it is found by a pair it must hold, and
then compared in full. So nothing is missed for want of a dictionary.
"""

import re
import unicodedata
from collections.abc import Iterable

LONGEST_WORD = 24
LETTERS = re.compile(r"[a-z]{3,24}")
HAN = re.compile(r"[\u3400-\u9fff]+")


def normal(text: str) -> str:
    """Ends of lines and other blanks become one blank."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    if plain.isprintable():  # nothing unseen in it, as in nearly all: a tenth of the time
        return " ".join(plain.split())
    seen = (" " if letter.isspace() else letter for letter in plain)
    return " ".join("".join(each for each in seen if unicodedata.category(each)[0] != "C").split())


def pairs(word: str) -> list[str]:
    """What a text that holds this word must hold: its pairs of neighbours, or the one character it is."""
    return [word[place : place + 2] for place in range(len(word) - 1)] or [word]


def tokens(texts: Iterable[str]) -> set[str]:
    """Of normal texts: every character, every pair, every word in letters."""
    found: set[str] = set()
    for text in texts:
        for run in text.split():
            found.update(run, pairs(run))
        found.update(LETTERS.findall(text))
    return found
