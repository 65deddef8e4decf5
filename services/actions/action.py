"""`@action`: what every write has in common.

One durable transaction; the same `request_key` twice is one act; a refusal leaves its trace. The decorated function
fetches and locks its row, authorises on the locked row (raising `Denied`), moves or saves, adds history, publishes, and
returns the id of what it touched.

The key is the last row an act writes. Whoever finds it taken has acted in vain: all of it is undone, and the outcome is
that of the first. So is that of an act which failed because its twin had succeeded.

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
from services.prepared import insert
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
                outcome = function(*args, **given)
                if given.get("request_key"):
                    insert(_key(function, given, outcome=outcome))
                return outcome
        except Exception as error:
            if earlier := _earlier(function, given):
                return cast(R, _repeated(earlier))
            if not isinstance(error, Denied):
                raise
            denied = error
        return cast(R, _refused(denied, function, given))

    return act


def _earlier(function: Callable[..., Any], given: dict[str, Any]) -> RequestKey | None:
    """The same act under the same key, if it has been done or denied already. Raises `KeyReused` for another act."""
    if not given.get("request_key"):
        return None
    mine = _key(function, given)
    earlier = RequestKey.objects.filter(actor=mine.actor, action=mine.action, key=mine.key).first()
    if earlier and earlier.input_hash != mine.input_hash:
        raise KeyReused(mine.action) from None
    return earlier


def _repeated(earlier: RequestKey) -> UUID | None:
    if earlier.denied:
        raise Denied(earlier.denied) from None
    return earlier.outcome


def _refused(denied: Denied, function: Callable[..., Any], given: dict[str, Any]) -> UUID | None:
    """Into the ledger, and under the request key so that it stays a denial. Twins at once are recorded once."""
    with transaction.atomic(durable=True):
        if given.get("request_key"):
            row = _key(function, given, denied=denied.reason)
            RequestKey.objects.bulk_create([row], ignore_conflicts=True)
            earlier = _earlier(function, given)
            if earlier and earlier.pk != row.pk:
                return _repeated(earlier)
        trace = {"action": function.__name__, "actor": given["actor"].key, "reason": denied.reason}
        record("denied", {**trace, "at": given["at"].isoformat()})
    raise denied from None


def _key(function: Callable[..., Any], given: dict[str, Any], **ended: Any) -> RequestKey:
    actor: Actor = given["actor"]
    return RequestKey(
        actor=actor.key,
        action=f"{function.__module__}.{function.__name__}",
        key=given["request_key"],
        input_hash=_fingerprint(given),
        at=given["at"],
        **ended,
    )


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
