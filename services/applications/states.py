"""The states of an application, every legal move with its reason in law, and the one function that makes a move.

Nothing else assigns a state: `Application.save()` and `QuerySet.update()` refuse to (models/application.py).
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from services.actions.actor import Actor
from services.actions.errors import DomainError
from services.applications.models import Application, Move, State
from services.ledger.entries import record
from services.prepared import insert


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
    (State.SUBMITTED, State.RECEIVED): f"{LICENSING} art. 32: what rules cannot approve a person examines",
    (State.AWAITING_DATA, State.APPROVED): f"{LICENSING} art. 34: complete and lawful is decided on the spot",
    (
        State.AWAITING_DATA,
        State.RECEIVED,
    ): f"{LICENSING} art. 32: what rules cannot approve a person examines",
    (
        State.AWAITING_DATA,
        State.WITHDRAWN,
    ): "before acceptance an applicant may turn back at any time (usage)",
    (State.RECEIVED, State.ACCEPTED): f"{LICENSING} art. 32(4), (5): complete, or five days without a word",
    (State.RECEIVED, State.DECLINED): f"{LICENSING} art. 32(1), (2): needs no decision, or another authority",
    (
        State.RECEIVED,
        State.AWAITING_CORRECTION,
    ): f"{LICENSING} art. 32(4): everything missing is said at once",
    (State.RECEIVED, State.WITHDRAWN): "before acceptance an applicant may turn back at any time (usage)",
    (State.AWAITING_CORRECTION, State.RECEIVED): f"{LICENSING} art. 32(5): what was missing has come",
    (State.AWAITING_CORRECTION, State.ACCEPTED): f"{LICENSING} art. 32(5): what was missing has come",
    (
        State.AWAITING_CORRECTION,
        State.WITHDRAWN,
    ): "before acceptance an applicant may turn back at any time (usage)",
    (
        State.ACCEPTED,
        State.AWAITING_CORRECTION,
    ): "after acceptance something proves wrong (usage of windows, 受理后待补办)",
    (
        State.ACCEPTED,
        State.SUSPENDED,
    ): f"{LICENSING} art. 45: hearings, inspections, expert reviews are not counted",
    (State.SUSPENDED, State.ACCEPTED): f"{LICENSING} art. 45: the clock goes on",
    (State.ACCEPTED, State.APPROVED): f"{LICENSING} art. 38(1): what meets the conditions is approved",
    (State.ACCEPTED, State.REFUSED): f"{LICENSING} art. 38(2): refusal in writing, with reasons and remedies",
    (
        State.APPROVED,
        State.RESCINDED,
    ): "24 hours to take back what rules approved, before payment (our own rule)",
    (State.APPROVED, State.CLOSED): "the day to rescind is over (our own rule)",
    (State.REFUSED, State.CLOSED): "a day after the decision (our own rule)",
    (State.DECLINED, State.CLOSED): "a day after the notice (our own rule)",
    (State.WITHDRAWN, State.CLOSED): "a day after turning back (our own rule)",
    (State.RESCINDED, State.CLOSED): "a day after rescinding (our own rule)",
}
ENDED = frozenset(
    {State.APPROVED, State.REFUSED, State.DECLINED, State.WITHDRAWN, State.RESCINDED, State.CLOSED}
)


def refuse_unless_open(application: Application) -> None:
    """For acts that move nothing: raises `IllegalMove` where people have nothing more to do."""
    if application.state in ENDED:
        raise IllegalMove(application.state, application.state)


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
    if to in ENDED - {State.CLOSED}:
        application.ended_as, application.ended_at, also = to, at, {*also, "ended_as", "ended_at"}
    insert(Move(application=application, source=source, target=to, actor=actor.key, at=at, note=note))
    Application.objects.set_state(application, to, also)  # last: once closed, nothing is added
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


@contextmanager
def one_update(application: Application, *also: str) -> Iterator[None]:
    """Each move inside is told in history and ledger; the row is written once, at the end, with the columns `also`."""
    application.held_back = {*also}
    yield
    columns, application.held_back = application.held_back, None
    Application.objects.write_state(application, columns)
