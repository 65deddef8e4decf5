"""Run a program and keep what it says for the case that it fails. Standard library."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

Result = subprocess.CompletedProcess[str]


def quietly(
    *command: str | Path,
    environment: Mapping[str, str] | None = None,
    inherited: Sequence[int] = (),
) -> Result:
    """The finished program, both outputs as one text. `inherited`: open files it holds while it lives."""
    return subprocess.run(  # noqa: S603 - a list of words, never a shell; none of them comes from a visitor
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        env=environment,
        pass_fds=inherited,
    )


def last_lines(result: Result, number: int = 12) -> str:
    return "\n".join(result.stdout.strip().splitlines()[-number:])
