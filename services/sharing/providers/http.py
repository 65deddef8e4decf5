"""A department over HTTP: each try is signed and sent, and its answer believed only with the department's signature.

What is signed stands in `envelope.py`, what goes over the wire in `wire.py`. A try has a nonce and a time of its own and
keeps the id of the call, so a department that answered the first knows the second for the same question. A signature
that is wrong, missing or of a key that no longer counts ends the question: nobody is asked again.
"""

import secrets
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Protocol

from services.sharing.keys import gateway_signer, keys_of
from services.sharing.port import Question, Told
from services.sharing.providers.envelope import check_answer, seal
from services.sharing.providers.patience import patiently
from services.sharing.providers.wire import Wire

PATH, WITHDRAWALS = "/v1/requests", "/v1/withdrawals"


class Speech(Protocol):
    """How a department writes: the question's JSON into its language, and its answer into our JSON."""

    content_type: str

    def write(self, question: Question) -> bytes: ...

    def read(self, question: Question, body: bytes) -> bytes:
        """Raises `NoAnswer` for what cannot be read."""
        ...


class Json:
    content_type = "application/json"

    def write(self, question: Question) -> bytes:
        return question.body

    def read(self, question: Question, body: bytes) -> bytes:
        return body


class HttpProvider:
    def __init__(self, address: str, speech: Speech | None = None) -> None:
        """Raises ValueError for an address that is none."""
        self.wire, self.speech = Wire(address), speech or Json()

    def ask(self, question: Question) -> Told:
        body = self.speech.write(question)
        return patiently(lambda: self._try(question, body, PATH, self.speech), question.deadline)

    def tell(self, message: Question) -> Told:
        """In JSON to everybody: there is one small object to read, whatever the register speaks."""
        return patiently(lambda: self._try(message, message.body, WITHDRAWALS, Json()), message.deadline)

    def _try(self, question: Question, body: bytes, path: str, speech: Speech) -> Told:
        sealed = seal(
            question.letterhead,
            body,
            gateway_signer(),
            path=path,
            content_type=speech.content_type,
            nonce=secrets.token_hex(16),
            times=_times(question.deadline),
        )
        came = self.wire.post(path, sealed.headers, body, question.deadline)
        keys = keys_of(question.letterhead.service, at=question.at)
        check_answer(question.letterhead, sealed, keys, came.headers, came.body)
        return Told(speech.read(question, came.body), came.headers["Gw-Key-Id"])


def _times(deadline: float) -> Mapping[str, str]:
    """By the clock of this machine and not the occasion's: the department compares it with its own."""
    now = time.time()
    until = now + deadline - time.monotonic()
    moments = {"Gw-Created": now, "Gw-Deadline": until}
    return {
        name: datetime.fromtimestamp(each, UTC).isoformat(timespec="milliseconds")
        for name, each in moments.items()
    }
