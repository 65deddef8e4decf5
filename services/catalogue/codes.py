"""The codes of GB/T 39554.1 and their parts: 12 characters of what (基本编码), 31 with who (实施编码), 33 with which case
(业务办理项编码), 43 with day and serial (办件编码).

    11440000006939756B 2 44 21 0104C 002   credit code 18, level 1, province 2, kind 2, main item 5, sub-item 3
    11440100696931785D 3 44 01 14008 003 14
    12441500196720244T 3 44 21 99806 003 20220623 0068

Codes of other directories are kept as they were written; what fits here fits the standard.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from services.departments.credit_codes import fault

BASIC = re.compile(r"(?P<province>\d{2})(?P<kind>\d{2})(?P<main>[0-9A-Z]{5})(?P<sub>\d{3})", re.ASCII)
LEVELS = "123456"
SERIAL = re.compile(r"[0-9A-Z]{4}", re.ASCII)
CREDIT, LEVEL, ITEM, VARIANT, CASE = 18, 19, 31, 33, 43


class BadCode(ValueError):
    """`part` names what is wrong: length, credit_code, level, basic_code, variant, day, serial."""

    def __init__(self, part: str, code: str) -> None:
        super().__init__(f"{part} of {code!r}")
        self.part = part


@dataclass(frozen=True)
class BasicCode:
    """基本编码: the same for everybody who does it. Province 00 is the whole country."""

    province: str
    kind: str
    main: str
    sub: str

    @classmethod
    def parse(cls, code: str) -> Self:
        form = BASIC.fullmatch(code)
        if form is None:
            raise BadCode("basic_code", code)
        return cls(**form.groupdict())

    def __str__(self) -> str:
        return self.province + self.kind + self.main + self.sub


@dataclass(frozen=True)
class ItemCode:
    """实施编码: this item at this department."""

    credit_code: str
    level: str
    basic: BasicCode

    @classmethod
    def parse(cls, code: str) -> Self:
        _measure(code, ITEM)
        if fault(code[:CREDIT]):
            raise BadCode("credit_code", code)
        if code[CREDIT] not in LEVELS:
            raise BadCode("level", code)
        return cls(code[:CREDIT], code[CREDIT], BasicCode.parse(code[LEVEL:]))

    def __str__(self) -> str:
        return f"{self.credit_code}{self.level}{self.basic}"


@dataclass(frozen=True)
class VariantCode:
    """业务办理项编码: one case of the item."""

    item: ItemCode
    number: str

    @classmethod
    def parse(cls, code: str) -> Self:
        _measure(code, VARIANT)
        number = code[ITEM:]
        if not (number.isascii() and number.isdigit()):
            raise BadCode("variant", code)
        return cls(ItemCode.parse(code[:ITEM]), number)

    def __str__(self) -> str:
        return f"{self.item}{self.number}"


@dataclass(frozen=True)
class CaseCode:
    """办件编码: one application, by the day it was sent. Serials past 9999 have a letter in front (case_codes.py)."""

    item: ItemCode
    day: date
    serial: str

    @classmethod
    def parse(cls, code: str) -> Self:
        _measure(code, CASE)
        if not SERIAL.fullmatch(code[-4:]):
            raise BadCode("serial", code)
        return cls(ItemCode.parse(code[:ITEM]), _day(code), code[-4:])

    def __str__(self) -> str:
        return f"{self.item}{self.day:%Y%m%d}{self.serial}"


def _measure(code: str, length: int) -> None:
    if len(code) != length:
        raise BadCode("length", code)


def _day(code: str) -> date:
    digits = code[ITEM : ITEM + 8]
    if not (digits.isascii() and digits.isdigit()):
        raise BadCode("day", code)
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise BadCode("day", code) from None
