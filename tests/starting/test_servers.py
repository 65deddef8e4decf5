"""Programs of others as children: ready when they say so, gone with whoever started them."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portal.starting import ports
from portal.starting.processes import Keeper
from portal.starting.servers import redis
from portal.starting.servers.program import Missing, Program, find, running, wait_for

SLEEP = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]
HOLDER = """
import sys, time
from pathlib import Path
from portal.starting.servers.program import Program
litter = Path(sys.argv[1])
program = Program("sleep", command=["sleep", "600"], litter=litter)
program.start(0.0)
print(program.process.pid, flush=True)
time.sleep(600)
"""


def is_gone(pid: int, within: float = 30.0) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def test_it_is_there_when_it_says_so_and_gone_afterwards(tmp_path: Path) -> None:
    log = tmp_path / "log"
    program = Program("sleep", command=SLEEP, log=log, is_ready=lambda: log.read_text() == "up\n")
    with running(program):
        assert program.process is not None
        pid = program.process.pid
    assert program.process is None and is_gone(pid)


def test_one_that_ends_at_once_is_an_error_with_its_last_words(tmp_path: Path) -> None:
    program = Program("failing", command=["/bin/sh", "-c", "echo no such luck"], log=tmp_path / "log")
    program.is_ready = lambda: False
    with pytest.raises(RuntimeError, match="failing did not start:\nno such luck"), running(program):
        pass


@pytest.mark.processes
def test_it_ends_with_whoever_started_it_also_after_kill_9(tmp_path: Path) -> None:
    litter = tmp_path / "litter"
    litter.mkdir()
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(litter)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout
    pid = int(holder.stdout.readline())
    holder.kill()
    holder.communicate()
    assert is_gone(pid)
    deadline = time.monotonic() + 30
    while litter.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not litter.exists()


def test_where_only_its_shell_is_killed_the_program_behind_it_does_not_keep_the_port(tmp_path: Path) -> None:
    """RabbitMQ is a shell that waits for Erlang."""
    log = tmp_path / "log"
    script = "sleep 600 & echo $!; wait"
    program = Program(
        "shell", command=["/bin/sh", "-c", script], log=log, is_ready=lambda: bool(log.read_text())
    )
    with Keeper(tell=lambda text: None) as keeper:
        keeper.start(program)
        wait_for(program)
        behind = int(log.read_text())
        assert program.process is not None
        program.process.kill()
        assert is_gone(behind)


@pytest.mark.processes
def test_a_keeper_brings_it_back_and_ends_it_after_the_others(tmp_path: Path) -> None:
    try:
        program = redis.server(tmp_path, ports.free())
    except Missing as missing:
        pytest.fail(str(missing)) if os.environ.get("CI") else pytest.skip(str(missing))
    with Keeper(tell=lambda text: None) as keeper:
        keeper.start(program)
        wait_for(program)
        assert program.process is not None
        first = program.process
        first.kill()
        first.wait()
        keeper.look(time.monotonic())
        assert program.process is not None and program.process is not first
        second = program.process.pid
    assert is_gone(second)


def test_what_is_missing_is_said_with_the_line_that_installs_it() -> None:
    with pytest.raises(Missing, match="apt install pigeon"):
        find(["no-such-pigeon"], "Pigeon: apt install pigeon")
