"""The departments as real processes, for tests: `def test_…(departments)`.

Started once a session, at the first test that wants them, on free ports of loopback. Every test finds them up, without
fault and with the data they started with, and `settings.DEPARTMENT_ADDRESSES` pointing to them.

    departments.stop("civil_affairs")                         # the process is gone, its port refuses
    departments.start("civil_affairs")                        # back at the same port
    departments.fault("public_security", "slow")              # every fault of services/simulators/faults.py
    departments.fault("public_security", "down", times=1)     # for one question
    departments.set("public_security", id_no, "population.residence", "UNKNOWN")
    departments.asked("public_security")                      # questions since the test began
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
CODES = ("public_security", "civil_affairs", "social_insurance")
READY_LINE = "http://127.0.0.1:"


class Departments:
    def __init__(self) -> None:
        self._processes: dict[str, subprocess.Popen[str]] = {}
        self._ports: dict[str, int] = {}

    @property
    def addresses(self) -> dict[str, str]:
        return {code: f"{READY_LINE}{port}" for code, port in self._ports.items()}

    def start(self, code: str) -> None:
        """Returns when it answers. At the port it had before; the first time at any free one."""
        if self.is_running(code):
            return
        command = [sys.executable, "-m", "services.simulators", code, "--with-parent"]
        process = subprocess.Popen(
            [*command, "--port", str(self._ports.get(code, 0))],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C is for pytest, which ends them in order
        )
        assert process.stdout is not None
        ready = process.stdout.readline()
        assert READY_LINE in ready, f"{code} did not start"
        self._processes[code] = process
        self._ports[code] = int(ready.rpartition(":")[2])

    def stop(self, code: str) -> None:
        """Kills it: no farewell, as when a machine goes down."""
        process = self._processes.pop(code, None)
        if process:
            process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()

    def is_running(self, code: str) -> bool:
        return code in self._processes and self._processes[code].poll() is None

    def fault(self, code: str, name: str, times: int | None = None) -> None:
        self.control(code, {"fault": name, "times": times})

    def set(self, code: str, id_no: str, field: str, value: Any) -> None:
        """`value` None: the register no longer has it."""
        self.control(code, {"set": {"id_no": id_no, "field": field, "value": value}})

    def asked(self, code: str) -> int:
        return int(self.talk(code, "GET", "/health")[1]["asked"])

    def reset(self) -> None:
        for code in CODES:
            self.start(code)
            self.control(code, {"reset": True})

    def control(self, code: str, order: dict[str, Any]) -> None:
        status, said = self.talk(code, "POST", "/control", order)
        assert status == 200, said

    def talk(self, code: str, method: str, path: str, content: Any = None) -> tuple[int, Any]:
        connection = HTTPConnection("127.0.0.1", self._ports[code], timeout=30)
        try:
            connection.request(method, path, None if content is None else json.dumps(content))
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()

    def stop_all(self) -> None:
        for code in list(self._processes):
            self.stop(code)


_running = Departments()


@pytest.fixture
def departments(request: pytest.FixtureRequest, settings: Any) -> Iterator[Departments]:
    """One name to import: the session's processes hang on the session itself and not on another fixture."""
    if not _running.addresses:
        request.config.add_cleanup(_running.stop_all)
    _running.reset()
    settings.DEPARTMENT_ADDRESSES = _running.addresses
    yield _running
