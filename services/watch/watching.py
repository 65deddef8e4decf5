"""The watch: every rule, every fifteen seconds. What is critical is stopped first and looked at afterwards.

A detection is opened once: as long as it is open, and again only for what happened after it was handled.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from services.ledger.entries import record
from services.people.models import User
from services.sealing.receipts import take_refused
from services.sharing.models import Grant
from services.watch.models import Detection
from services.watch.rules import RULES, Finding

Rule = Detection.Rule
BECAUSE = "leak watch"


def watch(*, at: datetime) -> int:
    """How many detections it opened."""
    return note_unreceipted(at=at) + sum(_open(finding, at) for rule in RULES for finding in rule(at))


def note_unreceipted(*, at: datetime) -> bool:
    """Whether it opened a detection. This process knows of what it refused (services/sealing/receipts.py), and tells once."""
    refused = take_refused()
    if not refused:
        return False
    facts: dict[str, object] = {"times": refused.total(), "columns": sorted(refused)}
    return _open(Finding(Rule.NO_RECEIPT, Detection.Severity.CRITICAL, "keys", at, facts), at)


@transaction.atomic(durable=True)
def _open(finding: Finding, at: datetime) -> bool:
    """Detection, ledger entry and what stops it are one transaction."""
    same = Detection.objects.filter(rule=finding.rule, about=finding.about)
    if same.filter(Q(handled_at=None) | Q(opened_at__gte=finding.last_at)).exists():
        return False
    row = Detection.objects.create(
        rule=finding.rule,
        severity=finding.severity,
        about=finding.about,
        facts={**finding.facts, "since": finding.last_at.isoformat()},
        opened_at=at,
    )
    stopped = finding.severity == Detection.Severity.CRITICAL and stop(finding.about, at)
    record(
        "detection_opened",
        {
            "detection": str(row.pk),
            "rule": row.rule,
            "about": row.about,
            "stopped": stopped,
            "at": at.isoformat(),
        },
    )
    return True


def stop(about: str, at: datetime) -> bool:
    """An officer's sign-in (their next page is the door), or the grants of a purpose. Whether there was anything to stop."""
    kind, _, number = about.partition(":")
    if kind == "STAFF":
        return bool(User.objects.filter(pk=number, is_active=True).update(is_active=False))
    if kind == "purpose":
        grants = Grant.objects.filter(purpose=int(number), suspended_at=None)
        return bool(grants.update(suspended_at=at, suspended_because=BECAUSE))
    return False


def let_go(about: str) -> None:
    """Takes back what `stop` did."""
    kind, _, number = about.partition(":")
    if kind == "STAFF":
        User.objects.filter(pk=number).update(is_active=True)
    if kind == "purpose":
        Grant.objects.filter(purpose=int(number), suspended_because=BECAUSE).update(
            suspended_at=None, suspended_because=""
        )
