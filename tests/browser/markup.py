"""The Nu HTML checker (vnu) over many pages in one call. It is a jar that is not among what this project installs.

It is looked for in $VNU_JAR and in a `node_modules` of this folder or one above (npm's package `vnu-jar` brings it); Java
is on the path. Whoever has neither is told so, loudly.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.stops import Stop
from tests.browser.visits import Look

ROOT = Path(__file__).parents[2]
IN_NODE_MODULES = "node_modules/vnu-jar/build/dist/vnu.jar"
LONGEST = 300  # seconds, for some hundred pages


def found_jar() -> Path | None:
    named = [Path(os.environ["VNU_JAR"])] if os.environ.get("VNU_JAR") else []
    places = [*named, *(folder / IN_NODE_MODULES for folder in (ROOT, *ROOT.parents))]
    return next((each for each in places if each.is_file() and shutil.which("java")), None)


def checker() -> Path:
    """The jar; skips the test where there is none."""
    if jar := found_jar():
        return jar
    pytest.skip(
        "THE HTML IS NOT CHECKED: name a vnu.jar in VNU_JAR (npm: vnu-jar), and have java on the path"
    )


def findings(jar: Path, pages: list[Path]) -> list[str]:
    """Errors and warnings, one a line, each told once with the first page it stands on."""
    command = ["java", "-Xss2m", "-jar", str(jar), "--format", "gnu", "--asciiquotes", *map(str, pages)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=LONGEST)
    said: dict[str, str] = {}
    for line in (done.stdout + done.stderr).splitlines():
        place, _, words = line.partition(": ")
        said.setdefault(words or line, f"{place.rpartition('/')[2]}: {words}")
    return list(said.values())


def file_name(stop: Stop) -> str:
    """`admin:queue one's own` -> `admin-queue-ones-own`."""
    return "".join(each for each in str(stop).replace(":", "-") if each.isalnum() or each in "-_")


def keep(body: bytes, stop: Stop, look: Look, folder: Path) -> None:
    """The page as it was sent, under a name that tells where it came from."""
    (folder / f"{file_name(stop)}-{look}.html").write_bytes(body)
