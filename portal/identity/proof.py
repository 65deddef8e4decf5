"""Proving who one is: name and number by public security, and one more thing only the person has, the
social card.

Neither proof alone says anything, and nobody is told which of the two was wrong. A department that does
not answer proves nothing and costs nothing: the try is written down as unanswered, whatever the other
department said. (Standard practice asks for the identity card and two more proofs; `docs/` says what
the demonstration leaves out: phone, bank card, counter.)

Departments are asked outside transactions: the try is recorded first, settled afterwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID

from services.actions.actor import Actor
from services.people.actions.link_person import link_person
from services.people.actions.record_proof_attempt import record_proof_attempt
from services.people.actions.settle_proof_attempt import settle_proof_attempt
from services.people.models import ProofAttempt
from services.sharing.fetch import Reply, Subject, fetch
from services.sharing.models import Purpose

PURPOSE, VERSION = "identity-proof", 1
IDENTITY, CARD = "population.identity_matches", "social_cards.card_number_matches"
SECOND_PROOF = "social_card"
YES = "YES"


class Outcome(Enum):
    LINKED = "LINKED"
    NOT_MATCHED = "NOT_MATCHED"
    UNANSWERED = "UNANSWERED"


@dataclass(frozen=True)
class Proof:
    """How it ended; `silent` are the codes of the departments that did not answer."""

    outcome: Outcome
    silent: tuple[str, ...] = ()


def prove(*, name: str, id_no: str, card_number: str, actor: Actor, at: datetime, request_key: UUID) -> Proof:
    """Links the actor's account if both departments say yes. The same `request_key` is one try, however
    often it is sent.

    Raises `TooManyTries`, `AlreadyLinked` (also for a person who has another account), `Denied`.
    """
    user_id = actor.user_id or 0
    attempt_id = record_proof_attempt(
        user_id=user_id, id_no=id_no, actor=actor, at=at, request_key=request_key
    )
    if ProofAttempt.objects.get(pk=attempt_id).state == ProofAttempt.State.FAILED:
        return Proof(Outcome.NOT_MATCHED)
    replies = _ask(Subject(name, id_no), card_number, attempt_id, actor, at)
    proof = _judge(replies)
    settle_proof_attempt(attempt_id=attempt_id, state=STATE[proof.outcome], actor=actor, at=at)
    if proof.outcome is Outcome.LINKED:
        link_person(user_id=user_id, name=name, id_no=id_no, proof=SECOND_PROOF, actor=actor, at=at)
    return proof


STATE = {
    Outcome.LINKED: ProofAttempt.State.SUCCEEDED,
    Outcome.NOT_MATCHED: ProofAttempt.State.FAILED,
    Outcome.UNANSWERED: ProofAttempt.State.UNANSWERED,
}


def _ask(subject: Subject, card_number: str, attempt_id: UUID, actor: Actor, at: datetime) -> list[Reply]:
    return fetch(
        purpose=Purpose.objects.get(code=PURPOSE, version=VERSION),
        subject=subject,
        source=f"proof:{attempt_id}",
        claims={CARD: card_number},
        actor=actor,
        at=at,
    )


def _judge(replies: Iterable[Reply]) -> Proof:
    """UNKNOWN is no proof: a department that does not know the person cannot vouch for the person."""
    replies = list(replies)
    answers = {code: value.value for reply in replies for code, value in reply.values.items()}
    silent = tuple(reply.department_code for reply in replies if not reply.available)
    if silent or not {IDENTITY, CARD} <= answers.keys():
        return Proof(Outcome.UNANSWERED, silent)
    both = answers[IDENTITY] == answers[CARD] == YES
    return Proof(Outcome.LINKED if both else Outcome.NOT_MATCHED)
