"""Counting a try before anybody is asked.

The row stands first: a hundred tries at once find each other's rows, where a count afterwards would let
all of them through. Tries of one account are strictly five a day. Tries of many accounts at one number
are not serialised on PostgreSQL; as many accounts as try in the same instant may pass together.
"""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor
from services.people import queries
from services.people.accounts import own_account
from services.people.errors import AlreadyLinked, TooManyTries
from services.people.models import ProofAttempt


@action
def record_proof_attempt(
    *, user_id: int, id_no: str, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    """Returns the attempt, to be settled once the departments have answered.

    Raises `TooManyTries`, `AlreadyLinked`, `Denied("not_own_account")`.
    """
    user = own_account(user_id, actor)
    if user.person_id:
        raise AlreadyLinked
    if not (queries.tries_left(user_id, at) and queries.tries_left_at(id_no, at)):
        raise TooManyTries
    return ProofAttempt.objects.create(user=user, id_no_index=queries.tried_number(id_no), at=at).pk
