"""Drafts: policy officers write them, together if they like; whoever saves second is told.

A draft parses (facts, rows, cells, examples), so that it can always be shown; whether it is safe and right is asked
when it is submitted.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor
from services.rules.compose import Composition, parse_content
from services.rules.errors import NotInThatState, Overtaken
from services.rules.examples import parse_examples
from services.rules.models import RuleSet, RuleVersion
from services.rules.policies import authorise
from services.rules.succession import note


@action
def write_draft(
    *,
    code: str,
    facts: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    examples: Sequence[Mapping[str, Any]],
    effective_from: date,
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> UUID:
    """A new version of the rule set, with the next number. Raises `Denied`, `RuleErrors`."""
    rule_set = RuleSet.objects.select_for_update(of=("self",)).get(code=code)
    authorise(rule_set, actor)
    composed = _composed(facts, rows, examples)
    last = rule_set.versions.order_by("-number").first()
    version = RuleVersion.objects.create(
        rule_set=rule_set,
        number=last.number + 1 if last else 1,
        **_content(composed, examples),
        effective_from=effective_from,
        author=actor.key,
        edited_by=actor.key,
    )
    note("rule_version_drafted", version, actor, at, sha256=version.sha256)
    return version.pk


@action
def edit_draft(
    *,
    version_id: UUID,
    revision: int,
    facts: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    examples: Sequence[Mapping[str, Any]],
    effective_from: date,
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> UUID:
    """`revision`: the one the editor opened. Raises `Denied`, `RuleErrors`, `NotInThatState`, `Overtaken`."""
    version = locked(version_id, actor)
    if version.state != RuleVersion.State.DRAFT:
        raise NotInThatState(version.state)
    if version.revision != revision:
        raise Overtaken(version.edited_by)
    composed = _composed(facts, rows, examples)
    for name, value in _content(composed, examples).items():
        setattr(version, name, value)
    version.effective_from, version.edited_by = effective_from, actor.key
    version.revision += 1
    version.save()
    note("rule_version_edited", version, actor, at, sha256=version.sha256, revision=version.revision)
    return version.pk


def locked(version_id: UUID, actor: Actor) -> RuleVersion:
    """The version, locked until the commit, for a policy officer of its department. Raises `Denied`."""
    rows = RuleVersion.objects.select_related("rule_set").select_for_update(of=("self",))
    version = rows.get(pk=version_id)
    authorise(version.rule_set, actor)
    return version


def _composed(
    facts: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], examples: Sequence[Mapping[str, Any]]
) -> Composition:
    composed = parse_content(facts, rows)
    parse_examples(examples, composed.schema)
    return composed


def _content(composed: Composition, examples: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "jdm": composed.jdm,
        "facts": composed.facts,
        "texts": composed.texts,
        "examples": [dict(each) for each in examples],
    }
