"""Letting a version look on beside the one in force, and ending that: a policy officer of the department.

What is submitted or approved may look on; a draft by the choice of whoever writes it. Nothing is decided by a shadow.
"""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from services.actions.action import action
from services.actions.actor import Actor
from services.actions.errors import Denied
from services.rules.actions.draft import locked
from services.rules.errors import AlreadyShadowed, NotInThatState
from services.rules.models import RuleVersion, Shadow
from services.rules.succession import note


@action
def start_shadow(*, version_id: UUID, actor: Actor, at: datetime, request_key: UUID | None = None) -> UUID:
    """Raises `Denied`, `NotInThatState` where it decides already or is retired, `AlreadyShadowed`."""
    version = locked(version_id, actor)
    if version.state == RuleVersion.State.DRAFT and actor.key not in {version.author, version.edited_by}:
        raise Denied("not_the_author")
    if not may_look_on(version, at):
        raise NotInThatState(version.state)
    if version.shadows.filter(stopped_at=None).exists():
        raise AlreadyShadowed(str(version))
    shadow = Shadow.objects.create(version=version, started_by=actor.key, started_at=at)
    note("rule_shadow_started", version, actor, at, sha256=version.sha256, shadow=str(shadow.pk))
    return shadow.pk


@action
def stop_shadow(*, version_id: UUID, actor: Actor, at: datetime, request_key: UUID | None = None) -> UUID:
    """What was found until now stays to be read. Raises `Denied`, `AlreadyShadowed` where none is open."""
    version = locked(version_id, actor)
    shadow = version.shadows.filter(stopped_at=None).first()
    if shadow is None:
        raise AlreadyShadowed(str(version))
    shadow.stopped_by, shadow.stopped_at = actor.key, at
    shadow.save(update_fields=["stopped_by", "stopped_at"])
    note("rule_shadow_stopped", version, actor, at, shadow=str(shadow.pk))
    return shadow.pk


def may_look_on(version: RuleVersion, at: datetime) -> bool:
    """Not yet in force, and not retired."""
    if version.state in RuleVersion.UNPUBLISHED:
        return True
    return version.state == RuleVersion.State.PUBLISHED and version.effective_from > localdate(at)
