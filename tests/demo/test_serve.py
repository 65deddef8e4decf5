"""The demo as real processes: what it starts, what it brings back, and that nothing outlives it.

Every process of a demo holds its error output open. Where a test reads that to the end, it waits until the last of
them is gone: no clock, no list of processes.
"""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal.demo import serve
from portal.starting import ports
from services.simulators.departments import DEPARTMENTS
from tests.everything import ROOT
from tests.real_fonts import real_fonts

pytestmark = [
    pytest.mark.processes,
    pytest.mark.timeout(300),
    pytest.mark.skipif(shutil.which("ps") is None, reason="ps is missing: apt install procps"),
]


class Demo:
    """A running demo: what it says, and the parts it is made of."""

    def __init__(self, process: "subprocess.Popen[str]", port: int) -> None:
        self.process = process
        self.port = port
        self.said: list[str] = []

    def read_until(self, pattern: str) -> str:
        """The first line that matches; AssertionError with all it said where it ends before."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line)
            if re.search(pattern, line):
                return line
        raise AssertionError("".join(self.said) + (self.process.stderr.read() if self.process.stderr else ""))

    def ready(self) -> "Demo":
        self.read_until("Ctrl-C ends the demo")
        return self

    def status(self, path: str = "/") -> int:
        return serve.wait_for(f"http://127.0.0.1:{self.port}", path)

    def department(self, code: str) -> str:
        said = "".join(self.said)
        found = re.search(rf"{code} +(http://127\.0\.0\.1:\d+)", said)
        assert found, said
        return found[1]

    def children(self) -> dict[str, int]:
        """The process ids of the demo's children by what they are."""
        words = ["ps", "-A", "-ww", "-o", "pid=,ppid=,args="]
        lines = subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()
        mine = [line.split(None, 2) for line in lines]
        return {kind(args): int(pid) for pid, parent, args in mine if int(parent) == self.process.pid}

    def ends_well(self, number: int) -> None:
        """By this signal, with status 0, and with every one of its processes gone."""
        self.process.send_signal(number)
        out, err = self.process.communicate()
        assert (self.process.returncode, out[-9:]) == (0, "Stopped.\n"), out + err
        assert "Traceback" not in err, err


def kind(args: str) -> str:
    """`civil_affairs` (the first of a process's departments), `work`, or `site` for granian's worker."""
    words = args.split()
    if "portal.starting.lifeline" in words:
        return words[words.index("portal.starting.lifeline") + 3].partition("=")[0]
    return "site" if "spawn_main" in args else args


@contextmanager
def demo(var: Path, port: int) -> Iterator[Demo]:
    words = [sys.executable, "-m", "portal.demo.serve", "--port", str(port)]
    fonts = os.environ.get("PORTAL_FONT_FOLDER") or real_fonts()
    chosen = {"PORTAL_VAR": str(var), "PORTAL_FONT_FOLDER": str(fonts), "DATABASE_URL": ""}
    environment = os.environ | chosen | {"PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield Demo(process, port)
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for the module: the first start fills it, every other is a start after the one before."""
    return tmp_path_factory.mktemp("demo") / "var"


@pytest.fixture
def port() -> int:
    return ports.free()


def test_it_starts_every_department_there_is():
    assert set(serve.DEPARTMENTS) == set(DEPARTMENTS) >= set(serve.ALONE)


def test_it_serves_the_site_and_ctrl_c_ends_all_of_it(var: Path, port: int) -> None:
    with demo(var, port) as one:
        one.ready()
        assert one.status() == http.HTTPStatus.OK
        assert all(serve.wait_for(one.department(code)) == http.HTTPStatus.OK for code in serve.DEPARTMENTS)
        assert {*serve.ALONE, "work", "site"} <= one.children().keys()
        one.ends_well(signal.SIGINT)
    assert (var / "demo.lock").read_text() == ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_so_do_a_request_to_end_and_a_closed_terminal(var: Path, port: int, number: int) -> None:
    with demo(var, port) as one:
        one.ready().ends_well(number)


def test_ctrl_c_while_it_starts_ends_it_as_well(var: Path, port: int) -> None:
    with demo(var, port) as one:
        one.read_until("Bringing the database up to date")
        one.ends_well(signal.SIGINT)


def test_nothing_outlives_a_kill_and_the_next_start_has_the_same_port(var: Path, port: int) -> None:
    with demo(var, port) as killed:
        killed.ready()
        killed.process.kill()
        with demo(var, port) as next_one:
            assert next_one.ready().status() == http.HTTPStatus.OK
            assert killed.process.communicate()[1] is not None  # read to the end: nobody is left
            next_one.ends_well(signal.SIGINT)


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server((ports.LOOPBACK, 0)) as other:
        taken = other.getsockname()[1]
        with demo(tmp_path / "var", taken) as one:
            out, err = one.process.communicate()
    assert (one.process.returncode, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(f"Port {taken} is taken")


@pytest.fixture(scope="module")
def running(var: Path) -> Iterator[Demo]:
    """One demo for the tests that leave it running; after them no other can be started in its folder."""
    with demo(var, ports.free()) as one:
        yield one.ready()


def test_a_second_demo_of_the_folder_is_refused_and_the_first_goes_on(var: Path, running: Demo) -> None:
    with demo(var, ports.free()) as second:
        out, err = second.process.communicate()
    assert (second.process.returncode, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(
        f"The demonstration of this folder runs already at http://127.0.0.1:{running.port}/"
    )
    assert running.status() == http.HTTPStatus.OK


@pytest.mark.parametrize("name", ["civil_affairs", "work"])
def test_a_part_that_is_killed_comes_back(running: Demo, name: str) -> None:
    before = running.children()[name]
    os.kill(before, signal.SIGKILL)
    assert "it is started again in 0 s" in running.read_until(r"died \(status -9\)")
    assert serve.wait_for(running.department("civil_affairs")) == http.HTTPStatus.OK
    assert running.children()[name] != before


def test_the_site_comes_back_as_well(running: Demo) -> None:
    before = running.children()["site"]
    os.kill(before, signal.SIGKILL)
    assert running.status() == http.HTTPStatus.OK
    assert running.children()["site"] != before


def test_a_department_that_is_asked_to_end_stays_away(running: Demo) -> None:
    os.kill(running.children()["public_security"], signal.SIGTERM)
    assert "公安局" in running.read_until("has ended as asked")
    assert "public_security" not in running.children()
    assert running.status() == http.HTTPStatus.OK
