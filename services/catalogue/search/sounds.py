"""How Chinese sounds, for people who type the sounds: whole syllables (shebao), or the first letter of each (sb).

Sounds belong to pairs of characters, not to entries, so they cost little. A pair has every sensible reading: the one a
dictionary of words gives it (重庆 chongqing), and those its characters have alone, for names no dictionary knows.

That dictionary costs every process that imports it a fifth of a second: here it is imported where it is asked.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from services.catalogue.search.normal import HAN

MOST_READINGS = 6
MOST_WAYS = 4
GRUNTS = {
    "m",
    "n",
    "ng",
    "hm",
    "hng",
}  # letters that sound alone in 嗯 and 呒; they would cut every word in two
LONGEST_SYLLABLE = 6
SPELLING = re.compile(r"[a-z]{2,40}")


@lru_cache(maxsize=1)
def syllables() -> frozenset[str]:
    """All there are, without tones."""
    from pypinyin import pinyin_dict

    characters = "".join(each for each in map(chr, pinyin_dict.pinyin_dict) if "一" <= each <= "龥")
    found = {each for each in usual(characters) if each.isascii() and each.isalpha()}
    return frozenset(found - GRUNTS)


def usual(text: str) -> list[str]:
    """The usual sound of each character; what is none stays as it is."""
    from pypinyin import lazy_pinyin

    return lazy_pinyin(text)


def sounds(text: str) -> set[str]:
    """Full sounds and initials of a short Chinese text; of anything else none. Initials are of the usual reading alone: two
    letters fit too much as it is."""
    if not HAN.fullmatch(text):
        return set()
    from pypinyin import Style, pinyin

    first = usual(text)
    apart = pinyin(text, style=Style.NORMAL, heteronym=True)
    readings = [first, *islice(product(*apart), MOST_READINGS)]
    return {"".join(reading) for reading in readings} | {"".join(each[:1] for each in first)}


def spelled(letters: str) -> list[list[str]]:
    """The ways to read letters as syllables, few long ones first: xian is xian, and xi an. Empty where they are none."""
    if not SPELLING.fullmatch(letters):
        return []
    ends = [len(letters)]  # the places from which the rest can be read: no way leads into a dead end
    for place in range(len(letters) - 1, -1, -1):
        ends += [place] if any(letters[place:end] in syllables() for end in ends) else []
    return list(islice(_spelled(letters, 0, set(ends)), MOST_WAYS))


def _spelled(letters: str, place: int, ends: set[int]) -> Iterator[list[str]]:
    if place == len(letters):
        yield []
    for end in range(min(place + LONGEST_SYLLABLE, len(letters)), place, -1):
        if end in ends and letters[place:end] in syllables():
            for rest in _spelled(letters, end, ends):
                yield [letters[place:end], *rest]
