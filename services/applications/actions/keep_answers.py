"""Keeping what was typed so far, so that a long form can be left and come back to. Nothing of it is judged yet."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor
from services.applications.actions.locking import locked
from services.applications.errors import AlreadySubmitted, NotAskedFor, TooMuch
from services.applications.models import State
from services.applications.policies import Act, authorise

MOST_BYTES = 200_000  # of all answers of an application; the longest form needs a tenth


@action
def keep_answers(*, application_id: UUID, answers: dict[str, Any], actor: Actor, at: datetime) -> UUID:
    """`answers` are coerced; None takes one away. Raises AlreadySubmitted, NotAskedFor (no such question), TooMuch."""
    application = locked(application_id, actor)
    authorise(Act.KEEP_ANSWERS, application, actor)
    if application.state != State.DRAFT:
        raise AlreadySubmitted(str(application_id))
    if strange := answers.keys() - application.form.by_code.keys():
        raise NotAskedFor(sorted(strange))
    kept = {**(application.answers or {}), **answers}
    application.answers = {code: answer for code, answer in kept.items() if answer is not None}
    if len(json.dumps(application.answers)) > MOST_BYTES:
        raise TooMuch
    application.save(update_fields=["answers"])
    return application.pk
