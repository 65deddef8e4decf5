"""Real processes: a child ends with its parent. A pipe tells when, so nothing here looks at a clock."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.processes

PARENT = """
import os, subprocess, sys
words = [sys.executable, "-m", "portal.starting.lifeline", str(os.getpid()), "tests.starting.waiting", "for", "ever"]
subprocess.Popen(words, start_new_session=True)
sys.stdin.read()
"""


def test_a_child_ends_when_its_parent_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        assert parent.stdout.readline() == "begun for ever\n"
        parent.kill()
        assert parent.stdout.read() == ""  # the end of the pipe: nobody holds it any more


def test_a_child_whose_parent_died_before_its_first_look_never_begins() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    words = [sys.executable, "-m", "portal.starting.lifeline", str(gone.pid), "tests.starting.waiting"]
    child = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (child.returncode, child.stdout, child.stderr) == (0, "", "")


def test_a_child_lives_while_its_parent_does() -> None:
    words = [sys.executable, "-m", "portal.starting.lifeline", str(os.getpid()), "tests.starting.waiting"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout and child.stdout.readline() == "begun\n"
        assert child.poll() is None
        child.terminate()
        assert child.wait() != 0
