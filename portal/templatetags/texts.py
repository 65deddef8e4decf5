"""Filters that put data into words of the page's language: texts, money, days, moments, masked numbers.

Chinese follows the look's rules (6月12日 without spaces, thousands as 1,000), English the day first. `lately` asks the
clock, as pages may; all the others depend on their value and the language alone.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.translation import get_language, gettext

from services.texts import in_language

register = template.Library()

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# length of the number -> how much of its start is shown, and the stars; of anything else only the end is shown
MASKS = {18: (4, "**** ****"), 11: (3, "****")}
SHOWN_AT_END = 4
SHORTEST = 2 * SHOWN_AT_END  # of a shorter number the end would already tell half


def chinese() -> bool:
    return not (get_language() or "zh").startswith("en")


@register.simple_tag
def gap() -> str:
    """Between two sentences: a space, and none in Chinese."""
    return "" if chinese() else " "


@register.filter
def exact(at: datetime) -> str:
    """For `<time datetime>`: to the second, for HTML knows no microseconds."""
    return timezone.localtime(at).isoformat(timespec="seconds")


@register.filter
def text(value: Mapping[str, str] | str | None) -> str:
    """`{"zh": …, "en": …}` in the page's language, Chinese where the other is missing."""
    return in_language(value, get_language() or "zh")


@register.filter
def money(fen: int | None) -> str:
    """Fen as yuan without the unit: 100000 is 1,000; 30050 is 300.50."""
    if fen is None:
        return ""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan:,}" + (f".{rest:02}" if rest else "")


@register.filter
def day(value: date | datetime | str | None) -> str:
    """A date, an aware datetime (its day in the portal's time zone) or ISO text: 2026年6月12日, 12 June 2026."""
    found = _date(value)
    if found is None:
        return str(value or "")
    if chinese():
        return f"{found.year}年{found.month}月{found.day}日"
    return f"{found.day} {MONTHS[found.month - 1]} {found.year}"


@register.filter
def month(value: date | str | None) -> str:
    """A month as records carry it ("2015-07", or any day in it): 2015年7月, July 2015."""
    found = _date(f"{value}-01" if isinstance(value, str) and len(value) == len("2015-07") else value)
    if found is None:
        return str(value or "")
    return f"{found.year}年{found.month}月" if chinese() else f"{MONTHS[found.month - 1]} {found.year}"


@register.filter
def moment(value: datetime | None) -> str:
    """2026年6月12日 09:12, 12 June 2026, 09:12; in the portal's time zone."""
    if value is None:
        return ""
    clock = f"{timezone.localtime(value):%H:%M}"
    return f"{day(value)} {clock}" if chinese() else f"{day(value)}, {clock}"


@register.filter
def lately(value: datetime | date | None) -> str:
    """As short as it stays clear today: 今天 09:12, 6月1日 within the year, else the whole date."""
    found = _date(value)
    if found is None:
        return ""
    today = timezone.localdate()
    if found == today:
        clock = f" {timezone.localtime(value):%H:%M}" if isinstance(value, datetime) else ""
        return f"{gettext('today')}{clock}"
    if found.year != today.year:
        return day(found)
    return f"{found.month}月{found.day}日" if chinese() else f"{found.day} {MONTHS[found.month - 1]}"


@register.filter
def masked(value: str | None) -> str:
    """9901 **** **** 0028, 138 **** 6021, **** 0318: start and end of a number, never the middle."""
    number = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", value or ""))
    if len(number) < SHORTEST:
        return "****" if number else ""
    shown, stars = MASKS.get(len(number), (0, "****"))
    return f"{number[:shown]} {stars} {number[-SHOWN_AT_END:]}".strip()


def _date(value: date | datetime | str | None) -> date | None:
    if isinstance(value, datetime):
        return timezone.localtime(value).date()
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return value
