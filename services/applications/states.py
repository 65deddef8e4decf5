"""The states of an application, every legal move with its reason in law, and the one function that makes a move.

Nothing else assigns a state: `Application.save()` and `QuerySet.update()` refuse to (models/application.py).
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from services.actions.actor import Actor
from services.actions.errors import DomainError
from services.applications.models import Application, Move, State
from services.ledger.entries import record


class IllegalMove(DomainError):
    """There is no such move from the state the application is in."""

    def __init__(self, source: str, target: str) -> None:
        super().__init__(f"{source} -> {target}")
        self.source, self.target = source, target


LICENSING = "行政许可法"  # Administrative Licensing Law
SHARING = "政务数据共享条例"  # Regulations on Sharing Government Data

MOVES: Mapping[tuple[State, State], str] = {
    (State.DRAFT, State.SUBMITTED): f"{LICENSING} art. 29: an application may be made electronically",
    (State.SUBMITTED, State.APPROVED): f"{LICENSING} art. 34: complete and lawful is decided on the spot",
    (
        State.SUBMITTED,
        State.AWAITING_DATA,
    ): f"{SHARING}: what a department can share is not asked of the citizen",
    (State.SUBMITTED, State.ACCEPTED): f"{LICENSING} art. 32(5): complete applications are accepted",
    (State.AWAITING_DATA, State.APPROVED): f"{LICENSING} art. 34: complete and lawful is decided on the spot",
    (State.AWAITING_DATA, State.ACCEPTED): f"{LICENSING} art. 32(5): complete applications are accepted",
    (State.ACCEPTED, State.APPROVED): f"{LICENSING} art. 38(1): what meets the conditions is approved",
    (State.ACCEPTED, State.REFUSED): f"{LICENSING} art. 38(2): refusal in writing, with reasons and remedies",
}


def move(
    application: Application,
    to: State,
    *,
    actor: Actor,
    at: datetime,
    note: str = "",
    also: Collection[str] = (),
    on_record: Mapping[str, object] | None = None,
) -> None:
    """One row of history, one ledger entry, one changed state. The row must be locked by the caller.

    `also`: columns of the instance to save in the same statement; `on_record`: more for the ledger, ids and codes only.
    """
    source = State(application.state)
    if (source, to) not in MOVES:
        raise IllegalMove(source, to)
    Application.objects.set_state(application, to, also)
    Move.objects.create(application=application, source=source, target=to, actor=actor.key, at=at, note=note)
    record(
        "application_moved",
        {
            "application": str(application.pk),
            "from": source,
            "to": to,
            "actor": actor.key,
            "at": at.isoformat(),
            **(on_record or {}),
        },
    )
