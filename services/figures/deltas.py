"""From a fact to what it adds to the counts. Pure but for reading what evidence there was."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F
from django.utils.timezone import localdate

from services.aftercare.models import Ending, Reexamination, SpotCheck
from services.applications.models import Application, Assessment, Decision, Evidence, Move
from services.figures.evidence import asked, met
from services.figures.models import Delta, Measure
from services.ratings.models import Rating, Rectification

AT_ONCE = timedelta(minutes=1)
FOLLOWED, OVERTURNED = "FOLLOWED", "OVERTURNED"


def keep(deltas: Iterable[Delta]) -> None:
    """What is there already stays as it is: a fact told twice is counted once."""
    Delta.objects.bulk_create(deltas, ignore_conflicts=True)


def of_submission(application: Application) -> Delta:
    return _delta(application, Measure.SENT, localdate(application.submitted_at))


def of_decline(application: Application) -> Delta:
    return _delta(application, Measure.DECLINED, localdate(application.ended_at))


def of_decision(application: Application, told: Collection[str]) -> Iterator[Delta]:
    """The way it was decided, the evidence it needed, and what of that departments told (`told_in_time`)."""
    decision = application.decision
    on, version = localdate(decision.at), application.item_version_id
    yield _delta(application, way_of_deciding(application, decision), on)
    yield from of_proposal(application)
    amounts = {
        Measure.EVIDENCE_NEEDED: len(asked(version, application.variant)),
        Measure.EVIDENCE_SHARED: met(version, told, application.variant),
    }
    yield from (_delta(application, measure, on, amount) for measure, amount in amounts.items() if amount)


def of_rating(rating: Rating) -> Delta:
    """Named after the rating, not after the application: whose it was is nobody's business here."""
    measure = Measure(f"RATED_{rating.level}")
    return _delta(rating.application, measure, localdate(rating.at), source=f"rating:{rating.pk}")


def of_answer(answered: Rectification) -> Delta:
    measure = Measure.ANSWERED_IN_TIME if answered.in_time else Measure.ANSWERED_LATE
    on, application = localdate(answered.answered_at), answered.rating.application
    return _delta(application, measure, on, source=f"rectification:{answered.pk}")


def of_hand_over(handed: Move) -> Delta:
    """`note` of the move: the code of the row, or of what nobody knew, that kept the rules from approving."""
    return _delta(handed.application, Measure.HANDED_OVER, localdate(handed.at), detail=handed.note)


def of_proposal(application: Application) -> Iterator[Delta]:
    """What a person made of the rules' proposal to refuse; nothing where they proposed none."""
    decision = application.decision
    if decision.assessment and decision.assessment.outcome == Assessment.Outcome.PROPOSE_REFUSAL:
        detail = FOLLOWED if decision.outcome == Decision.Outcome.REFUSED else OVERTURNED
        yield _delta(application, Measure.PROPOSAL_ANSWERED, localdate(decision.at), detail=detail)


def of_second_look(check: SpotCheck) -> Delta:
    source = f"spot_check:{check.pk}"
    on = localdate(check.closed_at)
    return _delta(check.application, Measure.LOOKED_AGAIN, on, source=source, detail=check.state)


def of_appeal(row: Reexamination) -> Delta:
    source, on = f"reexamination:{row.pk}", localdate(row.closed_at)
    return _delta(row.application, Measure.APPEALED, on, source=source, detail=row.state)


def of_revocation(ending: Ending) -> Delta:
    return _delta(ending.application, Measure.REVOKED, localdate(ending.at), source=f"ending:{ending.pk}")


def told_in_time(application_ids: Collection[UUID]) -> dict[UUID, set[str]]:
    """The fields departments had told when each was decided, whatever replaced them later."""
    shared = Evidence.objects.filter(application__in=application_ids, source=Evidence.Source.SHARED_DATA)
    in_time = shared.filter(fetched_at__lte=F("application__decision__at"))
    told: dict[UUID, set[str]] = {each: set() for each in application_ids}
    for application_id, code in in_time.values_list("application_id", "field_code"):
        told[application_id].add(code)
    return told


def way_of_deciding(application: Application, decision: Decision) -> Measure:
    """The promise begins when a person has it (services/applications/clocks.py), so rules cannot be late; those that had to
    wait for another department are kept apart and not called instant."""
    if decision.decided_by == Decision.DecidedBy.RULES:
        at_once = decision.at - (application.submitted_at or decision.at) <= AT_ONCE
        return Measure.APPROVED_AT_ONCE if at_once else Measure.APPROVED_AFTER_WAITING
    late = application.due_on is not None and localdate(decision.at) > application.due_on
    return Measure.DECIDED_LATE if late else Measure.DECIDED_IN_TIME


def _delta(
    application: Application,
    measure: Measure,
    on: date,
    amount: int = 1,
    *,
    source: str = "",
    detail: str = "",
) -> Delta:
    return Delta(
        measure=measure,
        on=on,
        department_id=application.competent_department_id,
        item_id=application.item_version.item_id,
        region_id=application.competent_department.region_id,
        amount=amount,
        source=source or application.source,
        detail=detail,
    )
