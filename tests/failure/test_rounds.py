"""The rounds are a program that no test runs whole: at least it begins."""

import subprocess
import sys

from tests.journeys.portal import ROOT


def test_the_program_can_be_read_without_pytest_around_it() -> None:
    words = [sys.executable, "-c", "import tests.failure.rounds"]
    run = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
