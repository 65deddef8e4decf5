"""The HTTP side of a department, on loopback only.

`POST /v1/requests` answers questions of the gateway, signed both ways; `POST /v1/withdrawals` acknowledges that a consent is
no more; `POST /control` sets a fault, changes a value or resets both; `GET /health` says who answers, for how many people, with
which fault, and how often it has been asked; `GET /log` lists the calls that were heard, the oldest first, and the withdrawals,
for holding the portal's own record against it. Where it is a witness of the portal's log, `POST /witness/add-checkpoint` and
`GET /witness/checkpoint` are its two words (witness.py).
"""

import json
import socketserver
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from services.simulators.envelope import BadQuestion, Question, answer
from services.simulators.faults import Fault, Switch
from services.simulators.misbehaving import BEHAVIOUR
from services.simulators.people import People
from services.simulators.register import Department
from services.simulators.seals import Guard, Untrusted
from services.simulators.speech import SPEECHES
from services.simulators.witness import Witness

HOST = "127.0.0.1"
PATH, WITHDRAWALS = "/v1/requests", "/v1/withdrawals"
HEARD = ("Gw-Id", "Gw-Nonce", "Gw-User", "Gw-Represented")  # of a call, in the log
LARGEST_QUESTION = 64 * 1024
LONGEST_PAUSE = 60.0


class Server(ThreadingHTTPServer):
    """Raises OSError when the port is taken. Port 0 takes a free one."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self,
        department: Department,
        people: People,
        port: int,
        guard: Guard,
        witness: Witness | None = None,
    ) -> None:
        self.department = department
        self.witness = witness
        self.people = people
        self.keys, self.guard = guard.keys, guard
        self.switch = Switch()
        self.log: list[dict[str, Any]] = []
        self.withdrawn: list[dict[str, str]] = []
        self.last: tuple[bytes, dict[str, str]] | None = None
        super().__init__((HOST, port), Handler)

    def reset(self) -> None:
        self.people.forget_changes()
        self.switch.reset()
        self.log, self.withdrawn, self.last = [], [], None

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
        paths = {"/health": self._health, "/log": self._log}
        if self.path == "/witness/checkpoint" and self.server.witness:
            content = self.server.witness.last().encode()
            return self.send(200, content, {"Content-Type": "text/plain; charset=utf-8"})
        if self.path not in paths:
            return self.say(404, {"error": "no_such_path"})
        return self.say(200, paths[self.path]())

    def _health(self) -> dict[str, Any]:
        server = self.server
        return {
            "department": server.department.code,
            "people": len(server.people),
            "fault": server.switch.fault,
            "asked": server.switch.asked,
        }

    def _log(self) -> dict[str, Any]:
        return {"calls": self.server.log, "withdrawn": self.server.withdrawn}

    def do_POST(self) -> None:
        paths = {PATH: self._request, WITHDRAWALS: self._withdrawal, "/control": self._control}
        if self.server.witness:
            paths["/witness/add-checkpoint"] = self._witness
        length = self.headers.get("Content-Length", "")
        try:
            if self.path not in paths:
                raise BadQuestion("no_such_path")
            if not (length.isascii() and length.isdecimal() and int(length[:9]) <= LARGEST_QUESTION):
                raise BadQuestion("too_large")
            paths[self.path](self.rfile.read(int(length)))
        except Untrusted as not_heard:
            self.say(401, {"error": str(not_heard)})
        except BadQuestion as bad:
            self.close_connection = True  # the body may still be on the way
            self.say(404 if str(bad) == "no_such_path" else 400, {"error": str(bad)})

    def _witness(self, body: bytes) -> None:
        if witness := self.server.witness:
            reply = witness.add(body.decode(errors="replace"))
            self.send(reply.status, reply.text.encode(), {"Content-Type": reply.kind})

    def _request(self, body: bytes) -> None:
        self._request_hash = self.server.guard.check(f"POST {PATH}", dict(self.headers), body)
        fault = self.server.switch.next()
        call = {name[3:].lower(): self.headers.get(name, "") for name in HEARD}
        self.server.log.append(call | {"fault": fault, "at": time.time()})
        BEHAVIOUR[fault](self, body)

    def _withdrawal(self, body: bytes) -> None:
        """Any fault but none is a department that is not there."""
        self._request_hash = self.server.guard.check(f"POST {WITHDRAWALS}", dict(self.headers), body)
        if self.server.switch.next() != Fault.NONE:
            return self.say(503, {"error": "out_of_service"})
        try:
            told = {name: str(json.loads(body)[name]) for name in ("id", "consent", "withdrawn_at")}
        except (ValueError, KeyError, TypeError):
            raise BadQuestion("not_a_withdrawal") from None
        if told not in self.server.withdrawn:
            self.server.withdrawn.append(told)
        content = json.dumps({"id": told["id"], "acknowledged": told["consent"]}).encode()
        as_of = datetime.fromtimestamp(time.time(), UTC).isoformat()
        headers = self.signed(content, {"subject_hash": "", "as_of": as_of}, "application/json")
        return self.send(200, content, headers)

    def _control(self, body: bytes) -> None:
        try:
            order = json.loads(body)
            if order.get("reset"):
                self.server.reset()
            if "fault" in order:
                self.server.switch.set(Fault(order["fault"]), _times(order), _seconds(order))
            if change := order.get("set"):
                department = self.server.department
                department.set(self.server.people, change["id_no"], change["field"], change["value"])
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BadQuestion("not_an_order") from None
        self.say(200, {"fault": self.server.switch.fault})

    # --- what behaviours are made of

    def question(self, body: bytes) -> Question:
        """Raises `BadQuestion`."""
        question = SPEECHES[self.server.department.speaks].read(body)
        self.server.department.check(question)
        return question

    def reply(self, question: Question) -> dict[str, Any]:
        department = self.server.department
        record = self.server.people.find(question.name, question.id_no)
        values = department.values(record, question.fields, question.day)
        return answer(question, values, department.judge(record, question))

    def written(self, reply: Mapping[str, Any]) -> bytes:
        return SPEECHES[self.server.department.speaks].write(reply)

    def signed(self, content: bytes, reply: Mapping[str, Any], kind: str = "") -> dict[str, str]:
        headers = {
            "Gw-Id": self.headers["Gw-Id"],
            "Gw-Nonce": self.headers["Gw-Nonce"],
            "Gw-Request-Hash": self._request_hash,
            "Gw-Subject-Hash": reply["subject_hash"],
            "Gw-As-Of": reply["as_of"],
            "Content-Type": kind or SPEECHES[self.server.department.speaks].content_type,
        }
        return self.server.keys.sign(self.headers["Gw-Suite"], headers, content)

    def say(self, status: int, content: dict[str, Any]) -> None:
        headers = {"Content-Type": "application/json"}
        self.send(status, json.dumps(content, ensure_ascii=False).encode(), headers)

    def send(self, status: int, content: bytes, headers: Mapping[str, str] = {}) -> None:
        self.head(status, len(content), headers)
        self.wfile.write(content)

    def head(self, status: int, length: int | None, headers: Mapping[str, str] = {}) -> None:
        own = {"Content-Type": SPEECHES[self.server.department.speaks].content_type}
        self.send_response(status)
        for name, value in (own | dict(headers)).items():
            self.send_header(name, value)
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


def _seconds(order: dict[str, Any]) -> float:
    seconds = float(order.get("seconds") or 0)
    if 0 <= seconds <= LONGEST_PAUSE:
        return seconds
    raise ValueError
