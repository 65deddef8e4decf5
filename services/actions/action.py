"""`@action`: what every write has in common.

One durable transaction; the same `request_key` twice is one act; a refusal leaves its trace. The decorated function
fetches and locks its row, authorises on the locked row (raising `Denied` before it writes anything), moves or saves,
adds history, publishes, and returns the id of what it touched.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.db import transaction

from services.ledger.entries import record
from services.actions.actor import Actor
from services.actions.errors import Denied, KeyReused
from services.actions.models import RequestKey

P = ParamSpec("P")
R = TypeVar("R", bound=UUID | None)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Keyword-only values, among them `actor` and `at` (aware datetime); `request_key` (UUID) where a double act hurts.

    Raises what the function raises, after rolling back; `Denied` after committing its record; `KeyReused`.
    """

    @wraps(function)
    def act(*args: P.args, **given: P.kwargs) -> R:
        with transaction.atomic(durable=True):
            outcome, denied = _once(function, given)
        if denied:
            raise denied
        return outcome

    return act


def _once(function: Callable[..., Any], given: dict[str, Any]) -> tuple[Any, Denied | None]:
    if not given.get("request_key"):
        return _perform(function, given)
    row, is_new = _claim(function, given)
    if not is_new:
        return row.outcome, Denied(row.denied) if row.denied else None
    outcome, denied = _perform(function, given)
    row.outcome, row.denied = outcome, denied.reason if denied else ""
    row.save(update_fields=["outcome", "denied"])
    return outcome, denied


def _perform(function: Callable[..., Any], given: dict[str, Any]) -> tuple[Any, Denied | None]:
    try:
        return function(**given), None
    except Denied as denied:
        record(
            "denied",
            {"action": function.__name__, "actor": given["actor"].key, "reason": denied.reason, "at": given["at"].isoformat()},
        )
        return None, denied


def _claim(function: Callable[..., Any], given: dict[str, Any]) -> tuple[RequestKey, bool]:
    """The row of this key, and whether we are first. PostgreSQL lets the second wait at the insert for the first's commit."""
    actor: Actor = given["actor"]
    mine = RequestKey(
        actor=actor.key,
        action=f"{function.__module__.rpartition('.')[2]}",
        key=given["request_key"],
        input_hash=_fingerprint(given),
        at=given["at"],
    )
    RequestKey.objects.bulk_create([mine], ignore_conflicts=True)
    row = RequestKey.objects.get(actor=mine.actor, action=mine.action, key=mine.key)
    if row.input_hash != mine.input_hash:
        raise KeyReused(mine.action)
    return row, row.outcome is None and not row.denied


def _fingerprint(given: dict[str, Any]) -> str:
    plain = {name: value for name, value in given.items() if name not in {"actor", "at", "request_key"}}
    return hashlib.sha256(json.dumps(plain, sort_keys=True, default=_plain).encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, UUID | date | datetime | Decimal):
        return str(value)
    raise TypeError(f"An action takes plain values, not {type(value).__name__}")
