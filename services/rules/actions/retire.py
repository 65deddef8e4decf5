"""Retiring a version without a successor: after its last day every application goes to a person."""

from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from services.actions.action import action
from services.actions.actor import Actor
from services.rules.actions.draft import locked
from services.rules.errors import NotInThatState, TooEarly
from services.rules.models import RuleVersion
from services.rules.succession import note


@action
def retire_version(
    *, version_id: UUID, last_day: date, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    """`last_day`: today at the earliest, because what was submitted until now has been decided by it.

    Raises `Denied`, `NotInThatState`, `TooEarly`.
    """
    version = locked(version_id, actor)
    if last_day < max(localdate(at), version.effective_from):
        raise TooEarly(last_day.isoformat())
    if not RuleVersion.objects.filter(pk=version.pk).end(last_day):
        raise NotInThatState(version.state)
    note("rule_version_retired", version, actor, at, last_day=last_day.isoformat())
    return version.pk
