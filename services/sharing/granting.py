"""The seam between asking and the law: who may read what, gathered, decided and written down.

`authorise_reading` before anything is sent, `still_allowed` when the answers are there: a grant suspended, a consent
withdrawn or an application ended in between is looked at as it is now. Both record in a transaction of their own, so that
a refusal stays though the act it refused is undone. A fetch that only waits for somebody's yes is recorded once.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate, now

from services.ledger.backlog import PERSONAL, reading_allowed
from services.ledger.entries import record
from services.prepared import Given, Prepared, insert
from services.sharing.agreements import agreement
from services.sharing.budgets import spent as spent_budgets
from services.sharing.decision import Decision, Grant, Policy, Purpose, Question, Verdict, may_read
from services.sharing.inquiry import Occasion
from services.sharing.marks import mark
from services.sharing.models import DataAccess, SharingPolicy
from services.sharing.models import Grant as GrantRow
from services.sharing.models import Purpose as PurposeRow
from services.sharing.officers import officer
from services.sharing.readings import Reading
from services.sharing.standing_policies import negatives_on, policies_on
from services.sharing.standings import standing

GRAVEST = (Decision.DENIED, Decision.AWAITING_CONSENT, Decision.ALLOWED)

_purpose_now = Prepared(lambda: PurposeRow.objects.filter(pk=Given("key")))
_granted = Prepared(
    lambda: GrantRow.objects.filter(purpose=Given("purpose"), consumer=Given("consumer")).values_list(
        "field__code", "disclosure", "expires_at", "suspended_at"
    )
)


def authorise_reading(occasion: Occasion, wanted: Sequence[Reading]) -> list[Verdict]:
    """One verdict for each reading, in order, after they have been recorded."""
    over = spent_budgets(occasion.subject, wanted, occasion.at)
    verdicts = decide(occasion, wanted, occasion.at, spent=over)
    if not _only_waits_again(occasion, verdicts):
        _record(occasion, wanted, verdicts, DataAccess.Stage.ASKING, occasion.at)
    return verdicts


def still_allowed(occasion: Occasion, asked: Sequence[Reading], *, at: datetime) -> frozenset[str]:
    """Codes of the fields that may be handed over now. What no longer may is recorded as denied at delivery."""
    verdicts = decide(occasion, asked, at, spent=frozenset())
    lost = [number for number, each in enumerate(verdicts) if not each.allowed]
    if lost:
        readings, denied = [asked[each] for each in lost], [verdicts[each] for each in lost]
        _record(occasion, readings, denied, DataAccess.Stage.DELIVERY, at)
    return frozenset(each.field for each in verdicts if each.allowed)


def decide(
    occasion: Occasion, wanted: Sequence[Reading], at: datetime, *, spent: frozenset[str]
) -> list[Verdict]:
    """Everything is read now, whatever was true a moment ago. Writes nothing. `spent`: predicates asked too often."""
    return [may_read(each) for each in _questions(occasion, wanted, at, spent)]


def _questions(
    occasion: Occasion, wanted: Sequence[Reading], at: datetime, spent: frozenset[str]
) -> list[Question]:
    [purpose] = _purpose_now(key=occasion.purpose.pk)
    fields, day = [each.field for each in wanted], localdate(at)
    policies, negatives, grants = policies_on(fields, day), negatives_on(fields, day), _grants(purpose)
    known = standing(occasion.source, occasion.subject)
    provable = reading_allowed("L4", now())  # the sealer's clock, whatever day the act is about
    agreed, asks = agreement(purpose, occasion.subject, occasion.source, at), officer(occasion, known)
    return [
        Question(
            field=each.field.code,
            level=each.field.level,
            disclosure=each.disclosure.value,
            consumer=purpose.consumer,
            at=at,
            purpose=_purpose(purpose, at),
            negative=negatives[each.field.code],
            policy=_policy(each.field.code, policies),
            grant=grants.get(each.field.code),
            agreement=agreed,
            case=known.case if known else None,
            officer=asks,
            budget_left=each.field.code not in spent,
            log_keeps_up=provable or each.field.level not in PERSONAL,
        )
        for each in wanted
    ]


def _purpose(row: PurposeRow, at: datetime) -> Purpose:
    return Purpose(
        code=row.code,
        version=row.version,
        active=not row.is_retired(at),
        reads={read["field"]: read["disclosure"] for read in row.reads},
        by_consent=row.by_consent(),
    )


def _policy(code: str, policies: Mapping[str, SharingPolicy]) -> Policy | None:
    row = policies.get(code)
    return Policy(str(row), row.kind, row.consumers, row.purposes) if row else None


def _grants(purpose: PurposeRow) -> dict[str, Grant]:
    rows = _granted(purpose=purpose.pk, consumer=purpose.consumer)
    return {
        field: Grant(disclosure, expires_at, suspended=suspended_at is not None)
        for field, disclosure, expires_at, suspended_at in rows
    }


def _only_waits_again(occasion: Occasion, verdicts: Sequence[Verdict]) -> bool:
    """Nothing would be asked, and that it waits for somebody's yes has been written down already."""
    if any(each.decision is not Decision.AWAITING_CONSENT for each in verdicts):
        return False
    last = DataAccess.objects.filter(source=occasion.source, purpose=occasion.purpose).order_by("-at").first()
    return last is not None and last.decision == DataAccess.Decision.AWAITING_CONSENT


@transaction.atomic(durable=True)
def _record(
    occasion: Occasion,
    wanted: Sequence[Reading],
    verdicts: Sequence[Verdict],
    stage: DataAccess.Stage,
    at: datetime,
) -> None:
    by_department: dict[int, list[Verdict]] = {}
    for reading, verdict in zip(wanted, verdicts, strict=True):
        by_department.setdefault(reading.department.pk, []).append(verdict)
    rows = [_row(occasion, key, found, stage, at) for key, found in by_department.items()]
    insert(*rows)
    mark(
        dict.fromkeys((row.pk for row in rows), record("reading_decided", _entry(occasion, rows, stage, at)))
    )


def _row(
    occasion: Occasion, department: int, verdicts: Sequence[Verdict], stage: DataAccess.Stage, at: datetime
) -> DataAccess:
    gravest = min((each.decision for each in verdicts), key=GRAVEST.index)
    return DataAccess(
        purpose=occasion.purpose,
        person_id=occasion.subject.person_id,
        department_id=department,
        consumer=occasion.purpose.consumer,
        actor=occasion.actor.key,
        source=occasion.source,
        stage=stage,
        decision=gravest.value,
        fields=[_said(each) for each in verdicts],
        at=at,
    )


def _said(verdict: Verdict) -> dict[str, object]:
    return {
        "field": verdict.field,
        "disclosure": verdict.disclosure,
        "decision": verdict.decision.value,
        "reasons": [each.value for each in verdict.reasons],
        "versions": list(verdict.versions),
    }


def _entry(
    occasion: Occasion, rows: Sequence[DataAccess], stage: DataAccess.Stage, at: datetime
) -> dict[str, object]:
    """Ids and codes: the ledger is for ever, so whom it is about is found through the access and not here."""
    return {
        "purpose": str(occasion.purpose),
        "consumer": occasion.purpose.consumer,
        "actor": occasion.actor.key,
        "source": occasion.source,
        "stage": stage.value,
        "accesses": {str(row.pk): row.fields for row in rows},
        "at": at.isoformat(),
    }
