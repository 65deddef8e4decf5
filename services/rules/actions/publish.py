"""Publishing a rule version: from its first day on it decides, and nobody changes it any more.

From a loaded package; what policy officers write takes the way of drafts (`draft.py`, `submit.py`, `approve.py`).
A first day in the past is allowed here (a new house loads the history of its rules); the ledger tells when it was
published.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.departments.models import Department
from services.rules.compose import Composition, compose
from services.rules.errors import NumberTaken
from services.rules.models import RuleSet, RuleVersion
from services.rules.succession import make_room, tell_published
from services.texts import Text


@action
def publish_version(
    *,
    code: str,
    name: Text,
    number: int,
    facts: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    effective_from: date,
    actor: Actor,
    at: datetime,
    forbidden: Collection[str] = (),
    examples: Sequence[Mapping[str, Any]] = (),
    department: str | None = None,
) -> UUID:
    """The id of the version; the same content, number and first day again change nothing.

    Ends the version in force before it on the day before `effective_from`. Raises `Denied`, `RuleErrors`
    (facts, rows, lint), `NumberTaken`, `OutOfOrder`.
    """
    if actor.role is not Role.SYSTEM:
        raise Denied("only_packages_publish_rules")
    composed = compose(facts, rows, forbidden)
    rule_set, _ = RuleSet.objects.get_or_create(code=code, defaults={"name": dict(name)})
    rule_set = RuleSet.objects.select_for_update(of=("self",)).get(pk=rule_set.pk)
    _name(rule_set, name, department)
    if existing := rule_set.versions.filter(number=number).first():
        if not _is_same(existing, composed, effective_from):
            raise NumberTaken(f"{code}/{number}")
        return existing.pk
    ended = make_room(rule_set, number, effective_from)
    version = _store(rule_set, number, composed, effective_from, examples=list(examples), approver=actor.key)
    tell_published(version, ended, actor=actor, at=at)
    return version.pk


def _is_same(existing: RuleVersion, composed: Composition, effective_from: date) -> bool:
    stored = (existing.sha256, existing.effective_from)
    return existing.state not in RuleVersion.UNPUBLISHED and stored == (composed.sha256, effective_from)


def _name(rule_set: RuleSet, name: Text, department: str | None) -> None:
    """What it is called, and who answers for it."""
    owner = Department.objects.get(code=department).pk if department else rule_set.department_id
    if (rule_set.name, rule_set.department_id) != (dict(name), owner):
        rule_set.name, rule_set.department_id = dict(name), owner
        rule_set.save(update_fields=["name", "department"])


def _store(
    rule_set: RuleSet, number: int, composed: Composition, effective_from: date, **more: Any
) -> RuleVersion:
    return RuleVersion.objects.create(
        rule_set=rule_set,
        number=number,
        jdm=composed.jdm,
        facts=composed.facts,
        texts=composed.texts,
        state=RuleVersion.State.PUBLISHED,
        effective_from=effective_from,
        **more,
    )
