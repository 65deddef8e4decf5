"""The unified social credit code of GB 32100-2015: 18 characters without I O S V Z, the last one a check character.

Catalogues that are in use carry wrong ones, so a code can be told what is wrong with it instead of being refused.
"""

from enum import StrEnum

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
BASE = 31


class CreditCodeFault(StrEnum):
    """In the order in which they are looked for; a code has the first that fits."""

    LENGTH = "LENGTH"
    ALPHABET = "ALPHABET"
    CASE = "CASE"
    CHECK = "CHECK"


def fault(code: str) -> CreditCodeFault | None:
    """What is wrong with the code as it is written; None: nothing."""
    if len(code) != LENGTH:
        return CreditCodeFault.LENGTH
    if not set(code.upper()) <= set(ALPHABET):
        return CreditCodeFault.ALPHABET
    if code != code.upper():
        return CreditCodeFault.CASE
    return None if check_character(code) == code[-1] else CreditCodeFault.CHECK


def check_character(code: str) -> str:
    """Of the first 17 characters: weights 3 to the power of the place, modulo 31."""
    total = sum(ALPHABET.index(sign) * pow(3, place, BASE) for place, sign in enumerate(code[: LENGTH - 1]))
    return ALPHABET[-total % BASE]
