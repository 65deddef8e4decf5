"""The citizen identity number of GB 11643-1999: region (6), birth date (8), sequence (3), check character.

The region is not looked up: region 99, which exists nowhere, is what the demonstration uses. Numbers of 15 digits have
not been valid since 2013, but stand on old papers: `modern` makes them whole. The numbers of residents from Hong Kong,
Macao and Taiwan are not treated apart.
"""

import re
import unicodedata
from datetime import date

FORM = re.compile(r"[1-9]\d{5}(?P<birth>\d{8})\d{3}[\dX]", re.ASCII)
OLD = re.compile(r"[1-9]\d{14}", re.ASCII)
CENTURY = "19"  # of every old number: they ended in 1999 (three sequences of those born before 1900 are not known apart)
CHECKS = "10X98765432"
WEIGHTS = [2 ** (17 - place) % 11 for place in range(17)]
SHOWN = 4


def normalise(text: str) -> str:
    """As the registers write it, whatever was typed: full-width digits, spaces, a small x. Nothing is judged."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def is_valid(text: str) -> bool:
    """Whether the normal form is a number that could be somebody's: form, calendar date, check character."""
    return is_modern(normalise(text))


def is_modern(number: str) -> bool:
    """The same of a number that is in its normal form already: forms judge many of them."""
    return _birth(number) is not None and check_character(number[:17]) == number[17]


def modern(number: str) -> str:
    """The 18 characters that a number of 15 digits became; anything else as it is. Takes the normal form."""
    if OLD.fullmatch(number) is None:
        return number
    digits = number[:6] + CENTURY + number[6:]
    return digits + check_character(digits)


def check_character(digits: str) -> str:
    """ISO 7064 MOD 11-2 over the first 17 digits, as GB 11643 weighs them."""
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11]


def birth_date(text: str) -> date:
    """Raises ValueError when `text` is not a valid number."""
    birth = _birth(normalise(text))
    if birth is None or not is_valid(text):
        raise ValueError("not a valid identity number")  # never the text itself: errors end in logs
    return birth


def _birth(number: str) -> date | None:
    form = FORM.fullmatch(number)
    try:
        return date.fromisoformat(form["birth"]) if form else None
    except ValueError:
        return None


def age_on(birth: date, day: date) -> int:
    """Completed years (周岁): the birthdays that have come by that day, by the calendar of the Common Era.

    The birthday itself counts. Whoever was born on 29 February is a year older on 1 March of a common year: by article
    202 of the Civil Code a term of years without a corresponding day ends with the last day of that month. (Criminal
    law alone counts from the day after the birthday; this is not for it.) Raises ValueError before the birth.
    """
    if day < birth:
        raise ValueError("the day is before the birth")
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def mask(text: str) -> str:
    """Stars and the last four characters; of anything shorter than a number, stars only."""
    number = normalise(text)
    shown = number[-SHOWN:] if len(number) > 2 * SHOWN else ""
    return "*" * (len(number) - len(shown)) + shown
