"""Counting as it happens. Each handler may be repeated; it adds rows and acts on nothing."""

from django.db.models import QuerySet

from services.aftercare.events import EntitlementEnded, Reexamined, SpotCheckClosed
from services.aftercare.models import Ending, Reexamination, SpotCheck
from services.applications.events import (
    ApplicationDecided,
    ApplicationDeclined,
    ApplicationReceived,
    ApplicationSubmitted,
)
from services.applications.models import Application, Decision, Move, State
from services.figures import deltas
from services.ratings.events import RatingGiven, RectificationAnswered
from services.ratings.models import Rating, Rectification

COLUMNS = (
    "submitted_at",
    "due_on",
    "ended_at",
    "competent_department__region",
    "item_version__item",
)


def count_submission(event: ApplicationSubmitted) -> None:
    deltas.keep([deltas.of_submission(applications().get(pk=event.application_id))])


def count_decision(event: ApplicationDecided) -> None:
    told = deltas.told_in_time([event.application_id])[event.application_id]
    deltas.keep(deltas.of_decision(decided().get(pk=event.application_id), told))


def count_hand_over(event: ApplicationReceived) -> None:
    deltas.keep(deltas.of_hand_over(move) for move in hand_overs().filter(application=event.application_id))


def count_second_look(event: SpotCheckClosed) -> None:
    deltas.keep([deltas.of_second_look(second_looks().get(pk=event.check_id))])


def count_appeal(event: Reexamined) -> None:
    deltas.keep(map(deltas.of_appeal, appeals().filter(pk=event.reexamination_id)))


def count_revocation(event: EntitlementEnded) -> None:
    deltas.keep(map(deltas.of_revocation, revocations().filter(pk=event.ending_id)))


def count_decline(event: ApplicationDeclined) -> None:
    deltas.keep([deltas.of_decline(applications().get(pk=event.application_id))])


def count_rating(event: RatingGiven) -> None:
    deltas.keep([deltas.of_rating(ratings().get(pk=event.rating_id))])


def count_answer(event: RectificationAnswered) -> None:
    deltas.keep([deltas.of_answer(answers().get(pk=event.rectification_id))])


def applications() -> QuerySet[Application]:
    """With what counting needs and nothing that is sealed."""
    return Application.objects.select_related("competent_department", "item_version").only(*COLUMNS)


def decided() -> QuerySet[Application]:
    rows = Application.objects.select_related("competent_department", "item_version", "decision")
    rows = rows.select_related("decision__assessment")
    told = ("at", "decided_by", "outcome", "assessment__outcome")
    return rows.only(*COLUMNS, *(f"decision__{column}" for column in told))


def hand_overs() -> QuerySet[Move]:
    """From the rules to a person, once; afterwards an application comes back to people from elsewhere."""
    rows = Move.objects.filter(target=State.RECEIVED, source__in=(State.SUBMITTED, State.AWAITING_DATA))
    return rows.select_related("application__competent_department", "application__item_version")


def second_looks() -> QuerySet[SpotCheck]:
    rows = SpotCheck.objects.exclude(state=SpotCheck.State.OPEN)
    return rows.select_related("application__competent_department", "application__item_version")


def appeals() -> QuerySet[Reexamination]:
    """复核 that a person has answered."""
    rows = Reexamination.objects.filter(dispute=None, closed_at__isnull=False)
    return rows.select_related("application__competent_department", "application__item_version")


def revocations() -> QuerySet[Ending]:
    """撤销 of approvals by rules; what a second look reversed is counted there."""
    rows = Ending.objects.filter(
        kind=Ending.Kind.REVOKED, application__decision__decided_by=Decision.DecidedBy.RULES
    )
    rows = rows.exclude(application__spot_check__state=SpotCheck.State.REVERSED)
    return rows.select_related("application__competent_department", "application__item_version")


def ratings() -> QuerySet[Rating]:
    rows = Rating.objects.select_related("application__competent_department", "application__item_version")
    return rows.only("level", "at", *(f"application__{column}" for column in COLUMNS))


def answers() -> QuerySet[Rectification]:
    rows = Rectification.objects.select_related(
        "rating__application__competent_department", "rating__application__item_version"
    )
    columns = (f"rating__application__{column}" for column in COLUMNS)
    return rows.only("due_on", "answered_at", "rating__level", *columns)
