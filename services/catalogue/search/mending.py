"""What somebody may have meant who typed one character wrong, or the sounds instead of the characters.

Corrections are made of pairs that the index knows, so that each leads somewhere: one character exchanged, left out,
added, or two changed round; the same sound written otherwise; of letters every word that differs by one.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from string import ascii_lowercase

from django.db.models import Q

from services.catalogue.search.dictionary import dictionary
from services.catalogue.search.models import Sound, Token
from services.catalogue.search.normal import HAN, pairs
from services.catalogue.search.shelf import Shelf
from services.catalogue.search.sounds import spelled, usual
from services.prepared import Among, Given, Prepared

MOST_PHRASES = 8
MOST_CHAINS = 300
TOGETHER = 40  # words looked up in one statement
SHORTEST, LONGEST = 2, 12  # of a Chinese word that is mended
LETTERS = re.compile(r"[a-z]{2,24}")
LONGEST_INITIALS = 8


def sounding(letters: str, shelf: Shelf) -> list[str]:
    """Chinese words that sound like these letters, or whose syllables begin with them: the frequent first."""
    if not LETTERS.fullmatch(letters):
        return []
    found = list(dictionary().by_sound.get(letters, []))
    ways = spelled(letters) or ([[*letters]] if len(letters) <= LONGEST_INITIALS else [])
    found += [phrase for way in ways for phrase in _chains(way)]
    return _first(found, shelf)


def _chains(syllables: list[str]) -> list[str]:
    """Words of one character a syllable, each pair of which the index knows."""
    wanted = ["".join(syllables[place : place + 2]) for place in range(len(syllables) - 1)] or syllables
    length = min(len(syllables), 2)
    known: dict[str, list[str]] = {}
    for sound, text in HEARD(sounds=wanted):
        if len(text) == length:
            known.setdefault(sound, []).append(text)
    chains = known.get(wanted[0], [])
    for sound in wanted[1:]:
        grown = (chain + text[1] for chain in chains for text in known.get(sound, []) if text[0] == chain[-1])
        chains = [*dict.fromkeys(grown)][:MOST_CHAINS]
    return chains[: 2 * MOST_PHRASES]


def corrected(word: str, shelf: Shelf) -> list[str]:
    """At most a few, each of which leads somewhere."""
    if HAN.fullmatch(word) and SHORTEST <= len(word) <= LONGEST:
        return _first(_chinese(word, shelf), shelf)
    if LETTERS.fullmatch(word) and len(word) > SHORTEST:
        return _first(_letters(word, shelf), shelf)
    return []


def _first(words: Iterable[str], shelf: Shelf) -> list[str]:
    """That lead somewhere, a few."""
    found: list[str] = []
    fresh = iter(dict.fromkeys(words))
    while len(found) < MOST_PHRASES and (some := [*islice(fresh, TOGETHER)]):
        held = {*shelf.held(some)}
        found += [word for word in some if word in dictionary().sayings or word in held]
    return found[:MOST_PHRASES]


def _chinese(word: str, shelf: Shelf) -> Iterator[str]:
    yield from sounding("".join(usual(word)), shelf)
    yield from (said for said in dictionary().sayings if len(said) > SHORTEST and _differ_by_one(word, said))
    if len(word) > SHORTEST:
        candidates = [*_rewritten(word)]
        shelf.learn_words(candidates)
        known = [each for each in candidates if all(shelf.how_many(pair) for pair in pairs(each))]
        yield from sorted(known, key=lambda each: (-min(map(shelf.how_many, pairs(each))), each))


def _rewritten(word: str) -> Iterator[str]:
    after, before = _neighbours(word)
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        yield from (head + each + tail for each in _between(head, tail, after, before))
        if tail:
            yield head + tail[1:]
            yield from (head + each + tail[1:] for each in _between(head, tail[1:], after, before))
            yield head + tail[1:2] + tail[0] + tail[2:]


def _between(head: str, tail: str, after: dict[str, set[str]], before: dict[str, set[str]]) -> set[str]:
    """Characters that the index knows behind the last of `head` and in front of the first of `tail`."""
    sides = [after.get(head[-1], set())] if head else []
    sides += [before.get(tail[0], set())] if tail else []
    return set.intersection(*sides) if sides else set()


def _neighbours(word: str) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    after: dict[str, set[str]] = {}
    before: dict[str, set[str]] = {}
    letters = sorted(set(word))
    for text in NEIGHBOURS(letters=letters):
        if len(text) == len("社保"):
            after.setdefault(text[0], set()).add(text[1])
            before.setdefault(text[1], set()).add(text[0])
    return after, before


HEARD = Prepared(
    lambda: (
        Sound.objects.filter(Among("sound", Given("sounds")))
        .order_by("-token__entries", "token_id")
        .values_list("sound", "token__text")
    )
)
NEIGHBOURS = Prepared(
    lambda: Token.objects.filter(
        Q(Among("first", Given("letters"))) | Q(Among("last", Given("letters"))), entries__gt=0
    ).values_list("text", flat=True)
)


def _letters(word: str, shelf: Shelf) -> Iterator[str]:
    edits = sorted(set(_edits(word)))
    yield from (
        Token.objects.filter(text__in=edits, entries__gt=0)
        .order_by("-entries", "text")
        .values_list("text", flat=True)
    )
    sayings = dictionary().by_sound
    yield from (said for each in edits for said in sayings.get(each, []))
    readable = [way for each in edits for way in spelled(each)[:1]]
    wanted = {"".join(two) for way in readable for two in pairwise(way)}
    heard = set(Sound.objects.filter(sound__in=sorted(wanted)).values_list("sound", flat=True))
    for way in readable:
        if len(way) > 1 and all("".join(two) in heard for two in pairwise(way)):
            yield from _chains(way)[:MOST_PHRASES]


def _edits(word: str) -> Iterator[str]:
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        yield from (head + each + tail for each in ascii_lowercase)
        if tail:
            yield head + tail[1:]
            yield from (head + each + tail[1:] for each in ascii_lowercase)
            yield head + tail[1:2] + tail[0] + tail[2:]


def _differ_by_one(word: str, other: str) -> bool:
    """One exchanged, left out, added, or two neighbours changed round."""
    if word == other or abs(len(word) - len(other)) > 1:
        return False
    place = next(
        (at for at, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other))
    )
    mine, theirs = word[place:], other[place:]
    return mine[1:] == theirs[1:] or mine[1:] == theirs or mine == theirs[1:] or _swapped(mine, theirs)


def _swapped(mine: str, theirs: str) -> bool:
    return mine[:2] == theirs[:2][::-1] and mine[2:] == theirs[2:]
