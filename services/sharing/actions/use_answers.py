"""What departments answered has been used: something was submitted, or decided, that rests on it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor
from services.sharing.lifecycle import USED, advance


@action
def use_answers(*, request_ids: Sequence[UUID], actor: Actor, at: datetime) -> None:
    """Harmless when repeated: what is used already, or was never delivered, is left alone."""
    advance(request_ids, USED, at=at)
