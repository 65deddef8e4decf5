"""The record of an automatic decision for auditors: canonical JSON that holds all the outcome rests on.

The same bytes for ever: only what is frozen goes in. So no name that may be corrected later, no state that goes on, no last
day of the version, no number of a row in our database; moments are in UTC. `services.rules.recompute` decides it again from
this alone.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from services.applications.models import Application, Assessment, Evidence
from services.catalogue.rule_facts import sources_of, witnesses_of
from services.rules.canonical import canonical
from services.rules.exchange.content import in_column_order

FORMAT = "explanation/1"


def explanation(assessment: Assessment) -> bytes:
    """`canonical(record_of(…))`: UTF-8, keys in order, no blanks."""
    return canonical(record_of(assessment))


def record_of(assessment: Assessment) -> dict[str, Any]:
    application = assessment.application
    item = application.item_version
    return {
        "format": FORMAT,
        "application": str(application.pk),
        "case_code": application.case_code,
        "submitted_on": localdate(application.submitted_at).isoformat(),
        "assessed_at": _moment(assessment.at),
        "item": {
            "code": item.item.code,
            "version": item.number,
            "sha256": item.sha256,
            **_variant(application),
        },
        "rules": _rules(assessment),
        "facts": {
            "values": assessment.facts,
            "holes": assessment.trace.get("holes", {}),
            "sources": _sources(assessment),
        },
        "conclusion": {name: value for name, value in assessment.trace.items() if name != "holes"},
    }


def _variant(application: Application) -> dict[str, str]:
    return {"variant": application.variant_code} if application.variant else {}


def _rules(assessment: Assessment) -> dict[str, Any]:
    version = assessment.rule_version
    return {
        "code": version.rule_set.code,
        "number": version.number,
        "sha256": version.sha256,
        "effective_from": version.effective_from.isoformat(),
        "jdm": version.jdm,
        "facts": in_column_order(version.jdm, version.facts),
        "texts": version.texts,
    }


def _sources(assessment: Assessment) -> dict[str, list[dict[str, Any]]]:
    """Fact -> where its values came from: which register, vouched for when, told when, by which request."""
    blocks = assessment.application.content["facts"]
    told = {each.field_code: _source(each) for each in evidence_then(assessment)}
    return {
        name: [told.get(code, {"field": code}) for code in _read(blocks[name])] for name in sorted(blocks)
    }


def _read(block: Mapping[str, Any]) -> list[str]:
    return [*sources_of(block), *witnesses_of(block)]


def evidence_then(assessment: Assessment) -> "QuerySet[Evidence]":
    """What was known when the rules ran, whatever has come since."""
    not_yet = Q(superseded_at=None) | Q(superseded_at__gt=assessment.at)
    known = Evidence.objects.filter(not_yet, application=assessment.application_id)
    return known.filter(fetched_at__lte=assessment.at).select_related("department")


def _source(evidence: Evidence) -> dict[str, Any]:
    return {
        "field": evidence.field_code,
        "department": evidence.department.code,
        "source": evidence.source,
        "as_of": _moment(evidence.as_of),
        "fetched_at": _moment(evidence.fetched_at),
        "request": str(evidence.request_id),
        "late": evidence.arrived_late,
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def last_run(application: Application) -> Assessment | None:
    runs = application.assessments.select_related("rule_version__rule_set", "application__item_version__item")
    return runs.order_by("at").last()
