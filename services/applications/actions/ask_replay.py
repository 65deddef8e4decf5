"""Asking for a replay of a version: it runs in the worker, for it may take minutes."""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor
from services.applications.models import ReplayRun
from services.rules.actions.draft import locked


@action
def ask_replay(*, version_id: UUID, actor: Actor, at: datetime, request_key: UUID | None = None) -> UUID:
    """One that is under way for the same content is the one that was asked for. Raises `Denied`."""
    version = locked(version_id, actor)
    open_run = ReplayRun.objects.filter(version=version, sha256=version.sha256, finished_at=None).first()
    if open_run:
        return open_run.pk
    run = ReplayRun.objects.create(version=version, sha256=version.sha256, asked_by=actor.key, asked_at=at)
    return run.pk
