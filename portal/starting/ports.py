"""Ports of this machine: read one from a command line, see whether it is taken, find a free one.

Nothing here holds a port: between the look and the server's own binding another program may take it, and then
the server says so itself. Standard library.
"""

import contextlib
import errno
import random
import socket

LOOPBACK = "127.0.0.1"
HIGHEST = 65535
OURS = range(12_000, 30_000)
_spoken_for: set[int] = set()  # by this process, which may not listen there yet


class PortError(Exception):
    """One sentence for the person who chose the port."""


def read(text: str) -> int:
    """The port that `text` names, or a PortError that says what a port is."""
    if text.isascii() and text.isdecimal() and 1 <= (port := int(text)) <= HIGHEST:
        _spoken_for.add(port)
        return port
    raise PortError(f"{text!r} is not a port: write --port with a whole number from 1 to {HIGHEST}.")


def refuse_taken(port: int) -> None:
    """Raise a PortError where nobody could listen on `port` now."""
    with socket.socket() as probe:
        # else connections that wait for their end look like a taken port right after a stop
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            raise PortError(_why(port, error)) from error


def _why(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < HIGHEST else port - 1
        return (
            f"Port {port} is taken: end the other program, or choose another port: ./run demo --port {other}"
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is not yours to use: choose one from 1024 on, such as ./run demo --port 8000"
    return f"Port {port} cannot be used here ({error.strerror}): choose another one."


def free() -> int:
    """A port that nobody listens on at this moment, and never the same one twice: whoever starts twenty programs asks twenty
    times before the first of them listens.

    By chance and below the ports that systems lend to outgoing connections (Linux from 32768, others from 49152): of those
    the next connection of any program may take the very one that was just found free, and keep it.
    """
    while True:
        port = random.choice(OURS)  # noqa: S311 - a guess is no danger
        if port in _spoken_for:
            continue
        with contextlib.suppress(PortError):
            refuse_taken(port)
            _spoken_for.add(port)
            return port
