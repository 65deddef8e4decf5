"""Where a value might have got to: every column of every table, every file, the cache, the mail, sessions, as bytes.

A value counts as found in any dress it is likely to wear: plain, escaped as JSON, hexadecimal, base64, and quoted for an
address.
"""

import json
import pickle
from base64 import b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connection


def dresses(value: str) -> list[bytes]:
    plain = value.encode()
    escaped = json.dumps(value)[1:-1].encode()
    # in base64 a text looks different at each of three beginnings; what stays in the middle is looked for
    middles = [b64encode(b"x" * shift + plain)[4:-4] for shift in range(3)]
    return [plain, escaped, plain.hex().encode(), quote(value).encode(), *middles]


def holds(content: bytes, value: str) -> bool:
    return any(dress in content for dress in dresses(value))


def in_tables(value: str) -> list[str]:
    """`table.column` of every cell that holds it."""
    found = []
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                found += [
                    f"{table}.{name}"
                    for name, cell in zip(columns, row, strict=True)
                    if holds(_bytes(cell), value)
                ]
    return sorted(set(found))


def _bytes(cell: object) -> bytes:
    if isinstance(cell, bytes | bytearray | memoryview):
        return bytes(cell)
    return (json.dumps(cell, ensure_ascii=False) if isinstance(cell, dict | list) else str(cell)).encode()


def in_files(folder: Path, value: str) -> list[str]:
    return sorted(
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and holds(file.read_bytes(), value)
    )


def elsewhere(value: str) -> list[str]:
    return [place for place, content in _others() if holds(content, value)]


def _others() -> Iterator[tuple[str, bytes]]:
    yield "cache", pickle.dumps(list(getattr(cache, "_cache", {}).items()))
    for message in mail.outbox:
        yield "mail", message.message().as_bytes() + message.subject.encode() + str(message.body).encode()
    for session in Session.objects.all():
        yield "session", json.dumps(session.get_decoded(), default=str).encode()


def in_answers(answers: Iterable[tuple[str, bytes]], value: str) -> list[str]:
    return sorted({address for address, content in answers if holds(content, value)})
