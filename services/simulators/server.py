"""The HTTP side of a department, on loopback only.

`POST /v1/requests` answers questions; `POST /control` sets a fault, changes a value or resets both; `GET /health` says
who answers, for how many people, with which fault, and how often it has been asked. Where it is a witness of the portal's
log, `POST /witness/add-checkpoint` and `GET /witness/checkpoint` are its two words (witness.py).
"""

import json
import socketserver
import sys
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from services.simulators.envelope import BadQuestion, Question, answer, read
from services.simulators.faults import Fault, Switch
from services.simulators.people import People
from services.simulators.register import Department
from services.simulators.witness import Witness

HOST = "127.0.0.1"
LARGEST_QUESTION = 64 * 1024
DRIP_SECONDS, DRIPS = 0.05, 1200  # a minute of one space each twentieth of a second


class Server(ThreadingHTTPServer):
    """Raises OSError when the port is taken. Port 0 takes a free one."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self, department: Department, people: People, port: int, witness: Witness | None = None
    ) -> None:
        self.department = department
        self.witness = witness
        self.people = people
        self.switch = Switch()
        super().__init__((HOST, port), Handler)

    def server_bind(self) -> None:
        """Without the look-up of our own name, which may take seconds on a machine without a resolver."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """An asker who hangs up is no fault of ours; anything else is, and is shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 10

    def do_GET(self) -> None:
        server = self.server
        if self.path == "/witness/checkpoint" and server.witness:
            return self._send(200, server.witness.last().encode(), "text/plain; charset=utf-8")
        if self.path != "/health":
            return self._say(404, {"error": "no_such_path"})
        return self._say(
            200,
            {
                "department": server.department.code,
                "people": len(server.people),
                "fault": server.switch.fault,
                "asked": server.switch.asked,
            },
        )

    def do_POST(self) -> None:
        paths = {"/v1/requests": self._request, "/control": self._control}
        if self.server.witness:
            paths["/witness/add-checkpoint"] = self._witness
        length = self.headers.get("Content-Length", "")
        try:
            if self.path not in paths:
                raise BadQuestion("no_such_path")
            if not (length.isascii() and length.isdecimal() and int(length[:9]) <= LARGEST_QUESTION):
                raise BadQuestion("too_large")
            paths[self.path](self.rfile.read(int(length)))
        except BadQuestion as bad:
            self.close_connection = True  # the body may still be on the way
            self._say(404 if str(bad) == "no_such_path" else 400, {"error": str(bad)})

    def _witness(self, body: bytes) -> None:
        if witness := self.server.witness:
            reply = witness.add(body.decode(errors="replace"))
            self._send(reply.status, reply.text.encode(), reply.kind)

    def _request(self, body: bytes) -> None:
        FAULTS[self.server.switch.next()](self, body)

    def _answer(self, body: bytes) -> None:
        self._say(200, self._reply(self._question(body)))

    def _question(self, body: bytes) -> Question:
        question = read(body)
        self.server.department.check(question)
        return question

    def _reply(self, question: Question) -> dict[str, Any]:
        department = self.server.department
        record = self.server.people.find(question.name, question.id_no)
        values = department.values(record, question.fields, question.day)
        return answer(question, values, department.judge(record, question))

    def _down(self, body: bytes) -> None:
        self._say(503, {"error": "out_of_service"})

    def _error(self, body: bytes) -> None:
        self._say(500, {"error": "broken"})

    def _garbage(self, body: bytes) -> None:
        self._send(200, b'<html>\xff{"id": ')

    def _slow(self, body: bytes) -> None:
        """Spaces are JSON as far as they go, so the asker has to look at the clock and not at the bytes."""
        self._head(200, None)
        try:
            for _ in range(DRIPS):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(DRIP_SECONDS)
        except OSError:
            pass  # the asker has hung up
        self.close_connection = True

    def _wrong_subject(self, body: bytes) -> None:
        question = self._question(body)
        id_no, record = self.server.people.somebody_else(question.id_no)
        other = replace(question, name=str(record["population.name"]), id_no=id_no)
        self._say(200, self._reply(other))

    def _extra_fields(self, body: bytes) -> None:
        question = self._question(body)
        reply = self._reply(question)
        record = self.server.people.find(question.name, question.id_no)
        department = self.server.department
        reply["values"] = department.values(
            record, (*department.fields, *department.predicates, *department.kept), question.day
        )
        self._say(200, reply)

    def _control(self, body: bytes) -> None:
        try:
            order = json.loads(body)
            if order.get("reset"):
                self.server.people.forget_changes()
                self.server.switch.reset()
            if "fault" in order:
                self.server.switch.set(Fault(order["fault"]), _times(order))
            if change := order.get("set"):
                department = self.server.department
                department.set(self.server.people, change["id_no"], change["field"], change["value"])
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BadQuestion("not_an_order") from None
        self._say(200, {"fault": self.server.switch.fault})

    def _say(self, status: int, content: dict[str, Any]) -> None:
        self._send(status, json.dumps(content, ensure_ascii=False).encode())

    def _send(self, status: int, body: bytes, kind: str = "application/json") -> None:
        self._head(status, len(body), kind)
        self.wfile.write(body)

    def _head(self, status: int, length: int | None, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: questions are about people."""


def _times(order: dict[str, Any]) -> int | None:
    times = order.get("times")
    if times is None or (type(times) is int and times > 0):
        return times
    raise ValueError


FAULTS = {
    Fault.NONE: Handler._answer,
    Fault.DOWN: Handler._down,
    Fault.ERROR: Handler._error,
    Fault.SLOW: Handler._slow,
    Fault.GARBAGE: Handler._garbage,
    Fault.WRONG_SUBJECT: Handler._wrong_subject,
    Fault.EXTRA_FIELDS: Handler._extra_fields,
}
