"""`python -m tests.bench.start`: seconds from `./run demo` to the first page, in a fresh clone and an empty home.

The first start makes the environment, installs the packages and fills the database; the next two find all that. What
is committed is measured, with the machine's own Python and network.
"""

import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from portal.demo.serve import wait_for
from portal.starting import ports
from tests.everything import ROOT

STARTS = ("first", "second", "third")


def seconds_to_first_page(folder: Path, home: Path) -> tuple[float, float]:
    """And the seconds it then takes to end."""
    port = ports.free()
    bare = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    begun = time.monotonic()
    command = ["./run", "demo", "--port", str(port)]
    with subprocess.Popen(command, cwd=folder, env=bare, stdout=subprocess.DEVNULL) as demo:
        status = wait_for(f"http://{ports.LOOPBACK}:{port}", "/", patience=600.0)
        ready = time.monotonic()
        demo.send_signal(signal.SIGINT)
        demo.wait()
    if status != 200 or demo.returncode != 0:
        raise SystemExit(f"the home page answered {status}, the demo ended with {demo.returncode}")
    return ready - begun, time.monotonic() - ready


def main() -> None:
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="portal-start-") as place:
        folder, home = Path(place, "portal"), Path(place, "home")
        home.mkdir()
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
        for name in STARTS:
            ready, end = seconds_to_first_page(folder, home)
            print(f"{name:7}{ready:7.1f} s to the first page, {end:4.1f} s to the end")


if __name__ == "__main__":
    main()
