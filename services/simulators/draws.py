"""Chance without chance: the same index always draws the same, on every machine and in every version of Python."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")


class Draws:
    """512 bits of a digest, spent one draw after the other."""

    def __init__(self, about: str, index: int) -> None:
        self._rest = int.from_bytes(blake2b(f"{about}:{index}".encode()).digest(), "big")

    def below(self, limit: int) -> int:
        self._rest, drawn = divmod(self._rest, limit)
        return drawn

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.below(len(choices))]

    def chance(self, of_a_thousand: int) -> bool:
        return self.below(1000) < of_a_thousand

    def weighted(self, choices: Sequence[tuple[T, int]]) -> T:
        """`(choice, weight)`; weights are whole numbers."""
        left = self.below(sum(weight for _, weight in choices))
        for choice, weight in choices:
            if left < weight:
                return choice
            left -= weight
        raise AssertionError("weights add up to more than they are")
