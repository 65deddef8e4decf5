"""Bytes to a department and back over HTTP, strictly, once.

httpcore and not httpx or requests: it follows no redirect, reads no proxy from the environment and unpacks nothing, and
it lets us stand between it and the socket. There every wait is cut to what is left of one deadline, so a server that
drips a byte now and then, in headers or in the body, ends when the deadline says and not when it likes.

No connection is kept: a question never waits for, or inherits, another's. At most eight at a time go to one department.
"""

import ssl
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import monotonic
from urllib.parse import urlsplit

import httpcore

from services.sharing.models import Reason
from services.sharing.port import NoAnswer

CONNECT_SECONDS, READ_SECONDS = 1.0, 2.0
LARGEST_BODY = 256 * 1024
AT_ONCE = 8
OK, BUSY, REDIRECTS, CLIENT_ERRORS = 200, 429, range(300, 400), range(400, 500)
WORTH_ANOTHER_TRY = (500, 502, 503, 504)
ALWAYS = {"Accept-Encoding": "identity", "Connection": "close", "User-Agent": "portal"}

_deadline: ContextVar[float] = ContextVar("deadline")


class TryAgain(Exception):
    """Nothing of an answer has been read, so the same question may be sent again. `after`: not before so many seconds."""

    def __init__(self, reason: Reason, after: float = 0.0) -> None:
        self.reason, self.after = reason, after


@dataclass(frozen=True)
class Came:
    """Headers by their names as HTTP writes them, `Content-Type`; one that came twice is not there."""

    headers: Mapping[str, str]
    body: bytes = field(repr=False)


class Wire:
    """`address`: scheme, host, port and perhaps a path before that of the question."""

    def __init__(self, address: str) -> None:
        """Raises ValueError for an address with a user, a query or no host."""
        parts = urlsplit(address)
        if not parts.hostname or parts.port == 0 or parts.username or parts.query or parts.fragment:
            raise ValueError("not the address of a service")
        self.address = address.rstrip("/")
        self.pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context() if parts.scheme == "https" else None,
            max_connections=AT_ONCE,
            max_keepalive_connections=0,
            network_backend=WithinDeadline(),
        )

    def post(self, path: str, headers: Mapping[str, str], body: bytes, deadline: float) -> Came:
        """Raises `NoAnswer` or `TryAgain`. An answer has the content type of the question."""
        _deadline.set(deadline)
        try:
            left = _left()
            extensions = {"timeout": {"connect": min(left, CONNECT_SECONDS), "pool": left}}
            sent: list[tuple[str | bytes, str | bytes]] = list({**headers, **ALWAYS}.items())
            with self.pool.stream(
                "POST", self.address + path, headers=sent, content=body, extensions=extensions
            ) as response:
                came = _head(response)
                _check_head(response.status, came, headers["Content-Type"])
                return Came(came, _body(response))
        except (httpcore.ConnectError, httpcore.ConnectTimeout):
            raise TryAgain(Reason.UNREACHABLE) from None
        except httpcore.TimeoutException:
            raise NoAnswer(Reason.DEADLINE) from None
        except (httpcore.NetworkError, httpcore.ProtocolError):
            raise NoAnswer(Reason.CUT) from None


def _left() -> float:
    left = _deadline.get() - monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left


def _head(response: httpcore.Response) -> dict[str, str]:
    names = [name.decode("ascii").title() for name, _ in response.headers]
    return {
        name: value.decode("latin-1")
        for name, (_, value) in zip(names, response.headers, strict=True)
        if names.count(name) == 1
    }


def _check_head(status: int, headers: Mapping[str, str], content_type: str) -> None:
    if status in WORTH_ANOTHER_TRY:
        raise TryAgain(Reason.ERROR, _after(headers))
    if status == BUSY:
        raise TryAgain(Reason.BUSY, _after(headers))
    if status in REDIRECTS:
        raise NoAnswer(Reason.REDIRECTED)
    if status in CLIENT_ERRORS:
        raise NoAnswer(Reason.DECLINED)
    if status != OK:
        raise NoAnswer(Reason.ERROR)
    if headers.get("Content-Type") != content_type or "Content-Encoding" in headers:
        raise NoAnswer(Reason.WRONG_TYPE)


def _after(headers: Mapping[str, str]) -> float:
    """`Retry-After` in seconds; a date is not waited for within one page, and neither is nonsense."""
    told = headers.get("Retry-After", "0")
    return float(told[:9]) if told.isascii() and told.isdecimal() else float("inf")


def _body(response: httpcore.Response) -> bytes:
    read = bytearray()
    for chunk in response.iter_stream():
        read += chunk
        if len(read) > LARGEST_BODY:
            raise NoAnswer(Reason.TOO_LARGE)
    return bytes(read)


class WithinDeadline(httpcore.NetworkBackend):
    """Opens sockets on which no wait is longer than a read may take, and than what the question has left."""

    def __init__(self) -> None:
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        return StreamWithinDeadline(
            self._sockets.connect_tcp(host, port, timeout, local_address, socket_options)
        )


class StreamWithinDeadline(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, min(_left(), READ_SECONDS))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, min(_left(), READ_SECONDS))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return StreamWithinDeadline(
            self._stream.start_tls(ssl_context, server_hostname, min(_left(), CONNECT_SECONDS))
        )

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
