"""Submitting a draft to a second person, and giving it back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor
from services.rules.actions.draft import locked
from services.rules.canonical import sha256
from services.rules.errors import NotExamined, NotInThatState, Overtaken
from services.rules.gate import examples_body
from services.rules.models import RuleVersion
from services.rules.succession import note


@action
def submit_version(
    *,
    version_id: UUID,
    revision: int,
    findings: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> UUID:
    """`findings`: what `gate.examine` found of this very content, as its body.

    Raises `Denied`, `NotInThatState`, `Overtaken`, `NotExamined`.
    """
    version = locked(version_id, actor)
    if version.state != RuleVersion.State.DRAFT:
        raise NotInThatState(version.state)
    if version.revision != revision:
        raise Overtaken(version.edited_by)
    about = (findings["sha256"], findings["examples_sha256"])
    if about != (version.sha256, sha256(examples_body(version.examples))):
        raise NotExamined(str(version))
    RuleVersion.objects.filter(pk=version.pk).advance(RuleVersion.State.SUBMITTED, gate=dict(findings))
    note("rule_version_submitted", version, actor, at, sha256=version.sha256)
    return version.pk


@action
def return_version(
    *, version_id: UUID, reason: str, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    """Back to a draft, with the reason. Its author may take it back too. Raises `Denied`, `NotInThatState`."""
    version = locked(version_id, actor)
    if not RuleVersion.objects.filter(pk=version.pk).advance(
        RuleVersion.State.DRAFT, gate={"returned_by": actor.key, "reason": reason.strip()}
    ):
        raise NotInThatState(version.state)
    note("rule_version_returned", version, actor, at)
    return version.pk
