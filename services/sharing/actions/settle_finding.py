"""What was found against a source is settled by a data officer of that source, in words: what the cause was, and what was done.

Until then a department whose answers bore no good signature is suspect (findings.py). The finding stays; nothing is deleted.
"""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor
from services.actions.errors import Denied
from services.ledger.entries import record
from services.sharing.actions.settle import is_data_officer
from services.sharing.errors import NotOpen, WordsMissing, WordsTooLong
from services.sharing.models import SourceFinding

LONGEST = 300


@action
def settle_finding(
    *, finding_id: int, words: str, actor: Actor, at: datetime, request_key: UUID | None = None
) -> None:
    """`words` name nobody. Raises `Denied`, also for another department's; `NotOpen`, `WordsMissing`, `WordsTooLong`."""
    if not is_data_officer(actor):
        raise Denied("not_a_data_officer")
    rows = SourceFinding.objects.visible_to(actor).select_related("department")
    finding = rows.select_for_update(of=("self",)).filter(pk=finding_id).first()
    if finding is None:
        raise Denied("not_visible")
    if finding.settled_at is not None:
        raise NotOpen(str(finding_id))
    finding.words, finding.settled_at, finding.settled_by = _checked(words), at, actor.key
    finding.save(update_fields=["words", "settled_at", "settled_by"])
    body = {"request": str(finding.request_id), "kind": finding.kind, "department": finding.department.code}
    record("source_finding_settled", {**body, "by": actor.key, "at": at.isoformat()})


def _checked(words: str) -> str:
    words = words.strip()
    if not words:
        raise WordsMissing
    if len(words) > LONGEST:
        raise WordsTooLong
    return words
