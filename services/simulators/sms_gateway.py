"""`python -m services.simulators.sms_gateway --port N --replies-to URL`: the telephones of the city, on loopback only.

`POST /messages {"to", "words"}` takes a text message as a gateway does; `GET /messages` lists them, the newest first, and
`GET /` shows them to people, with a field to reply. `POST /replies {"from", "words"}`, as JSON or from that page, sends a
reply on to URL, signed with the secret in PORTAL_SMS_SECRET: HMAC-SHA256 over the time, a full stop and the body.
`{"id": …}` repeats an earlier one. Messages are gone when it ends.
"""

import argparse
import hmac
import html
import json
import os
import signal
import socketserver
import sys
import time
import urllib.error
import urllib.request
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

from services.simulators.lifeline import end_with_parent
from services.simulators.server import HOST, LARGEST_QUESTION

KEPT = 500
SECONDS = 10.0
SUCCESS = 2  # the hundred of a status
PAGE = """<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>短信</title><link rel="icon" href="data:,"><h1>短信（演示用的网关）</h1>{messages}</html>"""
MESSAGE = """<h2>{to}</h2><pre style="white-space:pre-wrap">{words}</pre>
<form method="post" action="/replies"><input type="hidden" name="from" value="{to}">
<label>回复 <input name="words" required></label> <button>发送</button></form>"""


class Gateway(ThreadingHTTPServer):
    """Raises OSError when the port is taken. Port 0 takes a free one."""

    daemon_threads = True

    def __init__(self, port: int, *, replies_to: str, secret: str) -> None:
        self.messages: deque[dict[str, str]] = deque(maxlen=KEPT)
        self.replies_to, self.secret = replies_to, secret.encode()
        super().__init__((HOST, port), Handler)

    def server_bind(self) -> None:
        """Without the look-up of our own name (see server.py)."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    def reply(self, number: str, words: str, key: str) -> int:
        """The status the portal answered with; 502 where it does not."""
        body = json.dumps({"id": key, "from": number, "words": words}, ensure_ascii=False).encode()
        at = str(int(time.time()))
        signature = hmac.digest(self.secret, f"{at}.".encode() + body, "sha256").hex()
        headers = {
            "Content-Type": "application/json",
            "X-Gateway-Time": at,
            "X-Gateway-Signature": signature,
        }
        request = urllib.request.Request(self.replies_to, body, headers)  # noqa: S310 - the address is the operator's
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 502


class Handler(BaseHTTPRequestHandler):
    server: Gateway
    protocol_version = "HTTP/1.1"
    timeout = 10

    def do_GET(self) -> None:
        messages = list(reversed(self.server.messages))
        if self.path == "/messages":
            return self._say(200, messages)
        if self.path == "/health":
            return self._say(200, {"messages": len(messages)})
        if self.path != "/":
            return self._say(404, {"error": "no_such_path"})
        shown = "".join(
            MESSAGE.format_map({name: html.escape(each[name]) for name in each}) for each in messages
        )
        return self._send(200, PAGE.format(messages=shown or "<p>还没有短信。</p>").encode(), "text/html")

    def do_POST(self) -> None:
        paths = {"/messages": self._take, "/replies": self._reply}
        length = self.headers.get("Content-Length", "")
        if self.path not in paths or not (
            length.isascii() and length.isdecimal() and int(length[:9]) <= LARGEST_QUESTION
        ):
            self.close_connection = True  # the body may still be on the way
            return self._say(404, {"error": "no_such_path"})
        try:
            return paths[self.path](self._read(self.rfile.read(int(length))))
        except (ValueError, KeyError, TypeError, AttributeError):
            return self._say(400, {"error": "not_a_message"})

    def _read(self, body: bytes) -> dict[str, str]:
        if self.headers.get("Content-Type", "").startswith("application/json"):
            given = json.loads(body)
        else:
            given = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        return {str(name): str(value) for name, value in given.items()}

    def _take(self, given: dict[str, str]) -> None:
        self.server.messages.append({"to": given["to"], "words": given["words"]})
        self._say(201, {"taken": True})

    def _reply(self, given: dict[str, str]) -> None:
        key = given.get("id") or uuid4().hex
        status = self.server.reply(given["from"], given["words"], key)
        if self.headers.get("Content-Type", "").startswith("application/json"):
            return self._say(200, {"id": key, "status": status})
        said = "已送到。一会儿再看有没有回信。" if status // 100 == SUCCESS else f"没有送到（{status}）。"
        page = PAGE.format(messages=f'<p>{said}</p><p><a href="/">回到短信</a></p>')
        return self._send(200, page.encode(), "text/html")

    def _say(self, status: int, content: Any) -> None:
        self._send(status, json.dumps(content, ensure_ascii=False).encode(), "application/json")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: messages are for people."""


def main() -> int:
    parser = argparse.ArgumentParser(description="The telephones of the city.")
    parser.add_argument("--port", type=int, default=0, help="on 127.0.0.1; without it a free one is taken")
    parser.add_argument("--replies-to", required=True, metavar="URL", help="where the portal takes replies")
    parser.add_argument("--with-parent", action="store_true", help="end when whoever started this is gone")
    wanted = parser.parse_args()
    if wanted.with_parent or os.environ.get("PORTAL_EMBEDDED"):
        end_with_parent()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    secret = os.environ.get("PORTAL_SMS_SECRET", "")
    with Gateway(wanted.port, replies_to=wanted.replies_to, secret=secret) as gateway:
        sys.stdout.write(f"sms_gateway http://{HOST}:{gateway.server_port}\n")
        sys.stdout.flush()
        gateway.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
