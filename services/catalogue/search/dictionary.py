"""What people say, and what the catalogue calls it: `words.yaml`, read once and ready to be looked into."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from services.catalogue.package import TextDates
from services.catalogue.search.normal import normal
from services.catalogue.search.sounds import sounds

FILE = Path(__file__).with_name("words.yaml")
AGE = re.compile(r"(?<![\d.])(\d{2,3})(?![\d.])")


@dataclass(frozen=True)
class Meaning:
    """`said` was found in what was typed; it means `official`, the `place`-th best of what it may mean."""

    said: str
    official: str
    place: int


@dataclass(frozen=True)
class Dictionary:
    """`sayings`: what is said to what it means; `by_sound`: how a saying sounds to the saying."""

    sayings: dict[str, list[str]]
    places: dict[str, list[str]]
    ages: list[tuple[range, list[str]]]
    noise: list[str]
    by_sound: dict[str, list[str]]

    def meanings(self, words: str) -> tuple[list[Meaning], str]:
        """What is said in these words, the longest sayings first, and what they leave over."""
        found, rest = [], words
        for said in self._said_in(words):
            if said in rest:
                rest = rest.replace(said, " ")
                found += [Meaning(said, *each) for each in _placed(self.sayings[said])]
        return [*found, *self._of_age(words)], rest

    def pages(self, words: str) -> list[str]:
        """Pages of the site that are meant: the whole of what was typed is one of their names."""
        compact = words.replace(" ", "")
        return [page for page, names in self.places.items() if words in names or compact in names]

    def without_noise(self, words: str) -> str:
        for each in self.noise:
            pattern = rf"\b{each}\b" if each.isascii() else re.escape(each)
            words = re.sub(pattern, " ", words)
        return " ".join(words.split())

    def _said_in(self, words: str) -> Iterator[str]:
        return (said for said in self.sayings if said in words)

    def _of_age(self, words: str) -> list[Meaning]:
        years = [(each[0], int(each[1])) for each in AGE.finditer(words)]
        return [
            Meaning(said, *each)
            for said, age in years
            for ages, means in self.ages
            if age in ages
            for each in _placed(means)
        ]


def _placed(means: list[str]) -> list[tuple[str, int]]:
    return [(official, place) for place, official in enumerate(means)]


@lru_cache(maxsize=1)
def dictionary() -> Dictionary:
    return read(FILE)


def read(file: Path) -> Dictionary:
    blocks = yaml.load(file.read_text(encoding="utf-8"), TextDates)  # noqa: S506  it is a safe one
    sayings = _sayings(blocks)
    by_sound: dict[str, list[str]] = {}
    for said in sayings:
        for sound in sounds(said):
            by_sound.setdefault(sound, []).append(said)
    return Dictionary(
        sayings=sayings,
        places={page: _normal(names) for page, names in blocks["places"].items()},
        ages=[(range(each["from"], each["below"]), _normal(each["means"])) for each in blocks["ages"]],
        noise=sorted(_normal(blocks["noise"]), key=len, reverse=True),
        by_sound=by_sound,
    )


def _sayings(blocks: dict[str, Any]) -> dict[str, list[str]]:
    """The longest first, and what it means before the words that say the same."""
    found: dict[str, list[str]] = {}
    for entry in blocks["means"]:
        for said in _normal(entry["says"]):
            found.setdefault(said, []).extend(each for each in _normal(entry["means"]) if each != said)
    for group in map(_normal, blocks["same"]):
        for said in group:
            found.setdefault(said, []).extend(other for other in group if other != said)
    return {
        said: list(dict.fromkeys(found[said])) for said in sorted(found, key=lambda each: (-len(each), each))
    }


def _normal(texts: list[Any]) -> list[str]:
    return [normal(str(text)) for text in texts]
