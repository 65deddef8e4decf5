"""A department that answers as a test tells it to, in a thread of the test: `with serving(script) as address:`.

The script gets the handler of the connection and the body of the question, and writes what it likes to `wfile`.
"""

import hashlib
import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

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
    """`Content_Type="text/html"` sets that header."""
    sent = {"Content-Type": "application/json", "Content-Length": str(len(body))}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    handler.send_response(status)
    for name, value in sent.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


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
    }
    return json.dumps(reply | changes).encode()
