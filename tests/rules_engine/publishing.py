"""Publishing in tests: one call, with the allowance as the content unless said otherwise."""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from services.actions.actor import SYSTEM, Actor
from services.rules.actions.publish import publish_version
from services.rules.models import RuleVersion
from tests.rules_engine.allowance import facts_block, row, rows

MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
NAME = {"zh": "高龄津贴", "en": "Old-age allowance"}
NEW_YEAR = date(2026, 1, 1)


def published(number: int = 1, effective_from: date = NEW_YEAR, **changes: Any) -> RuleVersion:
    return RuleVersion.objects.get(pk=publish(number, effective_from, **changes))


def publish(
    number: int = 1,
    effective_from: date = NEW_YEAR,
    actor: Actor = SYSTEM,
    code: str = "allowance",
    **changes: Any,
) -> UUID:
    content = {"name": NAME, "facts": facts_block(), "rows": rows(), **changes}
    return publish_version(
        code=code, number=number, effective_from=effective_from, actor=actor, at=MORNING, **content
    )


def dearer_rows(fen: int = 35000) -> list[dict[str, Any]]:
    changed = rows()
    row("A02_80", changed)["then"]["amount_fen"] = fen
    return changed
