"""Ten thousand applications in every state, made in bulk and the same each time. Only what counting reads is true to life.

Nothing goes through an action here: what is tested is the counting. The days lie over 500 of them, some a minute before
or after midnight in Yunzhou, so that a count by the wrong clock shows.
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.timezone import localdate

from services.aftercare.events import EntitlementEnded, Reexamined, SpotCheckClosed
from services.aftercare.models import Ending, Reexamination, SpotCheck
from services.applications.events import (
    ApplicationDecided,
    ApplicationDeclined,
    ApplicationReceived,
    ApplicationSubmitted,
)
from services.applications.models import Application, Assessment, Decision, Evidence, Move, State
from services.catalogue.models import ItemVersion
from services.departments.models import Department, StaffMember
from services.events.event import Event
from services.figures.evidence import asked
from services.people.identity_numbers import check_character
from services.people.models import Person, User
from services.ratings.events import RatingGiven, RectificationAnswered
from services.ratings.models import POOR, Rating, Rectification
from services.rules.models import RuleVersion
from tests.cast import load_shipped

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # noon in Yunzhou
PEOPLE = 400
# how an application stands: state, how it was decided, share of the whole
LIVES = (
    (State.DRAFT, "", 5),
    (State.AWAITING_DATA, "", 3),
    (State.RECEIVED, "", 5),
    (State.AWAITING_CORRECTION, "", 2),
    (State.ACCEPTED, "", 4),
    (State.SUSPENDED, "", 1),
    (State.WITHDRAWN, "", 3),
    (State.DECLINED, "", 5),
    (State.APPROVED, "at once", 37),
    (State.APPROVED, "after waiting", 6),
    (State.APPROVED, "by a person", 13),
    (State.REFUSED, "by a person", 12),
    (State.RESCINDED, "at once", 4),
)
HANDED_OVER = {State.RECEIVED, State.ACCEPTED, State.AWAITING_CORRECTION, State.SUSPENDED}
REASONS = (
    "R01_AGE",
    "M03_CARD",
    "M99_NO_RULE",
    "M00_FACT_AGE_MISSING",
    "M00_FACT_ALIVE_CONFLICT",
    "M00_STOPPED",
)
SELDOM = 0.1
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass
class Seeding:
    """Rows to be made, in the order of their tables."""

    dice: random.Random
    people: list[Person]
    versions: list[ItemVersion]
    departments: list[Department]
    colleague: StaffMember
    rules: RuleVersion
    applications: list[Application] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)
    rectifications: list[Rectification] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    checks: list[SpotCheck] = field(default_factory=list)
    appeals: list[Reexamination] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)
    drafts: int = 0


def seed(number: int, *, seed: int = 20261123) -> None:
    dice = random.Random(seed)
    seeding = Seeding(
        dice, _people(dice), _versions(), _departments(), _colleague(), RuleVersion.objects.all()[0]
    )
    lives = dice.choices(LIVES, weights=[share for *_, share in LIVES], k=number)
    for place, (state, way, _) in enumerate(lives):
        _application(seeding, place, state, way)
    _store(seeding)


def events(*, seed: int = 7) -> list[Event]:
    """What happened, as the relay would tell it: in any order, and every twentieth thing twice."""
    sent = Application.objects.exclude(state=State.DRAFT).order_by("case_code")
    told: list[Event] = [ApplicationSubmitted(application_id=pk) for pk in sent.values_list("pk", flat=True)]
    decided = Decision.objects.order_by("application__case_code").values_list("application_id", "outcome")
    told += [ApplicationDecided(application_id=pk, outcome=outcome) for pk, outcome in decided]
    declined = sent.filter(ended_as=State.DECLINED)
    told += [ApplicationDeclined(application_id=pk) for pk in declined.values_list("pk", flat=True)]
    rated = Rating.objects.order_by("application__case_code")
    told += [RatingGiven(rating_id=pk) for pk in rated.values_list("pk", flat=True)]
    answered = rated.filter(rectification__state="ANSWERED").values_list("rectification", flat=True)
    told += [RectificationAnswered(rectification_id=pk) for pk in answered]
    handed = sent.filter(moves__target="RECEIVED").distinct()
    told += [ApplicationReceived(application_id=pk) for pk in handed.values_list("pk", flat=True)]
    looks = SpotCheck.objects.exclude(state="OPEN").order_by("pk")
    told += [SpotCheckClosed(check_id=pk) for pk in looks.values_list("pk", flat=True)]
    again = Reexamination.objects.order_by("pk").values_list("pk", "application_id", "state")
    told += [Reexamined(reexamination_id=pk, application_id=of, outcome=state) for pk, of, state in again]
    ended = Ending.objects.order_by("pk").values_list("pk", "application_id")
    told += [EntitlementEnded(application_id=whose, ending_id=pk) for pk, whose in ended]
    told += told[::20]
    random.Random(seed).shuffle(told)
    return told


def _versions() -> list[ItemVersion]:
    load_shipped("insurance-certificate", "old-age-allowance")
    return list(ItemVersion.objects.order_by("item__code"))


def _departments() -> list[Department]:
    """One of them in a district, so that regions differ."""
    name = {"zh": "青石区民政局", "en": "Qingshi Civil Affairs"}
    district = Department.objects.create(
        code="qs_civil_affairs",
        credit_code="11990103MB1009999J",
        name=name,
        short_name=name,
        region_id="990103",
    )
    return [*Department.objects.filter(code__in=["civil_affairs", "social_insurance"]), district]


def _colleague() -> StaffMember:
    user = User.objects.create_user("ca0099", kind=User.Kind.STAFF, is_staff=True)
    return StaffMember.objects.create(
        user=user, department=Department.objects.get(code="civil_affairs"), name="何芳"
    )


def _people(dice: random.Random) -> list[Person]:
    """Born 1930 to 2008; one in eight has no account (any more)."""
    people = [
        Person(id=_uuid(dice), name="某人", id_no=_number(dice, place), confirmed_at=NOW, proof="test")
        for place in range(PEOPLE)
    ]
    Person.objects.bulk_create(people)
    accounts = [User(username=f"u{place}", person=person) for place, person in enumerate(people) if place % 8]
    User.objects.bulk_create(accounts)
    return people


def _number(dice: random.Random, place: int) -> str:
    born = date(1930, 1, 1) + DAY * dice.randrange(78 * 365)
    digits = f"990102{born:%Y%m%d}{place % 1000:03}"
    return digits + check_character(digits)


def _application(seeding: Seeding, place: int, state: State, way: str) -> None:
    dice = seeding.dice
    sent = _moment(dice)
    application = Application(
        id=_uuid(dice),
        person=dice.choice(seeding.people),
        item_version=dice.choices(seeding.versions, weights=[3, 1])[0],
        competent_department=dice.choice(seeding.departments),
        state=state,
        case_code=f"{place:043}",
        started_at=sent - MINUTE,
        submitted_at=sent,
    )
    seeding.applications.append(application)
    if state == State.DRAFT:
        _draft(seeding, application)
    elif way:
        _decided(seeding, application, way)
    else:
        _undecided(seeding, application)
    _rated(seeding, application)
    if state in HANDED_OVER or way == "by a person":
        _handed_over(seeding, application)
    if way == "at once" and state == State.APPROVED:
        _looked_at_again(seeding, application)
    if state == State.REFUSED and dice.random() < 0.5:
        _appealed(seeding, application)


def _handed_over(seeding: Seeding, application: Application) -> None:
    """By the rules to a person, and for some once more, by the citizen's correction."""
    dice, at = seeding.dice, application.submitted_at + MINUTE * seeding.dice.randrange(0, 3)
    source = dice.choice(["SUBMITTED", "SUBMITTED", "AWAITING_DATA"])
    for before, note in ((source, dice.choice(REASONS)), ("AWAITING_CORRECTION", "")):
        if before == source or dice.random() < SELDOM:
            seeding.moves.append(
                Move(application=application, source=before, target="RECEIVED", actor="x", at=at, note=note)
            )


def _looked_at_again(seeding: Seeding, application: Application) -> None:
    dice, state = seeding.dice, seeding.dice.choice(["OPEN", "CONFIRMED", "CONFIRMED", "REVERSED", ""])
    closed_at = _moment(dice)
    if state:
        closed = {"reason": "x", "closed_by": "STAFF:1", "closed_at": closed_at} if state != "OPEN" else {}
        seeding.checks.append(
            SpotCheck(
                id=_uuid(dice), application=application, department=application.competent_department,
                drawn_for=["RANDOM"], state=state, opened_at=application.submitted_at,
                due_on=localdate(closed_at), **closed,
            )
        )  # fmt: skip
    if state == "REVERSED" or dice.random() < SELDOM:
        kind = "REVOKED" if state == "REVERSED" else dice.choice(["REVOKED", "CANCELLED"])
        seeding.endings.append(
            Ending(
                id=_uuid(dice), application=application, kind=kind, event_on=localdate(closed_at),
                reason="x", by="STAFF:1", at=closed_at,
            )
        )  # fmt: skip


def _appealed(seeding: Seeding, application: Application) -> None:
    """Some wait for the registers, some for a person, some are answered."""
    dice, state = seeding.dice, seeding.dice.choice(["WAITING", "OPEN", "CONFIRMED", "REVERSED"])
    at = _moment(dice)
    tried = {"next_try_at": at} if state == "WAITING" else {"read_at": at}
    answered = (
        {"reason": "x", "closed_by": "STAFF:1", "closed_at": at} if state in {"CONFIRMED", "REVERSED"} else {}
    )
    seeding.appeals.append(
        Reexamination(
            id=_uuid(dice), application=application, department=application.competent_department, words="x",
            state=state, opened_at=application.submitted_at, due_on=localdate(at), **tried, **answered,
        )
    )  # fmt: skip


def _moment(dice: random.Random) -> datetime:
    """Half of them around midnight in Yunzhou, 16:00 UTC, where days are easily taken for one another."""
    day = NOW.replace(hour=16) - DAY * dice.randrange(2, 500)
    return day + MINUTE * (dice.randrange(-2, 3) if dice.random() < 0.5 else dice.randrange(1440))


def _draft(seeding: Seeding, application: Application) -> None:
    """One draft per person and item."""
    place, seeding.drafts = seeding.drafts, seeding.drafts + 1
    application.person = seeding.people[place % PEOPLE]
    application.item_version = seeding.versions[place // PEOPLE]
    application.case_code = application.submitted_at = None


def _undecided(seeding: Seeding, application: Application) -> None:
    later = application.submitted_at + DAY * seeding.dice.randrange(1, 30)
    if application.state in {State.RECEIVED, State.ACCEPTED}:
        application.due_on = localdate(NOW) + DAY * seeding.dice.randrange(-9, 10)
    if application.state in {State.DECLINED, State.WITHDRAWN}:
        _ended(seeding, application, State(application.state), later)


def _decided(seeding: Seeding, application: Application, way: str) -> None:
    dice, sent = seeding.dice, application.submitted_at
    at = {
        "at once": sent + timedelta(seconds=dice.choice([0, 0, 0, 59, 60])),
        "after waiting": sent + timedelta(seconds=dice.choice([61, 3600, 260_000])),
        "by a person": sent + MINUTE * dice.randrange(10, 20_000),
    }[way]
    if way == "by a person":
        application.due_on = localdate(at) + DAY * dice.choice([-3, -1, 0, 0, 1, 4])
    state = State(application.state)
    outcome = State.REFUSED if state == State.REFUSED else State.APPROVED
    seeding.decisions.append(
        Decision(
            id=_uuid(dice),
            application=application,
            outcome=outcome,
            decided_by="PERSON" if way == "by a person" else "RULES",
            assessment=_assessed(seeding, application) if way == "by a person" else None,
            decider="x",
            at=at,
        )
    )
    _evidence(seeding, application, at)
    _ended(seeding, application, outcome, at)
    if state == State.RESCINDED:
        _ended(seeding, application, state, at + 60 * MINUTE)


def _assessed(seeding: Seeding, application: Application) -> Assessment | None:
    outcome = seeding.dice.choice(["PROPOSE_REFUSAL", "REVIEW", ""])
    if not outcome:
        return None
    run = Assessment(
        id=_uuid(seeding.dice), application=application, rule_version=seeding.rules, outcome=outcome,
        code="x", facts={}, conditions=[], trace={}, at=application.submitted_at,
    )  # fmt: skip
    seeding.assessments.append(run)
    return run


def _ended(seeding: Seeding, application: Application, state: State, at: datetime) -> None:
    application.ended_as, application.ended_at = state, at
    seeding.moves.append(Move(application=application, source="SUBMITTED", target=state, actor="x", at=at))


def _evidence(seeding: Seeding, application: Application, decided_at: datetime) -> None:
    """Most fields are there; some came too late for the decision, some are the second value of their field."""
    fields = sorted(set().union(*asked(application.item_version_id)))
    for code in fields:
        fate = seeding.dice.random()
        if fate < 0.04:
            continue
        late = fate < 0.07
        came = decided_at + MINUTE if late else decided_at - MINUTE * seeding.dice.randrange(0, 3)
        if fate > 0.97:
            seeding.evidence.append(_piece(seeding, application, code, came, superseded_at=came))
        seeding.evidence.append(_piece(seeding, application, code, came))


def _piece(seeding: Seeding, application: Application, code: str, at: datetime, **given: Any) -> Evidence:
    return Evidence(
        id=_uuid(seeding.dice),
        application=application,
        field_code=code,
        department=seeding.departments[0],
        source="COMMITMENT" if seeding.dice.random() < 0.02 else "SHARED_DATA",
        value="x",
        as_of=at,
        fetched_at=at,
        request_id=_uuid(seeding.dice),
        **given,
    )


def _rated(seeding: Seeding, application: Application) -> None:
    dice = seeding.dice
    if application.ended_as in {"", State.WITHDRAWN} or dice.random() > 0.35:
        return
    at = application.ended_at + MINUTE * dice.randrange(0, 3000)
    level = dice.choices([5, 4, 3, 2, 1], weights=[60, 20, 8, 6, 6])[0]
    rating = Rating(id=_uuid(dice), application=application, level=level, at=at)
    seeding.ratings.append(rating)
    if level in POOR:
        seeding.rectifications.append(_rectification(seeding, rating))


def _rectification(seeding: Seeding, rating: Rating) -> Rectification:
    dice, due_on = seeding.dice, localdate(rating.at) + 21 * DAY
    opened = Rectification(
        id=_uuid(dice),
        rating=rating,
        department=rating.application.competent_department,
        opened_at=rating.at,
        due_on=due_on,
    )
    if dice.random() < 0.7:
        last_minute = datetime(due_on.year, due_on.month, due_on.day, 15, 59, tzinfo=UTC)  # 23:59 in Yunzhou
        opened.answered_at = last_minute + dice.choice([-9 * DAY, timedelta(), MINUTE, 2 * DAY])
        opened.state, opened.answer, opened.answered_by = "ANSWERED", "已整改。", seeding.colleague
    return opened


def _store(seeding: Seeding) -> None:
    for rows in (
        seeding.applications,
        seeding.assessments,
        seeding.decisions,
        seeding.moves,
        seeding.evidence,
        seeding.ratings,
        seeding.rectifications,
        seeding.checks,
        seeding.appeals,
        seeding.endings,
    ):
        type(rows[0]).objects.bulk_create(rows, batch_size=500)
    over = [row.pk for row in seeding.applications if row.ended_at and row.ended_at < NOW - DAY]
    for start in range(0, len(over), 500):  # closed last: nothing can be added to what is closed
        closing = Application.objects.filter(pk__in=over[start : start + 500])
        models.QuerySet.update(closing, state=State.CLOSED)


def _uuid(dice: random.Random) -> UUID:
    return UUID(int=dice.getrandbits(128), version=4)
