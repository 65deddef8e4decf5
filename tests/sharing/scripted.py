"""A department that answers as a test tells it to, in a thread of the test: `with serving(script) as address:`.

The script gets the handler of the connection and the body of the question, and writes what it likes to `wfile`.
"""

import hashlib
import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from django.conf import settings

from services.sharing.port import Letterhead, Question
from services.simulators.envelope import subject_hash
from services.simulators.seals import QUESTION, Keys, digest, text

AT = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
Script = Callable[[BaseHTTPRequestHandler, bytes], None]


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def server_bind(self) -> None:
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Askers hang up here on purpose."""


@contextmanager
def serving(script: Script) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            script(self, self.rfile.read(int(self.headers["Content-Length"])))

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = Quiet(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def say(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    """Unsigned. `Content_Type="text/html"` sets that header."""
    sent = {"Content-Type": "application/json", "Content-Length": str(len(body))}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    handler.send_response(status)
    for name, value in sent.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def tell(handler: BaseHTTPRequestHandler, asked: bytes, body: bytes) -> None:
    """Signed by the department that was asked, as an answer to this very question, whatever the body says."""
    headers, subject = handler.headers, json.loads(asked)["subject"]
    signed = text(f"POST {handler.path}", QUESTION, headers)
    own = {
        "Gw-Id": headers["Gw-Id"],
        "Gw-Nonce": headers["Gw-Nonce"],
        "Gw-Request-Hash": digest(headers["Gw-Suite"], signed).hex(),
        "Gw-Subject-Hash": subject_hash(subject["name"], subject["id_no"]),
        "Content-Type": "application/json",
    }
    keys = Keys(Path(settings.GATEWAY_KEY_FOLDER), headers["Gw-Service"])
    told = keys.sign(headers["Gw-Suite"], own, body)
    say(handler, body, **{name.replace("-", "_"): value for name, value in told.items()})


def question(body: bytes = b"{}", seconds: float = 30.0, service: str = "civil_affairs") -> Question:
    """One that nobody has written down, with so much time left."""
    letterhead = Letterhead(uuid4(), service, "test:1", "test@1", "0" * 64)
    return Question(letterhead, body, monotonic() + seconds, AT)


def honest(body: bytes, values: dict[str, Any] | None = None, /, **changes: Any) -> bytes:
    """An answer as it should be, with `changes` to make it otherwise."""
    asked = json.loads(body)
    subject = json.dumps(asked["subject"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    reply = {
        "id": asked["id"],
        "request_hash": hashlib.sha256(body).hexdigest(),
        "subject_hash": hashlib.sha256(subject.encode()).hexdigest(),
        "as_of": asked["asked_at"],
        "values": values or {},
        "predicates": dict.fromkeys(asked["predicates"], "YES"),
        "rules": asked.get("rules", {}),
    }
    return json.dumps(reply | changes).encode()
