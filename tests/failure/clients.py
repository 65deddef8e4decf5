"""Citizens' programs that apply again and again by HTTP, and never give up: without an answer they ask the same once more.

Each keeps a book of what the portal accepted: the only thing that must not be lost.
"""

import http.client
import json
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from portal.starting.ports import LOOPBACK

ITEM, PASSWORD = "insurance-certificate", "yunzhou-2026"  # as the demonstration prints it
ANSWERS = {"used_for": "SELF"}
PATIENCE_SECONDS = 120.0
PAUSE_SECONDS = 0.1


@dataclass
class Client:
    """A citizen of the demonstration who may apply for the item as often as they like."""

    username: str
    port: int
    accepted: list[str] = field(default_factory=list)
    tried_again: int = 0
    token: str = ""

    def sign_in(self) -> "Client":
        said = self.ask("POST", "/session", {"login": self.username, "password": PASSWORD})
        self.token = said["token"]
        return self

    def apply(self) -> str:
        """The id of an application that the portal says it has."""
        draft = self.ask("POST", f"/items/{ITEM}/draft")
        shown = {value["field"]: value["digest"] for group in draft["known"] for value in group["values"]}
        done = self.ask(
            "POST",
            f"/applications/{draft['id']}/submission",
            {"answers": ANSWERS, "shown": shown},
            key=str(uuid4()),
        )
        self.accepted.append(done["id"])
        return str(done["id"])

    def ask(self, method: str, path: str, content: Any = None, key: str = "") -> Any:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            status, said = self._once(method, path, content, key)
            if status and status < 500:
                assert status < 300, f"{method} {path}: {status} {said}"
                return said
            assert time.monotonic() < deadline, f"{method} {path}: no answer for {PATIENCE_SECONDS} s"
            self.tried_again += 1
            time.sleep(PAUSE_SECONDS)

    def _once(self, method: str, path: str, content: Any, key: str) -> tuple[int, Any]:
        """Status 0: nobody answered, or half an answer came."""
        headers = {"Content-Type": "application/json", "X-Session-Token": self.token, "Idempotency-Key": key}
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=30)
        try:
            body = json.dumps(content) if content is not None else ""
            connection.request(method, f"/api/v1{path}", body, {k: v for k, v in headers.items() if v})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"null")
        except (OSError, http.client.HTTPException, ValueError):
            return 0, None
        finally:
            connection.close()


class Crowd:
    """Clients that apply side by side while the block lasts; one that fails says so at its end."""

    def __init__(self, clients: list[Client], pause: float = 0.3) -> None:
        self.clients = clients
        self.pause = pause
        self.failures: list[BaseException] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._go_on, args=[client]) for client in clients]

    def __enter__(self) -> "Crowd":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()
        if self.failures and exception[0] is None:
            raise self.failures[0]

    def _go_on(self, client: Client) -> None:
        while not self._stop.is_set():
            try:
                client.apply()
            except BaseException as error:
                self.failures.append(error)
                return
            self._stop.wait(self.pause)
