"""Numbers with check digits: identity numbers (GB 11643) and card numbers (ISO/IEC 7812-1, Luhn)."""

from datetime import date

IDENTITY_CHECKS = "10X98765432"
LONGEST_SEQUENCE = 999


def identity_number(region: str, birth_on: date, sequence: int) -> str:
    """`sequence`: 1 to 999, odd for men and even for women."""
    digits = f"{region}{birth_on:%Y%m%d}{sequence:03d}"
    weighted = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(digits))
    return digits + IDENTITY_CHECKS[weighted % 11]


def card_number(digits: str) -> str:
    """`digits` with their Luhn digit."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits))]
    return digits + str(-sum(value // 10 + value % 10 for value in doubled) % 10)
