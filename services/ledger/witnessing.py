"""Asking the witnesses to put their names under the newest checkpoint (C2SP tlog-witness, `add-checkpoint`).

A witness keeps the last checkpoint it accepted where we cannot reach it. We send the new one with a proof that it continues
that; the witness answers with its signature, or with the size it holds, and then we prove from there. A log that was rolled
back has no such proof: the refusal is a row, and whoever watches (services/watch) calls a person.

A witness out of reach is asked again at the next round; it holds up nobody.
"""

import logging
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

import httpcore
from django.conf import settings
from django.db import transaction

from services.ledger import notes
from services.ledger.checkpoints import newest
from services.ledger.models import Checkpoint, CoSignature, Refusal
from services.ledger.proofs import NoSuchSize, consistency
from services.ledger.witnesses import keys

log = logging.getLogger(__name__)
PATH = "/witness/add-checkpoint"
SIZE = "text/x.tlog.size"
SECONDS = {"connect": 1.0, "read": 2.0, "write": 2.0, "pool": 2.0}
HEADERS: dict[str | bytes, str | bytes] = {"Content-Type": "text/plain; charset=utf-8", "Connection": "close"}
LONGEST = 4096  # bytes of an answer
AWAY = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError)


@dataclass(frozen=True)
class Answer:
    """`seen`: the size a witness says it holds instead."""

    line: str = ""
    seen: int | None = None
    reason: str = ""


def ask_witnesses(*, at: datetime) -> int:
    """How many signed the newest checkpoint now. Asks outside of every transaction; known keys only."""
    checkpoint = newest()
    if checkpoint is None:
        return 0
    signed = set(checkpoint.co_signatures.values_list("witness", flat=True))
    known = keys()
    return sum(
        _ask(known[name], address, checkpoint, at)
        for name, address in settings.WITNESS_ADDRESSES.items()
        if name in known and name not in signed
    )


def _ask(by: notes.Key, address: str, checkpoint: Checkpoint, at: datetime) -> bool:
    try:
        answer = _answered(address, checkpoint, _last_signed(by.name))
        if answer.seen is not None and answer.seen <= checkpoint.size:
            answer = _answered(address, checkpoint, answer.seen)
    except AWAY:
        log.info("The witness %s is out of reach", by.name)
        return False
    if answer.line and not notes.signed_by(by, f"{checkpoint.note}{answer.line}\n"):
        answer = Answer(reason="bad_signature")
    return _keep(by.name, checkpoint, answer, at)


def _last_signed(witness: str) -> int:
    last = CoSignature.objects.filter(witness=witness).order_by("-checkpoint__size")
    return last.values_list("checkpoint__size", flat=True).first() or 0


def _answered(address: str, checkpoint: Checkpoint, old: int) -> Answer:
    """Raises one of AWAY."""
    try:
        proof = consistency(old, checkpoint.size) if old else []
    except NoSuchSize:  # it holds a checkpoint that we do not have
        return Answer(seen=old, reason="unknown_size")
    steps = "".join(f"{b64encode(step).decode()}\n" for step in proof)
    status, kind, text = _posted(f"{address}{PATH}", f"old {old}\n{steps}\n{checkpoint.note}")
    if status == HTTPStatus.OK:
        return Answer(line=text.strip())
    if status == HTTPStatus.CONFLICT and kind == SIZE:
        return Answer(seen=int(text) if text.strip().isdecimal() else None, reason="conflict")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise httpcore.RemoteProtocolError("out of order")
    return Answer(reason=f"status_{status}")


def _posted(url: str, body: str) -> tuple[int, str, str]:
    """Status, type and the beginning of the text. No redirect is followed, no proxy asked."""
    with (
        httpcore.ConnectionPool(max_keepalive_connections=0) as pool,
        pool.stream(
            "POST", url, headers=HEADERS, content=body.encode(), extensions={"timeout": SECONDS}
        ) as reply,
    ):
        read = bytearray()
        for chunk in reply.iter_stream():
            read += chunk
            if len(read) > LONGEST:
                break
        kinds = [value for name, value in reply.headers if name.lower() == b"content-type"]
        return reply.status, (kinds or [b""])[0].decode("latin-1"), read[:LONGEST].decode(errors="replace")


@transaction.atomic(durable=True)
def _keep(witness: str, checkpoint: Checkpoint, answer: Answer, at: datetime) -> bool:
    """Once each; a refusal is known by witness, size and reason."""
    if answer.line:
        CoSignature.objects.get_or_create(
            checkpoint=checkpoint, witness=witness, defaults={"line": answer.line, "at": at}
        )
        return True
    Refusal.objects.get_or_create(
        witness=witness,
        size=checkpoint.size,
        reason=answer.reason,
        defaults={"seen": answer.seen, "at": at},
    )
    return False
