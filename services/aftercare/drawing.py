"""Which approvals by rules a person looks at again: so many of a hundred by lot, and every one that carries a risk.

The lot is a keyed digest of the application's id: nobody outside can foretell it, nobody inside can choose, and whoever
holds the key can prove later that this one was drawn and that one was not. Risks are data of the item's package.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.applications.models import Application, Evidence
from services.rules.cells import Between
from services.rules.queries import compiled
from services.sealing.keys import keyed_digest

RANDOM, NEAR = "RANDOM", "NEAR_BOUNDARY"
PLACES = 16**8


def drawn_for(application: Application) -> list[str]:
    """Empty: not drawn. RANDOM, or the codes of the risks it carries."""
    block: Mapping[str, Any] | None = application.content.get("spot_checks")
    if block is None:
        return []
    found = [code for code in block.get("risks", []) if RISKS[code](application)]
    if _is_near(application, block.get("near", {})):
        found.append(NEAR)
    return found or ([RANDOM] if by_lot(application.pk, block["percent"]) else [])


def by_lot(application_id: UUID, percent: int) -> bool:
    drawn = int(keyed_digest(application_id.bytes, "aftercare_spotcheck.lot")[:8], 16)
    return drawn * 100 < percent * PLACES


def _late_data(application: Application) -> bool:
    return Evidence.objects.filter(application=application, arrived_late=True).exists()


def _top_amount(application: Application) -> bool:
    rows = application.content["guide"].get("gets", {}).get("rows", [])
    highest = max((row["amount_fen"] for row in rows), default=0)
    return 0 < highest <= application.decision.amount_fen


RISKS = {"LATE_DATA": _late_data, "TOP_AMOUNT": _top_amount}


def _is_near(application: Application, near: Mapping[str, float]) -> bool:
    """Whether one of these facts lies so close to a bound that is written in its column."""
    run = application.decision.assessment
    if run is None or not near:
        return False
    table, _ = compiled(run.rule_version)
    for place, fact in enumerate(table.columns):
        value = run.facts.get(fact.name)
        if fact.name in near and isinstance(value, int | float) and not isinstance(value, bool):
            cells = [row.cells[place] for row in table.rows]
            spans = [cell for cell in cells if isinstance(cell, Between)]
            bounds = [each for span in spans for each in (span.low, span.high) if each is not None]
            if any(abs(Decimal(str(value)) - bound) <= Decimal(str(near[fact.name])) for bound in bounds):
                return True
    return False
