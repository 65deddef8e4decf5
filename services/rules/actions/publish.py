"""Publishing a rule version: from its first day on it decides, and nobody changes it any more.

Only the system publishes, from a loaded package: a caseworker's edit needs a second pair of eyes, and that
is not built. A first day in the past is allowed (a new house loads the history of its rules); the ledger
tells when it was published.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.events.outbox import publish
from services.ledger.entries import record
from services.rules.compose import Composition, compose
from services.rules.errors import NumberTaken, OutOfOrder
from services.rules.events import RuleVersionPublished
from services.rules.models import RuleSet, RuleVersion
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
    _rename(rule_set, name)
    if existing := rule_set.versions.filter(number=number).first():
        if not _is_same(existing, composed, effective_from):
            raise NumberTaken(f"{code}/{number}")
        return existing.pk
    ended = _make_room(rule_set, number, effective_from)
    version = _store(rule_set, number, composed, effective_from)
    _tell(version, rule_set, ended, actor, at)
    return version.pk


def _is_same(existing: RuleVersion, composed: Composition, effective_from: date) -> bool:
    stored = (existing.sha256, existing.effective_from)
    return existing.state != RuleVersion.State.DRAFT and stored == (composed.sha256, effective_from)


def _rename(rule_set: RuleSet, name: Text) -> None:
    if rule_set.name != dict(name):
        rule_set.name = dict(name)
        rule_set.save(update_fields=["name"])


def _make_room(rule_set: RuleSet, number: int, effective_from: date) -> RuleVersion | None:
    """Gives the open version its last day; the version, or None."""
    published = rule_set.versions.exclude(state=RuleVersion.State.DRAFT)
    last = published.order_by("-number").first()
    if last and (last.number > number or last.effective_from >= effective_from):
        raise OutOfOrder(f"{rule_set.code}/{number}")
    published.end(effective_from - timedelta(days=1))
    return last


def _store(rule_set: RuleSet, number: int, composed: Composition, effective_from: date) -> RuleVersion:
    return RuleVersion.objects.create(
        rule_set=rule_set,
        number=number,
        jdm=composed.jdm,
        facts=composed.facts,
        texts=composed.texts,
        state=RuleVersion.State.PUBLISHED,
        effective_from=effective_from,
    )


def _tell(
    version: RuleVersion, rule_set: RuleSet, ended: RuleVersion | None, actor: Actor, at: datetime
) -> None:
    record(
        "rule_version_published",
        {
            "version": str(version.pk),
            "rule_set": rule_set.code,
            "number": version.number,
            "sha256": version.sha256,
            "effective_from": version.effective_from.isoformat(),
            "ends": str(ended.pk) if ended else None,
            "actor": actor.key,
            "at": at.isoformat(),
        },
    )
    publish(
        RuleVersionPublished(
            version_id=version.pk,
            rule_set=rule_set.code,
            number=version.number,
            effective_from=version.effective_from,
        )
    )
