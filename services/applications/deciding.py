"""Running the rules and acting on what they say. Called inside an action's transaction, on its locked row.

Rules approve; they never refuse. Whatever they cannot approve is accepted and goes to a person by the promised day.
"""

import logging
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils.timezone import localdate

from services.actions.actor import Actor
from services.actions.errors import DomainError
from services.applications.clocks import ACCEPTANCE_DAYS, after, promise
from services.applications.events import ApplicationDecided, ApplicationReceived
from services.applications.facts import Facts, Known, find_facts
from services.applications.models import Application, Assessment, Decision, Evidence, State
from services.applications.opening import known_values
from services.applications.states import move
from services.applications.switch import STOPPED, is_stopped
from services.applications.used import used_fields
from services.calendars.queries import calendar
from services.catalogue.variants import VARIANT
from services.departments.models import Region
from services.events.outbox import publish
from services.prepared import Given, Prepared, insert
from services.rules.decide import Conclusion, decide
from services.rules.errors import AlteredVersion, NoRuleInForce
from services.rules.explain import conditions
from services.rules.problems import RuleErrors
from services.rules.queries import compiled, in_force
from services.rules.table import Outcome
from services.sharing.models import DataField, Dispute

A_DAY = timedelta(days=1)
log = logging.getLogger(__name__)
# why the rules did not look at an application: nothing is concluded, a person decides, and other items go on
UNJUDGED: Mapping[type[DomainError], str] = {
    NoRuleInForce: "M00_NO_RULE_IN_FORCE",
    AlteredVersion: "M00_RULES_ALTERED",
    RuleErrors: "M00_RULES_UNREADABLE",
}
_old = Prepared(
    lambda: Evidence.objects.filter(
        application=Given("of"), superseded_at=None, as_of__lt=Given("before")
    ).values_list("field_code", "as_of")
)
IS_DISPUTED = Exists(Dispute.objects.open().filter(person=OuterRef("person")))
OLDEST_VALUE = Subquery(
    Evidence.objects.filter(application=OuterRef("pk"), superseded_at=None)
    .order_by("as_of")
    .values("as_of")[:1]
)
_disputed = Prepared(
    lambda: (
        Dispute.objects.open()
        .about_values()
        .filter(person=Given("person"))
        .values_list("field__code", flat=True)
    )
)
_districts = Prepared(lambda: Region.objects.filter(parent=Given("of")).values_list("code", flat=True))


def settle(application: Application, *, values: Mapping[str, Any], actor: Actor, at: datetime) -> None:
    """All data are there: assess, then approve at once or hand over to a person. `values`: see `values_of`."""
    try:
        assessment = assess(application, values=values, at=at)
    except tuple(UNJUDGED) as error:
        log.exception("The rules of %s decide nobody", application.item_version.rule_set)
        hand_over(application, note=UNJUDGED[type(error)], actor=actor, at=at)
        return
    if assessment.outcome == Assessment.Outcome.APPROVE:
        approve(application, assessment=assessment, decided_by=Decision.DecidedBy.RULES, actor=actor, at=at)
    else:
        hand_over(application, note=assessment.code, actor=actor, at=at)


def assess(application: Application, *, values: Mapping[str, Any], at: datetime) -> Assessment:
    """Freezes the facts and keeps what each rule said of them."""
    assessment = judge(application, values=values, at=at)
    insert(assessment)
    return assessment


def judge(application: Application, *, values: Mapping[str, Any], at: datetime) -> Assessment:
    """What the rules say, kept by nobody yet. The version is the one in force on the day of submission; of a draft, today."""
    on = localdate(application.submitted_at or at)
    version = in_force(application.item_version.rule_set, on)
    table, schema = compiled(version)
    found = _facts(application, values, on, at)
    conclusion = decide(table, found.values, found.holes)
    outcome, code, amount_fen = _held_against_the_switch(application, conclusion)
    return Assessment(
        application=application,
        rule_version=version,
        outcome=outcome,
        code=code,
        amount_fen=amount_fen,
        facts=found.values,
        conditions=[each.to_body() for each in conditions(table, schema, found.values)],
        trace=conclusion.to_body() | {"holes": found.holes},
        at=at,
    )


def _held_against_the_switch(application: Application, conclusion: Conclusion) -> tuple[str, str, int]:
    """While automatic approval of the item is stopped, what rules would approve goes to a person. The trace keeps what the
    rules said, so that it can be recomputed."""
    if conclusion.outcome == Outcome.APPROVE and is_stopped(application):
        return Outcome.REVIEW, STOPPED, 0
    return conclusion.outcome, conclusion.code, conclusion.amount_fen


def _facts(application: Application, values: Mapping[str, Any], on: date, at: datetime) -> Facts:
    return find_facts(
        application.content["facts"],
        known=Known(values, disputed(application), _stale(application, at)),
        on=on,
        local=local_regions(application),
    )


def local_regions(application: Application) -> set[str]:
    """The city of the competent department, with its districts."""
    region = application.competent_department.region_id
    return {region, *_districts(of=region)}


def _stale(application: Application, at: datetime) -> set[str]:
    """Fields whose register vouched for them too long ago; papers of the person's own have no register. No field is too old on
    its first day: where the locked row says that all are so young, nothing is asked."""
    oldest = vars(application).get("oldest_value_at")
    if oldest is not None and oldest >= at - A_DAY:
        return set()
    old = _old(of=application.pk, before=at - A_DAY)
    if not old:
        return set()
    fields = DataField.objects.in_bulk([code for code, _ in old], field_name="code")
    return {code for code, as_of in old if code in fields and fields[code].is_stale(as_of, at)}


def values_of(application: Application) -> dict[str, Any]:
    """Field code -> current value of the evidence, `answers.x` -> answer, and the variant."""
    return known_values(application) | variant_value(application) | answer_values(application.answers)


def variant_value(application: Application) -> dict[str, Any]:
    """What was chosen, as facts name it; nothing where there is nothing to choose."""
    return {VARIANT: application.variant} if application.variant else {}


def disputed(application: Application) -> set[str]:
    """Fields of which the citizen says that they are wrong. Where the locked row says there are none, nothing is asked."""
    if vars(application).get("is_disputed") is False:
        return set()
    return set(_disputed(person=application.person_id))


def answer_values(answers: Mapping[str, Any] | None) -> dict[str, Any]:
    return {f"answers.{code}": answer for code, answer in (answers or {}).items()}


def approve(
    application: Application,
    *,
    assessment: Assessment | None,
    decided_by: Decision.DecidedBy,
    actor: Actor,
    at: datetime,
    amount_fen: int | None = None,
    reason: str | None = None,
) -> None:
    by_rules = assessment is not None and decided_by == Decision.DecidedBy.RULES
    _decide(
        application,
        Decision(
            outcome=Decision.Outcome.APPROVED,
            decided_by=decided_by,
            assessment=assessment,
            amount_fen=assessment.amount_fen if by_rules and assessment else amount_fen or 0,
            reason=reason,
        ),
        actor=actor,
        at=at,
    )


def refuse(
    application: Application, *, assessment: Assessment | None, actor: Actor, at: datetime, reason: str
) -> None:
    """By a person only; the database refuses a refusal by rules."""
    decision = Decision(
        outcome=Decision.Outcome.REFUSED,
        decided_by=Decision.DecidedBy.PERSON,
        assessment=assessment,
        reason=reason,
    )
    _decide(application, decision, actor=actor, at=at)


def _decide(application: Application, decision: Decision, *, actor: Actor, at: datetime) -> None:
    decision.application, decision.decider, decision.at = application, actor.key, at
    rules = decision.assessment.rule_version.sha256 if decision.assessment else None
    on_record = {
        "decided_by": decision.decided_by,
        "rules": rules,
        "amount_fen": decision.amount_fen,
        "used": used_fields(application.item_version.content),
    }
    move(
        application,
        State(decision.outcome),
        actor=actor,
        at=at,
        note=decision.decided_by,
        on_record=on_record,
    )
    insert(decision)
    publish(ApplicationDecided(application_id=application.pk, outcome=decision.outcome))


def hand_over(application: Application, *, note: str, actor: Actor, at: datetime) -> None:
    """To a person of the competent department. The promised time runs from here; so does the time to say what is missing."""
    today, days = localdate(at), calendar()
    due = promise(application.content["limits"], today, days)
    application.due_on, application.due_is_provisional = due.on, due.provisional
    application.accept_by = after(ACCEPTANCE_DAYS, "WORKING", today, days).on
    columns = ("due_on", "due_is_provisional", "accept_by")
    move(application, State.RECEIVED, actor=actor, at=at, note=note, also=columns)
    publish(ApplicationReceived(application_id=application.pk))
