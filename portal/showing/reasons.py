"""Why the rules said what they said, condition by condition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from portal.showing.holes import CASEWORKER, CITIZEN, UNASKED
from portal.showing.known import Group
from services.applications.models import Application, Assessment, Evidence
from services.applications.queries import last_run
from services.catalogue.rule_facts import sources_of
from services.catalogue.variants import VARIANT, is_of
from services.rules.decide import Hole
from services.sharing.models import DataField
from services.sharing.queries import fields_of
from services.texts import Text


@dataclass(frozen=True)
class Reason:
    """One condition as the result page explains it, with the register its value came from."""

    requirement: Text
    label: Text
    value: Any
    value_label: Text
    unit: Text
    met: bool | None
    field: DataField | None
    as_of: datetime | None
    late: bool
    hole: str = ""  # services.rules.decide.Hole, or UNASKED: why nobody knows

    @property
    def hole_for_citizen(self) -> object:
        return CITIZEN.get(self.hole, "")

    @property
    def hole_for_caseworker(self) -> object:
        return CASEWORKER.get(self.hole, "")


def reasons(application: Application, groups: Sequence[Group] | None = None) -> list[Reason]:
    """The last run of the rules, condition by condition. `groups`: what is known, where the page has read it already."""
    run = last_run(application)
    if run is None:
        return []
    blocks = {
        name: block for name, block in application.content["facts"].items() if _counts(block, application)
    }
    evidence, fields = _read(application) if groups is None else _shown(groups)
    holes = _holes(run, application, blocks)
    return [
        replace(_reason(each, blocks[each["fact"]], evidence, fields), hole=holes.get(each["fact"], ""))
        for each in run.conditions
        if each["fact"] in blocks
    ]


def _holes(run: Assessment, application: Application, blocks: Mapping[str, Any]) -> dict[str, str]:
    """By fact. A register that nobody asked lacks nothing."""
    holes: dict[str, str] = run.trace.get("holes", {})
    missing = [fact for fact, hole in holes.items() if hole == Hole.MISSING and fact in blocks]
    if missing and application.item_version.purpose.is_retired(run.at):
        return holes | {fact: UNASKED for fact in missing if not _answered(blocks[fact])}
    return holes


def _answered(block: Any) -> bool:
    """Whether the applicant was to say it, and no register."""
    return all(source.startswith("answers.") for source in sources_of(block))


def _read(application: Application) -> tuple[dict[str, Evidence], dict[str, DataField]]:
    current = Evidence.objects.filter(application=application, superseded_at=None)
    evidence = {each.field_code: each for each in current}
    return evidence, fields_of(evidence)


def _shown(groups: Sequence[Group]) -> tuple[dict[str, Evidence], dict[str, DataField]]:
    known = [each for group in groups for each in group.values]
    return {each.field.code: each.evidence for each in known}, {each.field.code: each.field for each in known}


def _counts(block: Any, application: Application) -> bool:
    """What other variants need is no condition of this one; and which one was chosen is none either."""
    return is_of(block, application.variant) and sources_of(block) != [VARIANT]


def _reason(each: Any, block: Any, evidence: dict[str, Evidence], fields: dict[str, DataField]) -> Reason:
    found = next((evidence[code] for code in sources_of(block) if code in evidence), None)
    return Reason(
        requirement=each["requirement"],
        label=each["label"],
        value=each["value"],
        value_label=each["value_label"],
        unit=block.get("unit", {}),
        met=each["met"],
        field=fields.get(found.field_code) if found else None,
        as_of=found.as_of if found else None,
        late=bool(found and found.arrived_late),
    )
