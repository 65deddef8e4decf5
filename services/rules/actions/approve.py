"""Approving what a colleague submitted: from its first day on it decides."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from services.actions.action import action
from services.actions.actor import Actor
from services.rules.actions.draft import locked
from services.rules.errors import NotExamined, NotInThatState, TooEarly
from services.rules.models import RuleSet, RuleVersion
from services.rules.policies import refuse_own_work
from services.rules.succession import make_room, tell_published


@action
def approve_version(
    *,
    version_id: UUID,
    replay: Mapping[str, Any],
    accepts_differences: bool,
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> UUID:
    """`replay`: how many past applications the version decides, and how many otherwise (`sha256`, `decided`,
    `changed`), from services/applications. Whoever approves a version that changes some accepts that by name.

    Raises `Denied`, `NotInThatState`, `NotExamined`, `TooEarly`, `OutOfOrder`.
    """
    version = locked(version_id, actor)
    refuse_own_work(version, actor)
    if version.state != RuleVersion.State.SUBMITTED:
        raise NotInThatState(version.state)
    if replay["sha256"] != version.sha256 or (replay["changed"] and not accepts_differences):
        raise NotExamined(str(version))
    if version.effective_from <= localdate(at):
        raise TooEarly(version.effective_from.isoformat())
    RuleSet.objects.select_for_update(of=("self",)).get(pk=version.rule_set_id)
    ended = make_room(version.rule_set, version.number, version.effective_from)
    signed = {**replay, "accepted_by": actor.key, "at": at.isoformat()}
    RuleVersion.objects.filter(pk=version.pk).advance(
        RuleVersion.State.PUBLISHED, approver=actor.key, gate={**version.gate, "replay": signed}
    )
    tell_published(version, ended, actor=actor, at=at)
    return version.pk
