"""The facts from the ledger alone: whoever holds an export of it comes to the same scores.

Only sealed entries count, and only what they say; what was erased is gone from both places.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from services.figures.sharing.facts import ANSWERED, Asked, Decided, Disputed, Facts, Refused
from services.figures.sharing.from_rows import span
from services.ledger.models import Entry

KINDS = (
    "data_requested",
    "data_request_ended",
    "reading_decided",
    "dispute_opened",
    "access_questioned",
    "dispute_taken_back",
    "dispute_settled",
    "application_moved",
)
DENIED, DISPATCHED, DECISIONS = "DENIED", "DISPATCHED", ("APPROVED", "REFUSED")
Body = Mapping[str, Any]


def facts(since: date, until: date) -> Facts:
    return from_bodies(_bodies(), since, until)


def _bodies() -> Iterator[Body]:
    rows = Entry.objects.filter(kind__in=KINDS, leaf_index__isnull=False, body__isnull=False)
    for body in rows.order_by("leaf_index").values_list("body", flat=True).iterator(2000):
        if body is not None:
            yield json.loads(bytes(body))


def from_bodies(bodies: Iterator[Body], since: date, until: date) -> Facts:
    """`bodies`: what entries say, in the order of the ledger; of an export they are its payloads."""
    low, high = span(since, until)
    asked: dict[str, Asked] = {}
    refused: list[Refused] = []
    disputes: dict[str, Disputed] = {}
    decided: list[Decided] = []
    for body in bodies:
        at = _moment(body["at"])
        if at >= high:
            continue
        if body["kind"] in {"data_requested", "data_request_ended"} and body["state"] != DISPATCHED:
            asked[body["request"]] = _asked(body, at)
        elif body["kind"] == "reading_decided":
            refused += _refused(body, at)
        elif "dispute" in body:
            _dispute(disputes, body, at)
        elif body["kind"] == "application_moved" and "used" in body and body["to"] in DECISIONS:
            decided.append(Decided(f"application:{body['application']}", body["used"], at))
    return Facts(
        since,
        until,
        asked=sorted(
            (each for each in asked.values() if each.at >= low), key=lambda each: (each.at, each.id)
        ),
        refused=sorted((each for each in refused if each.at >= low), key=lambda each: (each.at, each.id)),
        disputes=[each for each in disputes.values() if each.closed_at is None or each.closed_at >= low],
        decided=[each for each in decided if each.at >= low],
    )


def _asked(body: Body, at: datetime) -> Asked:
    return Asked(
        id=body["request"],
        department=body["department"],
        occasion=body["source"],
        fields=[(each["field"], each["disclosure"], each["outcome"]) for each in body["fields"]],
        answered=body["state"] in ANSWERED,
        reason=body["reason"],
        over_delivered=len(body["over_delivered"]),
        at=at,
    )


def _refused(body: Body, at: datetime) -> Iterator[Refused]:
    for access, fields in body["accesses"].items():
        if denied := [each["field"] for each in fields if each["decision"] == DENIED]:
            yield Refused(access, body["source"], denied, at)


def _dispute(known: dict[str, Disputed], body: Body, at: datetime) -> None:
    pk = body["dispute"]
    if body["kind"] in {"dispute_opened", "access_questioned"} and "department" in body:
        due_on, value = date.fromisoformat(body["due_on"]), body["kind"] == "dispute_opened"
        known[pk] = Disputed(pk, body["department"], at, due_on, None, corrected=False, about_a_value=value)
    elif body["kind"] == "dispute_taken_back":
        known.pop(pk, None)
    elif body["kind"] == "dispute_settled" and (found := known.get(pk)):
        corrected = body["outcome"] == "CORRECTED"
        known[pk] = Disputed(
            pk, found.department, found.opened_at, found.due_on, at, corrected, found.about_a_value
        )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
