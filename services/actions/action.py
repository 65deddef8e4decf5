"""`@action`: what every write has in common.

One durable transaction; the same `request_key` twice is one act; a refusal leaves its trace. The decorated function
fetches and locks its row, authorises on the locked row (raising `Denied`), moves or saves, adds history, publishes, and
returns the id of what it touched.

A denial undoes whatever had been written before it and is recorded in a transaction of its own, before anybody hears
of it. Any other error leaves nothing at all, not even its key: the act may be tried again.
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast
from uuid import UUID

from django.db import transaction

from services.actions.actor import Actor
from services.actions.errors import Denied, KeyReused
from services.actions.models import RequestKey
from services.ledger.entries import record
from services.sealing.keys import keyed_digest

P = ParamSpec("P")
R = TypeVar("R", bound=UUID | None)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Keyword-only values, among them `actor` and `at` (aware datetime); `request_key` (UUID) where a double act hurts.

    Raises what the function raises, after rolling back; `Denied` after committing its record; `KeyReused`.
    """

    @wraps(function)
    def act(*args: P.args, **given: P.kwargs) -> R:
        if args:
            raise TypeError(f"{function.__name__} takes keyword-only values")
        try:
            with transaction.atomic(durable=True):
                return _once(function, given)
        except _NewDenial as refusal:
            with transaction.atomic(durable=True):
                _keep(refusal.denied, function, given)
            raise refusal.denied from None

    return act


class _NewDenial(Exception):
    """A denial on its way out of the transaction, not one that is only repeated."""

    def __init__(self, denied: Denied) -> None:
        self.denied = denied


def _once(function: Callable[..., R], given: dict[str, Any]) -> R:
    if not given.get("request_key"):
        return _perform(function, given)
    row, is_mine = _claim(function, given)
    if row.denied:
        raise Denied(row.denied)
    if not is_mine:
        return cast(R, row.outcome)
    outcome = row.outcome = _perform(function, given)
    row.save(update_fields=["outcome"])
    return outcome


def _perform(function: Callable[..., R], given: dict[str, Any]) -> R:
    try:
        return function(**given)
    except Denied as denied:
        raise _NewDenial(denied) from denied


def _keep(denied: Denied, function: Callable[..., Any], given: dict[str, Any]) -> None:
    """Into the ledger, and under the request key so that it stays a denial. Twins at once are recorded once."""
    if given.get("request_key"):
        row, is_mine = _claim(function, given)
        if row.denied:
            return
        if is_mine:  # else a twin was allowed meanwhile; its outcome stands
            row.denied = denied.reason
            row.save(update_fields=["denied"])
    trace = {"action": function.__name__, "actor": given["actor"].key, "reason": denied.reason}
    record("denied", {**trace, "at": given["at"].isoformat()})


def _claim(function: Callable[..., Any], given: dict[str, Any]) -> tuple[RequestKey, bool]:
    """The row of this key, and whether we made it. PostgreSQL lets the second wait at the insert for the first's commit."""
    actor: Actor = given["actor"]
    mine = RequestKey(
        actor=actor.key,
        action=f"{function.__module__}.{function.__name__}",
        key=given["request_key"],
        input_hash=_fingerprint(given),
        at=given["at"],
    )
    RequestKey.objects.bulk_create([mine], ignore_conflicts=True)
    row = RequestKey.objects.get(actor=mine.actor, action=mine.action, key=mine.key)
    if row.input_hash != mine.input_hash:
        raise KeyReused(mine.action)
    return row, row.pk == mine.pk


def _fingerprint(given: dict[str, Any]) -> str:
    plain = {name: value for name, value in given.items() if name not in {"actor", "at", "request_key"}}
    # keyed, because the input may be an identity number: nobody with the table alone can guess it
    return keyed_digest(
        json.dumps(plain, sort_keys=True, default=_plain).encode(), "actions_requestkey.input_hash"
    )


def _plain(value: object) -> object:
    if isinstance(value, UUID | date | datetime | Decimal):
        return str(value)
    raise TypeError(f"An action takes plain values, not {type(value).__name__}")
