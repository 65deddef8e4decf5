"""The departments as real processes, for tests: `def test_…(departments)`.

Started once a session, at the first test that wants them, on free ports of loopback. Every test finds them up, without
fault and with the data they started with, and `settings.DEPARTMENT_ADDRESSES` pointing to them.

    departments.stop("civil_affairs")                         # the process is gone, its port refuses
    departments.start("civil_affairs")                        # back at the same port
    departments.fault("public_security", "slow")              # every fault of services/simulators/faults.py
    departments.fault("public_security", "down", times=1)     # for one question
    departments.set("public_security", id_no, "population.residence", "UNKNOWN")
    departments.asked("public_security")                      # questions since the test began
    departments.calls("public_security")                      # … one by one, with the id of each call
    departments.start("housing_fund")                         # one more, for this test and those after it
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import override_settings
from django.utils.timezone import now

from services.sharing.keys import gateway_signer
from services.sharing.port import Letterhead
from services.sharing.providers.envelope import seal
from services.sharing.providers.http import PATH

ROOT = Path(__file__).parent.parent
CODES = ("public_security", "civil_affairs", "social_insurance")
XML = ("housing_fund",)
ANY_CLOCK = ("--skew", "1e9")  # tests stop the portal's clock where they like
READY_LINE = "http://127.0.0.1:"


class Departments:
    def __init__(self) -> None:
        self._processes: dict[str, subprocess.Popen[str]] = {}
        self._ports: dict[str, int] = {}
        self._folder = tempfile.TemporaryDirectory(prefix="portal-keys-", ignore_cleanup_errors=True)
        self.keys = Path(self._folder.name)

    @property
    def addresses(self) -> dict[str, str]:
        spoken = {code: "xml+" if code in XML else "" for code in self._ports}
        return {code: f"{spoken[code]}{READY_LINE}{port}" for code, port in self._ports.items()}

    def start(self, code: str) -> None:
        """Returns when it answers. At the port it had before; the first time at any free one."""
        if self.is_running(code):
            return
        command = [
            sys.executable,
            "-m",
            "services.simulators",
            code,
            "--with-parent",
            "--keys",
            str(self.keys),
            *ANY_CLOCK,
        ]
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

    def fault(self, code: str, name: str, times: int | None = None, seconds: float = 0) -> None:
        self.control(code, {"fault": name, "times": times, "seconds": seconds})

    def set(self, code: str, id_no: str, field: str, value: Any) -> None:
        """`value` None: the register no longer has it."""
        self.control(code, {"set": {"id_no": id_no, "field": field, "value": value}})

    def asked(self, code: str) -> int:
        return int(self.talk(code, "GET", "/health")[1]["asked"])

    def calls(self, code: str) -> list[dict[str, Any]]:
        """Its own log since the test began: a call for each question it heard."""
        found: list[dict[str, Any]] = self.talk(code, "GET", "/log")[1]["calls"]
        return found

    def withdrawn(self, code: str) -> list[dict[str, str]]:
        """The consents it has been told the end of."""
        found: list[dict[str, str]] = self.talk(code, "GET", "/log")[1]["withdrawn"]
        return found

    def reset(self) -> None:
        for code in {*CODES, *self._ports}:
            self.start(code)
            self.control(code, {"reset": True})

    def control(self, code: str, order: dict[str, Any]) -> None:
        status, said = self.talk(code, "POST", "/control", order)
        assert status == 200, said

    def talk(
        self, code: str, method: str, path: str, content: Any = None, headers: Any = None
    ) -> tuple[int, Any]:
        connection = HTTPConnection("127.0.0.1", self._ports[code], timeout=30)
        try:
            body = content if content is None or isinstance(content, bytes) else json.dumps(content)
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()

    def ask(self, code: str, content: Any, **changes: str) -> tuple[int, Any]:
        """A question signed as the portal signs; `Gw_Nonce="…"` changes a header after the signature."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        headers = sealed(code, body, self.keys) | {
            name.replace("_", "-"): each for name, each in changes.items()
        }
        return self.talk(code, "POST", "/v1/requests", body, headers)

    def stop_all(self) -> None:
        for code in list(self._processes):
            self.stop(code)
        self._folder.cleanup()


_running = Departments()


@pytest.fixture
def departments(request: pytest.FixtureRequest, settings: Any) -> Iterator[Departments]:
    """One name to import: the session's processes hang on the session itself and not on another fixture."""
    if not _running.addresses:
        request.config.add_cleanup(_running.stop_all)
    _running.reset()
    settings.DEPARTMENT_ADDRESSES = _running.addresses
    settings.GATEWAY_KEY_FOLDER = _running.keys
    gateway_signer()  # the departments hear only whose public key they have
    yield _running


def sealed(code: str, body: bytes, folder: Path, content_type: str = "application/json") -> dict[str, str]:
    """The headers of a question, signed with the portal's key in that folder."""
    with override_settings(GATEWAY_KEY_FOLDER=folder):
        signer = gateway_signer()
    letterhead = Letterhead(uuid4(), code, "test:1", "p@1", "0" * 64)
    created = now().isoformat()
    times = {"Gw-Created": created, "Gw-Deadline": created}
    return dict(
        seal(
            letterhead, body, signer, path=PATH, content_type=content_type, nonce=uuid4().hex, times=times
        ).headers
    )
