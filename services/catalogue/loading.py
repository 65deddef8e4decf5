"""Loading the catalogue: check everything first, then publish what is new. Twice is once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from services.actions.actor import SYSTEM
from services.catalogue.actions.publish_item import publish_item
from services.catalogue.checks import check_meaning
from services.catalogue.examples import examples_of
from services.catalogue.guide_checks import check_guide
from services.catalogue.package import SHIPPED, BadPackage, Fault, Source, check_form, check_item, read
from services.catalogue.rule_facts import rule_facts
from services.catalogue.standing import check_standing, published
from services.catalogue.twins import check_twins
from services.catalogue.variant_checks import check_variants
from services.departments.credit_codes import fault
from services.departments.models import Department, Region
from services.rules.actions.publish import publish_version
from services.sharing.loading import load_resources
from services.sharing.problems import BadSharingData, Problem


@dataclass(frozen=True)
class Loaded:
    """`outcome`: new | unchanged."""

    item: str
    version: int
    outcome: str


def load_base(folder: Path = SHIPPED / "base") -> None:
    """Regions, departments, data resources, general purposes. Existing rows are brought up to date.

    Raises `BadPackage` where a department has a wrong credit code, before anything is written.
    """
    source = read(folder / "departments.yaml")
    if faults := _wrong_codes(source):
        raise BadPackage(faults)
    who = source.values
    for region in who["regions"]:
        Region.objects.update_or_create(
            code=region["code"], defaults={"name": region["name"], "parent_id": region.get("parent")}
        )
    for each in who["departments"]:
        Department.objects.update_or_create(
            code=each["code"],
            defaults={
                "credit_code": each["credit_code"],
                "name": each["name"],
                "short_name": each["short_name"],
                "region_id": each["region"],
            },
        )
    _load_registers(folder)


def _load_registers(folder: Path) -> None:
    """What the schema finds, and what only the other rows tell, with its file, line and field."""
    sources = [read(file) for file in sorted((folder / "resources").glob("*.yaml"))]
    if faults := [fault for source in sources for fault in check_form(source, "resources.schema.json")]:
        raise BadPackage(faults)
    try:
        load_resources(shared_data(folder))
    except BadSharingData as bad:
        purposes = read(folder / "purposes.yaml")
        raise BadPackage([_placed(each, sources, purposes) for each in bad.problems]) from None


def _placed(problem: Problem, sources: Iterable[Source], purposes: Source) -> Fault:
    """Registers are numbered through over all files; a fault belongs to the file that has it."""
    kind, number, *rest = problem.place
    left = int(number)
    for source in sources if kind == "resources" else [purposes]:
        held = len(source.values[str(kind)])
        if left < held:
            return source.fault((kind, left, *rest), problem.message)
        left -= held
    raise AssertionError(problem)  # load_resources names nothing it was not given


def _wrong_codes(source: Source) -> list[Fault]:
    wrong = {place: fault(each["credit_code"]) for place, each in enumerate(source.values["departments"])}
    return [
        source.fault(("departments", place, "credit_code"), f"is no credit code: {reason.lower()}")
        for place, reason in wrong.items()
        if reason
    ]


def shared_data(folder: Path = SHIPPED / "base") -> dict[str, Any]:
    """What `load_resources` takes: the registers of all departments, one file each, and the portal's own purposes."""
    files = sorted((folder / "resources").glob("*.yaml"))
    resources = [each for file in files for each in read(file).values["resources"]]
    return {"resources": resources, "purposes": read(folder / "purposes.yaml").values["purposes"]}


def load_items(paths: Iterable[Path], *, at: datetime) -> list[Loaded]:
    """Raises `BadPackage` with every fault of every file before anything is written."""
    packages = checked(paths)
    found = outcomes(packages)
    publish_all(packages, at=at)
    return found


def outcomes(packages: Iterable[Source]) -> list[Loaded]:
    """What publishing them would do."""
    return [_outcome(source.values) for source in packages]


def publish_all(packages: Iterable[Source], *, at: datetime) -> None:
    """Of packages that are `checked`."""
    for source in packages:
        _publish(source.values, at)


def checked(paths: Iterable[Path]) -> list[Source]:
    """The packages in these files. Raises `BadPackage` with every fault of every file."""
    sources: list[Source] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            source = read(path)
        except BadPackage as bad:
            faults += bad.faults
            continue
        faults += (
            check_item(source)
            or [*check_meaning(source), *check_guide(source), *check_variants(source)]
            or check_standing(source)
        )
        faults += check_twins(source, sources)
        sources.append(source)
    if faults:
        raise BadPackage(faults)
    return sources


def _outcome(package: dict[str, Any]) -> Loaded:
    return Loaded(package["code"], package["version"], "unchanged" if published(package) else "new")


def _publish(package: dict[str, Any], at: datetime) -> None:
    rules = package["rules"]
    publish_version(
        code=rules["code"],
        name=package["name"],
        number=rules["number"],
        facts=rule_facts(package["facts"]),
        rows=rules["rows"],
        examples=examples_of(rules),
        department=package["department"],
        effective_from=date.fromisoformat(rules["effective_from"]),
        actor=SYSTEM,
        at=at,
    )
    publish_item(package=package, actor=SYSTEM, at=at)
