"""What a certificate says, settled at issue: title, issuer, statement and the lines of its record, in each language."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from services.certificates.errors import RecordMismatch
from services.certificates.models import CertificateType, Line, Wording
from services.certificates.statements import fill_text
from services.texts import Text

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
# Gaps every statement may have, beside the names of the type's own fields.
GIVEN = frozenset({"name", "id_no", "issuer", "issued_on", "valid_from"})


def settle(
    kind: CertificateType,
    record: Mapping[str, Text | str],
    *,
    name: str,
    id_no: str,
    issued_on: date,
    valid_from: date,
) -> Wording:
    """Raises `RecordMismatch` unless the record holds exactly the fields of its type."""
    asked = {field["name"] for field in kind.fields}
    if asked != set(record):
        raise RecordMismatch(asked - set(record), set(record) - asked)
    given: dict[str, Text | str] = {
        "name": name,
        "id_no": id_no,
        "issuer": kind.issuer.name,
        "issued_on": in_words(issued_on),
        "valid_from": in_words(valid_from),
    }
    return {
        "title": kind.name,
        "issuer": kind.issuer.name,
        "statement": fill_text(kind.statement, {**record, **given}),
        "lines": [
            _line(field["label"], record[field["name"]]) for field in kind.fields if not field.get("hidden")
        ],
    }


def _line(label: Text, value: Text | str) -> Line:
    return {"label": label, "value": {"zh": value} if isinstance(value, str) else value}


def in_words(day: date) -> Text:
    """2026年6月12日, 12 June 2026."""
    return {
        "zh": f"{day.year}年{day.month}月{day.day}日",
        "en": f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    }


def last_day(first: date, months: int) -> date:
    """The last day of so many months that begin with `first`; where that day is missing, the month's last (民法典 202)."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    days = monthrange(year, month + 1)[1]
    if first.day > days:
        return date(year, month + 1, days)
    return date(year, month + 1, first.day) - timedelta(days=1)
