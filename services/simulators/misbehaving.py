"""What a department does with a question under each fault: a function of the connection and the bytes that came.

Faults that lie about the contents are signed as an honest answer is, so that they reach whoever looks at contents; those
that lie about who speaks are not.
"""

import gzip
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Protocol

from services.simulators.envelope import Question
from services.simulators.faults import Fault

DRIP_SECONDS, DRIPS = 0.05, 1200  # a minute of one space each twentieth of a second
PIECE, PIECES = b" " * 65536, 1024
BOMB, DEPTH = 50_000_000, 100_000
XXE = b'<!DOCTYPE answer [<!ENTITY it SYSTEM "file:///etc/hostname">]><answer id="&it;"/>'
Reply = dict[str, Any]


class Connection(Protocol):
    """What `server.Handler` offers."""

    server: Any
    wfile: Any
    close_connection: bool

    def question(self, body: bytes) -> Question: ...
    def reply(self, question: Question) -> Reply: ...
    def written(self, reply: Mapping[str, Any]) -> bytes: ...
    def signed(self, content: bytes, reply: Mapping[str, Any]) -> dict[str, str]: ...
    def send(self, status: int, content: bytes, headers: Mapping[str, str] = ...) -> None: ...
    def head(self, status: int, length: int | None, headers: Mapping[str, str] = ...) -> None: ...
    def say(self, status: int, content: Reply) -> None: ...


Behaviour = Callable[[Connection, bytes], None]


def honest(connection: Connection, body: bytes) -> None:
    _answer(connection, connection.reply(connection.question(body)))


def _answer(connection: Connection, reply: Reply, content: bytes | None = None) -> None:
    """Signed; `content` in place of what the reply would be written as."""
    content = connection.written(reply) if content is None else content
    headers = connection.signed(content, reply)
    connection.server.last = (content, headers)
    connection.send(200, content, headers)


# --- not there, or not now


def down(connection: Connection, body: bytes) -> None:
    connection.say(503, {"error": "out_of_service"})


def error(connection: Connection, body: bytes) -> None:
    connection.say(500, {"error": "broken"})


def busy(connection: Connection, body: bytes) -> None:
    seconds = str(int(connection.server.switch.seconds))
    connection.send(429, b'{"error": "busy"}', {"Retry-After": seconds})


def latency(connection: Connection, body: bytes) -> None:
    time.sleep(connection.server.switch.seconds)
    honest(connection, body)


def slow(connection: Connection, body: bytes) -> None:
    """Spaces are JSON as far as they go, so the asker has to look at the clock and not at the bytes."""
    _flood(connection, b" ", DRIPS, DRIP_SECONDS)


def huge(connection: Connection, body: bytes) -> None:
    _flood(connection, PIECE, PIECES, 0)


def _flood(connection: Connection, piece: bytes, times: int, pause: float) -> None:
    connection.head(200, None)
    try:
        for _ in range(times):
            connection.wfile.write(piece)
            connection.wfile.flush()
            time.sleep(pause)
    except OSError:
        pass  # the asker has hung up
    connection.close_connection = True


def hang_up(connection: Connection, body: bytes) -> None:
    connection.close_connection = True


def cut(connection: Connection, body: bytes) -> None:
    reply = connection.reply(connection.question(body))
    content = connection.written(reply)
    connection.head(200, len(content), connection.signed(content, reply))
    connection.wfile.write(content[: len(content) // 2])
    connection.close_connection = True


def redirect(connection: Connection, body: bytes) -> None:
    connection.send(302, b"", {"Location": f"http://127.0.0.1:{connection.server.server_port}/health"})


# --- not an answer


def _instead(change: Callable[[bytes], bytes]) -> Behaviour:
    """A signed body in place of the proper one."""

    def behave(connection: Connection, body: bytes) -> None:
        reply = connection.reply(connection.question(body))
        _answer(connection, reply, change(connection.written(reply)))

    return behave


def _with(json: str, xml: str, charset: str = "utf-8") -> Callable[[bytes], bytes]:
    """One member more, in whichever of the two it is written."""

    def change(content: bytes) -> bytes:
        told = content.decode().replace("</answer>", f"{xml}</answer>", 1)
        return (told.replace("{", "{" + json + ", ", 1) if told.startswith("{") else told).encode(charset)

    return change


def gzip_bomb(connection: Connection, body: bytes) -> None:
    connection.send(200, _bomb(), {"Content-Encoding": "gzip"})


@cache
def _bomb() -> bytes:
    return gzip.compress(b" " * BOMB)


# --- an answer that is not the department's, or not to this question


def unsigned(connection: Connection, body: bytes) -> None:
    connection.send(200, connection.written(connection.reply(connection.question(body))))


def _signed_as(change: Callable[[dict[str, str]], dict[str, str]]) -> Behaviour:
    def behave(connection: Connection, body: bytes) -> None:
        reply = connection.reply(connection.question(body))
        content = connection.written(reply)
        connection.send(200, content, change(connection.signed(content, reply)))

    return behave


def replayed(connection: Connection, body: bytes) -> None:
    content, headers = connection.server.last or (b"{}", {})
    connection.send(200, content, headers)


def wrong_subject(connection: Connection, body: bytes) -> None:
    question = connection.question(body)
    id_no, record = connection.server.people.somebody_else(question.id_no)
    other = replace(question, name=str(record["population.name"]), id_no=id_no)
    _answer(connection, connection.reply(other))


# --- a poor answer


def extra_fields(connection: Connection, body: bytes) -> None:
    question = connection.question(body)
    department = connection.server.department
    everything = (*department.fields, *department.predicates, *department.kept)
    record = connection.server.people.find(question.name, question.id_no)
    values = department.values(record, everything, question.day)
    _answer(connection, connection.reply(question) | {"values": values})


def missing_field(connection: Connection, body: bytes) -> None:
    reply = connection.reply(connection.question(body))
    half = "values" if reply["values"] else "predicates"
    left = dict(list(reply[half].items())[1:])
    _answer(connection, reply | {half: left})


def _as_of(off: timedelta) -> Behaviour:
    def behave(connection: Connection, body: bytes) -> None:
        reply = connection.reply(connection.question(body))
        told = datetime.fromisoformat(reply["as_of"]) + off
        _answer(connection, reply | {"as_of": told.isoformat()})

    return behave


def duplicate_records(connection: Connection, body: bytes) -> None:
    reply = connection.reply(connection.question(body))
    _answer(connection, reply | {"values": [reply["values"], reply["values"]]})


def two_persons(connection: Connection, body: bytes) -> None:
    question = connection.question(body)
    _, other = connection.server.people.somebody_else(question.id_no)
    values = connection.server.department.values(other, question.fields, question.day)
    reply = connection.reply(question)
    _answer(connection, reply | {"values": [reply["values"], values]})


BEHAVIOUR: Mapping[Fault, Behaviour] = {
    Fault.NONE: honest,
    Fault.DOWN: down,
    Fault.ERROR: error,
    Fault.BUSY: busy,
    Fault.LATENCY: latency,
    Fault.SLOW: slow,
    Fault.HANG_UP: hang_up,
    Fault.CUT: cut,
    Fault.GARBAGE: _instead(lambda content: b'<html>\xff{"id": '),
    Fault.TRUNCATED: _instead(lambda content: content[: len(content) // 2]),
    Fault.WRONG_CHARSET: _instead(
        _with('"name": "王秀兰"', '<value code="population.name">王秀兰</value>', "gb18030")
    ),
    Fault.HUGE: huge,
    Fault.GZIP_BOMB: gzip_bomb,
    Fault.NESTED: _instead(lambda content: b'{"values":' + b"[" * DEPTH + b"]" * DEPTH + b"}"),
    Fault.NAN: _instead(_with('"income": NaN', '<value code="income" kind="number">NaN</value>')),
    Fault.TWICE: _instead(_with('"id": "another"', '<value code="a.b"/><value code="a.b"/>')),
    Fault.DOCTYPE: _instead(lambda content: XXE),
    Fault.REDIRECT: redirect,
    Fault.BAD_SIGNATURE: _signed_as(lambda headers: headers | {"Gw-Signature": "A" * 86 + "=="}),
    Fault.UNSIGNED: unsigned,
    Fault.OLD_KEY: _signed_as(lambda headers: headers | {"Gw-Key-Id": "0" * 16}),
    Fault.REPLAYED: replayed,
    Fault.WRONG_SUBJECT: wrong_subject,
    Fault.EXTRA_FIELDS: extra_fields,
    Fault.MISSING_FIELD: missing_field,
    Fault.OLD_AS_OF: _as_of(timedelta(days=-3650)),
    Fault.CLOCK_SKEW: _as_of(timedelta(minutes=10)),
    Fault.DUPLICATE_RECORDS: duplicate_records,
    Fault.TWO_PERSONS: two_persons,
}
