"""定期复核: asking departments again after running entitlements, and deciding by the same rules on what they say now.

Each entitlement has a stored day of its next check, so a restart loses none; each is claimed by a counted update, so any
number of workers may run this. Departments are asked outside every transaction. What nobody knows this time ends nothing:
it is asked again the next day. Only a condition that is known not to be met, and that the item names, is proposed to a
person as a stop.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from services.actions.actor import SYSTEM
from services.aftercare.actions.keep_recheck import keep_recheck, let_lapse
from services.aftercare.models import Entitlement
from services.applications.deciding import answer_values, disputed, local_regions, variant_value
from services.applications.facts import Known, find_facts
from services.applications.models import Application
from services.certificates.models import State as CertificateState
from services.certificates.queries import for_source
from services.rules.decide import decide
from services.rules.explain import conditions
from services.rules.models import RuleVersion
from services.rules.queries import compiled, in_force
from services.sharing.fetch import Reply, Subject, Value, fetch
from services.sharing.models import DataField, Purpose

LEASE = timedelta(minutes=10)


@dataclass(frozen=True)
class Found:
    """See models.Recheck."""

    rule_version: RuleVersion
    outcome: str
    code: str
    conditions: list[dict[str, Any]]
    failed: list[str]
    unclear: list[str]
    since: dict[str, str]


def recheck_due(*, at: datetime, limit: int = 20) -> int:
    """How many were asked after."""
    due = Entitlement.objects.filter(next_check_at__lte=at, application__ending=None)
    done = 0
    for entitlement in list(due.order_by("next_check_at")[:limit]):
        claimed = Entitlement.objects.filter(pk=entitlement.pk, next_check_at=entitlement.next_check_at)
        if claimed.update(next_check_at=at + LEASE):
            done += 1
            recheck(entitlement, at=at)
    return done


def recheck(entitlement: Entitlement, *, at: datetime) -> None:
    rows = Application.objects.select_related("person", "item_version", "competent_department", "decision")
    application = rows.get(pk=entitlement.application_id)
    if not _in_force(application, at):
        let_lapse(entitlement_id=entitlement.pk, actor=SYSTEM, at=at)
        return
    found = look_again(application, _ask(entitlement, application, at), at)
    keep_recheck(entitlement_id=entitlement.pk, found=vars(found), actor=SYSTEM, at=at)


def _in_force(application: Application, at: datetime) -> bool:
    """What has been taken back, revoked or has run out is not asked after. Data are asked for a running entitlement only."""
    if not application.item_version.certificate_type:
        return True
    certificate = for_source(application.source)
    return certificate is not None and certificate.state_at(at) == CertificateState.VALID


def _ask(entitlement: Entitlement, application: Application, at: datetime) -> Sequence[Reply]:
    block, person = application.content["recheck"]["purpose"], application.person
    return fetch(
        purpose=Purpose.objects.get(code=block["code"], version=block["version"]),
        subject=Subject(name=person.name, id_no=person.id_no, person_id=person.pk),
        source=f"entitlement:{entitlement.pk}",
        at=at,
    )


def look_again(application: Application, replies: Sequence[Reply], at: datetime) -> Found:
    """The rules that decided, on what is known today."""
    told = {code: value for reply in replies for code, value in reply.values.items()}
    version = _rules_of(application)
    table, schema = compiled(version)
    package = application.content
    values = {code: value.value for code, value in told.items()}
    values |= variant_value(application) | answer_values(application.answers)
    facts = find_facts(
        package["facts"],
        known=Known(values, disputed(application), _stale(told, at)),
        on=localdate(at),
        local=local_regions(application),
    )
    conclusion = decide(table, facts.values, facts.holes)
    lines = conditions(table, schema, facts.values)
    stops: Mapping[str, Mapping[str, str]] = package["recheck"]["stops"]
    failed = [line.fact for line in lines if line.met is False and line.fact in stops]
    return Found(
        rule_version=version,
        outcome=str(conclusion.outcome),
        code=conclusion.code,
        conditions=[line.to_body() for line in lines],
        failed=failed,
        unclear=[line.fact for line in lines if line.met is None and line.fact in stops],
        since=_since(stops, failed, values),
    )


def _rules_of(application: Application) -> RuleVersion:
    run = application.assessments.select_related("rule_version").order_by("at").last()
    return (
        run.rule_version
        if run
        else in_force(application.item_version.rule_set, localdate(application.submitted_at))
    )


def _stale(told: Mapping[str, Value], at: datetime) -> set[str]:
    fields = DataField.objects.in_bulk(list(told), field_name="code")
    return {code for code, value in told.items() if fields[code].is_stale(value.as_of, at)}


def _since(
    stops: Mapping[str, Mapping[str, str]], failed: Sequence[str], values: Mapping[str, Any]
) -> dict[str, str]:
    days = {fact: values.get(stops[fact].get("since", "")) for fact in failed}
    return {fact: str(day) for fact, day in days.items() if day}
