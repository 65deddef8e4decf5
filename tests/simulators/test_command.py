"""`python -m services.simulators`, as a process."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from services.simulators.departments import DEPARTMENTS

pytestmark = pytest.mark.processes
ROOT = Path(__file__).parent.parent.parent
COMMAND = [sys.executable, "-m", "services.simulators"]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def start(*arguments: str, **options: object) -> "subprocess.Popen[str]":
    return subprocess.Popen([*COMMAND, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True, **options)


def test_it_lists_the_departments():
    listed = run("--list")
    assert listed.returncode == 0
    assert [line.split()[0] for line in listed.stdout.splitlines()] == list(DEPARTMENTS)
    assert "云州市公安局" in listed.stdout


@pytest.mark.parametrize(
    "arguments", [(), ("treasury",), ("civil_affairs", "--port", "many"), ("civil_affairs=many",)]
)
def test_without_a_department_it_says_how(arguments):
    ended = run(*arguments)
    assert ended.returncode == 2
    assert "usage:" in ended.stderr


def test_a_taken_port_is_one_clear_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = run("civil_affairs", "--port", port)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == f"Port {port} is taken. End the other program, or choose another with --port.\n"


def test_a_port_that_is_none_is_one_clear_sentence():
    ended = run("civil_affairs", "--port", "99999")
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
    assert ended.stderr.startswith("Port 99999 cannot be used")


def test_it_says_when_it_is_ready():
    with start("civil_affairs") as process:
        assert re.fullmatch(r"civil_affairs http://127\.0\.0\.1:\d+\n", process.stdout.readline())
        process.terminate()


def test_one_process_can_be_several_departments_each_with_its_own_faults():
    with start("civil_affairs=0", "public_security=0") as process:
        said = [process.stdout.readline().split() for _ in range(2)]
        assert [code for code, _ in said] == ["civil_affairs", "public_security"]
        civil, police = (urllib.request.Request(f"{address}/health") for _, address in said)
        order = urllib.request.Request(f"{said[0][1]}/control", b'{"fault": "down"}')
        urllib.request.urlopen(order).close()
        assert [health(each)["fault"] for each in (civil, police)] == ["down", "none"]
        assert [health(each)["department"] for each in (civil, police)] == [code for code, _ in said]
        process.terminate()


def health(request: urllib.request.Request) -> dict[str, Any]:
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read())


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_told_without_a_word(signal_number):
    with start("civil_affairs", stderr=subprocess.PIPE) as process:
        process.stdout.readline()
        process.send_signal(signal_number)
        out, err = process.communicate()
    assert (process.returncode, out, err) == (0, "", "")


PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-m", "services.simulators", "civil_affairs", *sys.argv[1:]])
child.wait()
"""


def orphaned(*arguments: str, **environment: str) -> "subprocess.Popen[str]":
    """A department whose parent has been killed without a farewell. Its standard output ends when it does."""
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
        start_new_session=True,
    )
    assert parent.stdout is not None
    assert "http://" in parent.stdout.readline()
    parent.kill()
    parent.wait()
    return parent


@pytest.mark.parametrize(
    ("arguments", "environment"), [(["--with-parent"], {}), ([], {"PORTAL_EMBEDDED": "1"})]
)
def test_it_ends_with_its_parent(arguments, environment):
    parent = orphaned(*arguments, **environment)
    assert (
        parent.stdout.read() == ""
    )  # returns when nobody holds the pipe any more; else the test's time is up
    parent.stdout.close()


def test_otherwise_it_goes_on_without_its_parent():
    parent = orphaned(PORTAL_EMBEDDED="")
    os.killpg(parent.pid, signal.SIGTERM)  # raises when nobody of its session is left
    assert parent.stdout.read() == ""
    parent.stdout.close()


def test_it_needs_nothing_of_the_portal():
    loaded = subprocess.run(
        [sys.executable, "-c", "import services.simulators.__main__, sys; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    ours = {name for name in loaded if name.startswith(("services", "portal", "accessibility"))}
    assert all(name in {"services"} or name.startswith("services.simulators") for name in ours)
    assert "django" not in loaded
