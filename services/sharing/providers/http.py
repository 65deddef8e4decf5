"""A department over HTTP, strictly.

httpcore and not httpx or requests: it follows no redirect, reads no proxy from the environment and unpacks nothing, and
it lets us stand between it and the socket. There every wait is cut to what is left of one deadline, so a server that
drips a byte now and then, in headers or in the body, ends when the deadline says and not when it likes.

No connection is kept: a question never waits for, or inherits, another's. At most eight at a time go to one department.
Departments are authenticated by TLS only; requests and answers are not signed.
"""

import ssl
from collections.abc import Iterable
from contextvars import ContextVar
from time import monotonic
from urllib.parse import urlsplit

import httpcore

from services.sharing.models import Reason
from services.sharing.providers.base import NoAnswer, Question

PATH = "/v1/requests"
CONNECT_SECONDS = 1.0
LARGEST_BODY = 256 * 1024
AT_ONCE = 8
TRIES = 2
OK, REDIRECTS, CLIENT_ERRORS = 200, range(300, 400), range(400, 500)
WORTH_ANOTHER_TRY = (502, 503)
HEADERS: dict[str | bytes, str | bytes] = {
    "Content-Type": "application/json",
    "Accept": "application/json",
    "Accept-Encoding": "identity",
    "Connection": "close",
    "User-Agent": "portal",
}

_deadline: ContextVar[float] = ContextVar("deadline")


class TryAgain(Exception):
    """The department was not there. Nothing has been read, so asking once more is safe."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason


class HttpProvider:
    """`address`: scheme, host, port and perhaps a path before `/v1/requests`."""

    def __init__(self, address: str) -> None:
        """Raises ValueError for an address with a user, a query or no host."""
        parts = urlsplit(address)
        if not parts.hostname or parts.port == 0 or parts.username or parts.query or parts.fragment:
            raise ValueError("not the address of a service")
        self.url = address.rstrip("/") + PATH
        self.pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context() if parts.scheme == "https" else None,
            max_connections=AT_ONCE,
            max_keepalive_connections=0,
            network_backend=WithinDeadline(),
        )

    def ask(self, question: Question) -> bytes:
        _deadline.set(question.deadline)
        reason = Reason.UNREACHABLE
        for _ in range(TRIES):
            try:
                return self._try(question.body)
            except TryAgain as problem:
                reason = problem.reason
        raise NoAnswer(reason)

    def _try(self, body: bytes) -> bytes:
        try:
            left = _left()
            extensions = {"timeout": {"connect": min(left, CONNECT_SECONDS), "pool": left}}
            with self.pool.stream(
                "POST", self.url, headers=HEADERS, content=body, extensions=extensions
            ) as response:
                _check_head(response)
                return _body(response)
        except (httpcore.ConnectError, httpcore.ConnectTimeout):
            raise TryAgain(Reason.UNREACHABLE) from None
        except httpcore.TimeoutException:
            raise NoAnswer(Reason.DEADLINE) from None
        except (httpcore.NetworkError, httpcore.ProtocolError):
            raise NoAnswer(Reason.ERROR) from None


def _left() -> float:
    left = _deadline.get() - monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left


def _check_head(response: httpcore.Response) -> None:
    headers = {name.lower(): value for name, value in response.headers}
    if response.status in WORTH_ANOTHER_TRY:
        raise TryAgain(Reason.ERROR)
    if response.status in REDIRECTS:
        raise NoAnswer(Reason.REDIRECTED)
    if response.status in CLIENT_ERRORS:
        raise NoAnswer(Reason.DECLINED)
    if response.status != OK:
        raise NoAnswer(Reason.ERROR)
    if headers.get(b"content-type") != b"application/json" or b"content-encoding" in headers:
        raise NoAnswer(Reason.WRONG_TYPE)


def _body(response: httpcore.Response) -> bytes:
    read = bytearray()
    for chunk in response.iter_stream():
        read += chunk
        if len(read) > LARGEST_BODY:
            raise NoAnswer(Reason.TOO_LARGE)
    return bytes(read)


class WithinDeadline(httpcore.NetworkBackend):
    """Opens sockets on which no wait is longer than what the question has left."""

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
        return self._stream.read(max_bytes, _left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return StreamWithinDeadline(self._stream.start_tls(ssl_context, server_hostname, _left()))

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
