"""Bringing a version of the rules out: what takes long is asked first, outside every transaction, then one action believes it.

The same order as with the departments' data (`gathering.py`): examine and submit, look at the replay and approve.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from services.actions.actor import Actor
from services.applications.models import ReplayRun
from services.applications.replay import replay
from services.catalogue.forbidden import forbidden_facts
from services.rules.actions.approve import approve_version
from services.rules.actions.submit import submit_version
from services.rules.errors import NotExamined
from services.rules.exchange.content import content_of
from services.rules.gate import Findings, examine
from services.rules.lint import forbidden_problems
from services.rules.models import RuleVersion
from services.rules.problems import raise_any


def examine_and_submit(version_id: UUID, *, revision: int, actor: Actor, at: datetime) -> Findings:
    """Raises `RuleErrors` with what stands against it, `SecondEngineFailed`, and what `submit_version` raises."""
    version = RuleVersion.objects.select_related("rule_set").get(pk=version_id)
    content = content_of(version.jdm, version.facts, version.texts, version.examples)
    found = examine(content.facts, content.rows, content.examples, _forbidden(version, at))
    submit_version(version_id=version_id, revision=revision, findings=found.to_body(), actor=actor, at=at)
    return found


def approve_as_seen(run: ReplayRun, *, actor: Actor, at: datetime) -> None:
    """Approves what a replay in the worker found, and who looked at its list accepts it. Whoever the rules have looked at
    since it began is decided again here: where that changes anybody, the replay has to be run again.

    Raises `RuleErrors` where a fact has come onto the negative list since, `NotExamined`, and what `approve_version` raises.
    """
    raise_any(forbidden_problems(run.version.facts, _forbidden(run.version, at)))
    if run.finished_at is None or replay(run.version, since=run.asked_at).changes:
        raise NotExamined(str(run.version))
    body = {name: value for name, value in run.found.items() if name != "listed"}
    approve_version(version_id=run.version_id, replay=body, accepts_differences=True, actor=actor, at=at)


def _forbidden(version: RuleVersion, at: datetime) -> Collection[str]:
    code = version.rule_set.code
    return forbidden_facts([code], localdate(at))[code]
