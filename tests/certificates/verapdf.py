"""veraPDF, the industry's judge of PDF/A and PDF/UA, where this machine has it.

Either its own program `verapdf` is on the path, or `VERAPDF_CLASSPATH` names its jars with the libraries they need
(docs/operations.md says where both come from); then a Java 11 or newer runs `Verapdf.java` beside this file.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

FLAVOURS = ("3a", "ua1")
LAUNCHER = Path(__file__).with_name("Verapdf.java")


def present() -> bool:
    return bool(shutil.which("verapdf") or (os.environ.get("VERAPDF_CLASSPATH") and shutil.which("java")))


def objections(files: Sequence[Path], flavours: Sequence[str] = FLAVOURS) -> str:
    """What it has against any of the files; empty where all comply with each."""
    runs = [
        subprocess.run([*command, *files], capture_output=True, text=True, check=False)
        for command in _commands(flavours)
    ]
    said = "".join(run.stdout + run.stderr for run in runs)
    passed = said.count("PASS ") == len(files) * len(flavours)
    return "" if passed and not any(run.returncode for run in runs) else said


def _commands(flavours: Sequence[str]) -> list[list[str]]:
    if program := shutil.which("verapdf"):
        return [[program, "--flavour", flavour, "--format", "text"] for flavour in flavours]
    return [["java", "-cp", os.environ["VERAPDF_CLASSPATH"], str(LAUNCHER), ",".join(flavours)]]
