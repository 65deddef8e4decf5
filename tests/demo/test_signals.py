"""What ends a demo, and what does not when the person said so; where it never begins."""

import signal
from collections.abc import Callable

import pytest

from portal.demo import serve

Handlers = dict[int, object]


@pytest.fixture
def handlers(monkeypatch: pytest.MonkeyPatch) -> Handlers:
    """The handlers of a process that has just begun."""
    kept: Handlers = {signal.SIGHUP: signal.SIG_DFL}
    monkeypatch.setattr(serve.signal, "signal", kept.__setitem__)
    monkeypatch.setattr(serve.signal, "getsignal", kept.__getitem__)
    return kept


def test_three_signals_end_it(handlers: Handlers) -> None:
    serve.end_on_signals()
    assert set(handlers) == {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    assert set(handlers.values()) == {signal.default_int_handler}


def test_a_demo_under_nohup_outlives_its_terminal(handlers: Handlers) -> None:
    handlers[signal.SIGHUP] = signal.SIG_IGN
    serve.end_on_signals()
    assert handlers[signal.SIGHUP] == signal.SIG_IGN
    assert handlers[signal.SIGTERM] == signal.default_int_handler


class Server:
    """Plays granian, whose own handlers are set before its start-up hooks run."""

    def __init__(self, target: str, **options: object) -> None:
        self.hooks: list[Callable[[], None]] = []

    def on_startup(self, hook: Callable[[], None]) -> None:
        self.hooks.append(hook)

    def serve(self) -> None:
        serve.signal.signal(signal.SIGHUP, lambda *_: "reload")
        for hook in self.hooks:
            hook()


@pytest.fixture
def granian(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("granian.Granian", Server)
    monkeypatch.setattr(serve.multiprocessing, "set_start_method", lambda method, force: None)


def test_a_hang_up_ends_the_server_and_does_not_reload_it(
    handlers: Handlers, granian: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []
    monkeypatch.setattr(serve.os, "kill", lambda process, number: sent.append(number))
    serve.serve(8000)
    hang_up = handlers[signal.SIGHUP]
    assert callable(hang_up)
    hang_up(signal.SIGHUP, None)
    assert sent == [signal.SIGTERM]


def test_a_hang_up_that_is_ignored_stays_ignored_by_the_server(handlers: Handlers, granian: None) -> None:
    handlers[signal.SIGHUP] = signal.SIG_IGN
    serve.serve(8000)
    assert handlers[signal.SIGHUP] == signal.SIG_IGN


@pytest.mark.parametrize("value", ["1", "yes", "true"])
def test_production_runs_no_demo(
    handlers: Handlers,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    value: str,
) -> None:
    monkeypatch.setenv("PORTAL_PRODUCTION", value)
    monkeypatch.setattr(serve, "run", lambda port: pytest.fail("it runs"))
    assert serve.main([]) == 1
    assert "passwords are public" in capsys.readouterr().err


@pytest.mark.parametrize("value", ["", "0", "no"])
def test_elsewhere_it_does(handlers: Handlers, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    ran: list[int] = []
    monkeypatch.setenv("PORTAL_PRODUCTION", value)
    monkeypatch.setattr(serve, "run", ran.append)
    assert serve.main(["--port", "8123"]) == 0 and ran == [8123]


def test_a_port_that_is_none_is_told(handlers: Handlers, capsys: pytest.CaptureFixture[str]) -> None:
    assert serve.main(["--port", "many"]) == 1
    assert capsys.readouterr().err.startswith("'many' is not a port")


def test_waiting_for_what_never_answers_ends_with_a_sentence() -> None:
    with pytest.raises(RuntimeError, match=r"Nothing answers at http://127\.0\.0\.1:9"):
        serve.wait_for("http://127.0.0.1:9", patience=0.0)
