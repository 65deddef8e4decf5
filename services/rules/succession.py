"""One version after another: numbers go up, days follow one another, and every step is told."""

from datetime import date, datetime, timedelta
from typing import Any

from services.actions.actor import Actor
from services.events.outbox import publish
from services.ledger.entries import record
from services.rules.errors import OutOfOrder
from services.rules.events import RuleVersionPublished
from services.rules.models import RuleSet, RuleVersion


def make_room(rule_set: RuleSet, number: int, effective_from: date) -> RuleVersion | None:
    """Gives the open version its last day; returns the last version before, or None. Raises `OutOfOrder`."""
    published = rule_set.versions.published()
    last = published.order_by("-number").first()
    if last and (last.number > number or max(last.effective_from, _ended(last)) >= effective_from):
        raise OutOfOrder(f"{rule_set.code}/{number}")
    published.end(effective_from - timedelta(days=1))
    return last


def _ended(version: RuleVersion) -> date:
    return version.effective_to or date.min


def tell_published(version: RuleVersion, ended: RuleVersion | None, *, actor: Actor, at: datetime) -> None:
    rule_set = version.rule_set
    told = {"sha256": version.sha256, "effective_from": version.effective_from.isoformat()}
    note("rule_version_published", version, actor, at, **told, ends=str(ended.pk) if ended else None)
    publish(
        RuleVersionPublished(
            version_id=version.pk,
            rule_set=rule_set.code,
            number=version.number,
            effective_from=version.effective_from,
        )
    )


def note(kind: str, version: RuleVersion, actor: Actor, at: datetime, **more: Any) -> None:
    """Into the ledger."""
    about = {"version": str(version.pk), "rule_set": version.rule_set.code, "number": version.number}
    record(kind, {**about, **more, "actor": actor.key, "at": at.isoformat()})
