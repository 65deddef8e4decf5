"""Ports as people type them and as the machine has them."""

import errno
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.starting import ports


@given(st.integers(1, 65535))
def test_every_port_is_read(number: int) -> None:
    assert ports.read(str(number)) == number


@given(st.one_of(st.integers(max_value=0), st.integers(65536)).map(str) | st.text())
def test_anything_else_is_refused_in_one_sentence(text: str) -> None:
    if text.isascii() and text.isdecimal() and 1 <= int(text) <= 65535:
        return
    with pytest.raises(
        ports.PortError, match="is not a port: write --port with a whole number from 1 to 65535"
    ):
        ports.read(text)


@pytest.mark.parametrize("text", ["", "abc", "80.5", "-1", "+80", " 80", "８０００", "²", "1e3", "0x50"])
def test_what_looks_like_a_number_to_python_is_not_yet_a_port(text: str) -> None:
    with pytest.raises(ports.PortError):
        ports.read(text)


def test_a_free_port_may_be_used_and_a_taken_one_not() -> None:
    port = ports.free()
    ports.refuse_taken(port)
    said = rf"Port {port} is taken: .* ./run demo --port {port + 1}"
    with socket.create_server((ports.LOOPBACK, port)), pytest.raises(ports.PortError, match=said):
        ports.refuse_taken(port)
    ports.refuse_taken(port)


def test_a_free_port_is_none_that_an_outgoing_connection_may_be_given() -> None:
    assert all(ports.free() in ports.OURS for _ in range(50))


def test_the_same_port_is_never_given_twice() -> None:
    """Twenty by chance out of 18,000 would meet once in a hundred starts, and one of the two programs would never run."""
    assert len({ports.free() for _ in range(1000)}) == 1000


def test_the_port_that_a_person_chose_is_given_to_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen, other = 12_001, 12_002
    guesses = iter([chosen, other])
    monkeypatch.setattr(ports.random, "choice", lambda _: next(guesses))
    monkeypatch.setattr(ports, "_spoken_for", set())
    monkeypatch.setattr(ports, "refuse_taken", lambda port: None)
    assert ports.read(str(chosen)) == chosen
    assert ports.free() == other


def test_a_taken_port_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    taken, other = ports.free(), ports.free()
    guesses = iter([taken, taken, other])
    monkeypatch.setattr(ports.random, "choice", lambda _: next(guesses))
    monkeypatch.setattr(ports, "_spoken_for", set())
    with socket.create_server((ports.LOOPBACK, taken)):
        assert ports.free() == other


def test_a_port_that_is_taken_on_every_address_is_taken_here() -> None:
    with socket.create_server(("0.0.0.0", 0)) as server, pytest.raises(ports.PortError, match="is taken"):
        ports.refuse_taken(server.getsockname()[1])


class Refusing(socket.socket):
    error = errno.EACCES

    def bind(self, address: object) -> None:
        raise OSError(self.error, "words of the system")


@pytest.mark.parametrize(
    ("port", "error", "said"),
    [
        (80, errno.EACCES, "Port 80 is not yours to use: choose one from 1024 on"),
        (8000, errno.EADDRNOTAVAIL, r"Port 8000 cannot be used here \(words of the system\)"),
        (65535, errno.EADDRINUSE, "--port 65534"),
    ],
)
def test_each_reason_has_its_sentence(
    monkeypatch: pytest.MonkeyPatch, port: int, error: int, said: str
) -> None:
    monkeypatch.setattr(Refusing, "error", error)
    monkeypatch.setattr(socket, "socket", Refusing)
    with pytest.raises(ports.PortError, match=said):
        ports.refuse_taken(port)
