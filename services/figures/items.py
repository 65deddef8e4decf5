"""What share of the items on offer can be done online, is approved by rules, is open to people from elsewhere.

Read from the published items of the day; no history is kept, for the catalogue keeps its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.catalogue.models import ItemVersion
from services.catalogue.queries import on_offer
from services.rules.errors import AlteredVersion
from services.rules.models import RuleVersion
from services.rules.problems import RuleErrors
from services.rules.queries import all_in_force, compiled
from services.rules.table import Outcome
from services.texts import Text


@dataclass(frozen=True)
class ItemFacts:
    """`online`: from beginning to end, without a visit (全程网办). `instant`: rules in force may approve it. `elsewhere`: no
    condition asks where somebody is registered and nobody has to come. That is our own reading of 异地办理 until items say
    themselves where they may be handled. `by_person`: why no rule may decide it (`why`) and by which article (`basis`)."""

    code: str
    name: Text
    department: Text
    online: bool
    instant: bool
    elsewhere: bool
    by_person: Mapping[str, Text] | None = None


def facts_of_items(on: date) -> list[ItemFacts]:
    """Items in use (在用事项): those in force that day."""
    rules = all_in_force(on)
    return [_facts(version, rules.get(version.rule_set)) for version in on_offer(on)]


def _facts(version: ItemVersion, rules: RuleVersion | None) -> ItemFacts:
    content: dict[str, Any] = version.content
    online = content["visits"] == 0
    local_only = any(fact["by"] == "local_or_elsewhere" for fact in content["facts"].values())
    return ItemFacts(
        code=version.item.code,
        name=version.name,
        department=version.item.department.short_name,
        online=online,
        instant=rules is not None and _may_approve(rules),
        elsewhere=online and not local_only,
        by_person=content.get("by_person"),
    )


def _may_approve(rules: RuleVersion) -> bool:
    try:
        table, _ = compiled(rules)
    except (AlteredVersion, RuleErrors):
        return False
    return any(row.outcome == Outcome.APPROVE for row in table.rows)
