"""What a package must keep because of what stands in the database already: published versions, rules and purposes are not
rewritten, certificates already issued keep their type, and every register that is read exists."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction

from services.catalogue.canonical import digest
from services.catalogue.certificate_type import certificate_type
from services.catalogue.checks import certificate_place
from services.catalogue.models import ItemVersion, ServiceItem
from services.catalogue.package import Fault, Source
from services.catalogue.rule_facts import rule_facts
from services.catalogue.succession import cut_by, held_from
from services.certificates.loading import BadCertificateType, load_type
from services.departments.models import Department, Region
from services.rules.compose import compose
from services.rules.models import RuleVersion
from services.sharing.loading import load_purpose
from services.sharing.problems import BadSharingData


def check_standing(source: Source) -> list[Fault]:
    """Only for packages that keep the schema and their meaning. Writes nothing."""
    code = source.values["department"]
    department = Department.objects.filter(code=code).first()
    if department is None:
        return [source.fault(("department",), f"there is no department {code}")]
    return [
        *_check_item(source, department),
        *_check_version(source),
        *_check_regions(source),
        *_check_rules(source),
        *_check_only_its_own(source),
        *_rehearse(source, department),
    ]


def published(package: dict[str, Any]) -> ItemVersion | None:
    return ItemVersion.objects.filter(item__code=package["code"], number=package["version"]).first()


def implementation_code(package: dict[str, Any], department: Department) -> str:
    """GB/T 39554.1: credit code (18), level (1), basic code (12)."""
    return f"{department.credit_code}{package['level']}{package['basic_code']}"


def _check_item(source: Source, department: Department) -> Iterator[Fault]:
    code = implementation_code(source.values, department)
    others = ServiceItem.objects.exclude(code=source.values["code"])
    if other := others.filter(implementation_code=code).first():
        yield source.fault(("basic_code",), f"belongs to {other.code}")


def _check_version(source: Source) -> Iterator[Fault]:
    package = source.values
    last = ItemVersion.objects.filter(item__code=package["code"]).order_by("number").last()
    known = published(package)
    if last is None or (known and known.sha256 == digest(package)):
        return
    if known or last.number > package["version"]:
        says = f"version {package['version']} is published with other content" if known else "is passed"
        yield source.fault(("version",), f"{says}; write {last.number + 1} to publish a new one")
    elif last.in_force_from >= date.fromisoformat(package["in_force_from"]):
        says = f"must be later than {last.in_force_from}, when version {last.number} began"
        yield source.fault(("in_force_from",), says)


def _check_regions(source: Source) -> Iterator[Fault]:
    regions = source.values.get("regions", [])
    known = set(Region.objects.filter(code__in=regions).values_list("code", flat=True))
    for number, code in enumerate(regions):
        if code not in known:
            yield source.fault(("regions", number), f"there is no region {code}; load_regions loads them")
    held = held_from(source.values["code"], date.fromisoformat(source.values["in_force_from"]))
    others = [version for version in held if version.number != source.values["version"]]
    for version in cut_by(regions, others):
        yield source.fault(
            ("regions",), f"would end half of version {version.number}: name all its regions too"
        )


def _check_rules(source: Source) -> Iterator[Fault]:
    block = source.values["rules"]
    begins = date.fromisoformat(block["effective_from"])
    frozen = RuleVersion.objects.filter(rule_set__code=block["code"]).published()
    if known := frozen.filter(number=block["number"]).first():
        composed = compose(rule_facts(source.values["facts"]), block["rows"])
        if (known.sha256, known.effective_from) != (composed.sha256, begins):
            yield source.fault(("rules", "number"), f"rules {known.number} are published with other content")
        return
    last = frozen.order_by("number").last()
    if last and last.number > block["number"]:
        yield source.fault(("rules", "number"), f"is passed; write {last.number + 1} to publish new rules")
    elif last and last.effective_from >= begins:
        says = f"must be later than {last.effective_from}, when rules {last.number} began"
        yield source.fault(("rules", "effective_from"), says)


def _check_only_its_own(source: Source) -> Iterator[Fault]:
    """A certificate type and a rule set belong to one item, for whoever loads them later would rewrite them."""
    others = ItemVersion.objects.exclude(item__code=source.values["code"]).select_related("item")
    block = source.values.get("certificate")
    if block and (other := others.filter(certificate_type=block["code"]).first()):
        yield source.fault(("certificate", "code"), f"belongs to {other.item.code}; every item has its own")
    if other := others.filter(rule_set=source.values["rules"]["code"]).first():
        yield source.fault(("rules", "code"), f"belongs to {other.item.code}; every item has its own")


def _rehearse_joint(source: Source) -> Iterator[Fault]:
    for number, joint in enumerate(source.values.get("joint_purposes", [])):
        place = ("joint_purposes", number)
        if joint["department"] not in source.values.get("joint_departments", []):
            yield source.fault((*place, "department"), "is not one of the joint departments")
        try:
            load_purpose(joint["purpose"], joint["department"])
        except BadSharingData as bad:
            yield from (source.fault((*place, "purpose", *each.place), each.message) for each in bad.problems)


def _rehearse(source: Source, department: Department) -> list[Fault]:
    """Purpose and certificate type are loaded for a try, and the try is undone."""
    faults = []
    with transaction.atomic():
        try:
            load_purpose(source.values["purpose"], source.values["department"])
        except BadSharingData as bad:
            faults += [source.fault(("purpose", *each.place), each.message) for each in bad.problems]
        try:
            if again := source.values.get("recheck"):
                load_purpose(again["purpose"], source.values["department"])
        except BadSharingData as bad:
            faults += [
                source.fault(("recheck", "purpose", *each.place), each.message) for each in bad.problems
            ]
        faults += _rehearse_joint(source)
        try:
            if block := source.values.get("certificate"):
                load_type(certificate_type(block), issuer=department)
        except BadCertificateType as bad:
            faults += [source.fault(certificate_place(each.field), each.message) for each in bad.problems]
        transaction.set_rollback(True)
    return faults
