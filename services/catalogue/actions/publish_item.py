"""Publishing a version of an item: the one way into the catalogue."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied, DomainError
from services.catalogue.canonical import digest
from services.catalogue.certificate_type import certificate_type
from services.catalogue.directory import entry_of
from services.catalogue.events import ItemPublished
from services.catalogue.models import ItemVersion, Pilot, ServiceItem, Variant
from services.catalogue.standing import implementation_code, published
from services.catalogue.succession import cut_by, ended_by, held_from
from services.certificates.loading import load_type
from services.departments.models import Department
from services.events.outbox import publish
from services.ledger.entries import record
from services.sharing.loading import load_purpose


class VersionsOverlap(DomainError):
    """A pilot takes a part of another one's regions; half of a version cannot end."""


class VersionTaken(DomainError):
    """This version has been published with other content. Raise the number of the version."""


@action
def publish_item(*, package: dict[str, Any], actor: Actor, at: datetime) -> UUID:
    """`package` keeps schema.json and its checks, and its rules are published. The same content again changes nothing."""
    if actor.role != Role.SYSTEM:
        raise Denied("catalogue_is_loaded_by_operators")
    department = Department.objects.get(code=package["department"])
    fingerprint = digest(package)
    if known := published(package):
        if known.sha256 != fingerprint:
            raise VersionTaken(str(known))
        return known.id
    item = _item(package, department)  # locks the item: two versions at once follow each other
    begins = date.fromisoformat(package["in_force_from"])
    _end_others(package, begins)
    version = _draft(package, item, department, begins)
    if again := package.get("recheck"):
        load_purpose(again["purpose"], package["department"])
    for joint in package.get("joint_purposes", []):
        load_purpose(joint["purpose"], joint["department"])
    ItemVersion.objects.filter(pk=version.pk).update(state=ItemVersion.State.PUBLISHED)
    entry_of(version).save()
    record("item_published", {"item": item.code, "version": version.number, "sha256": fingerprint})
    publish(ItemPublished(item_version_id=version.id))
    return version.id


def _end_others(package: dict[str, Any], begins: date) -> None:
    held, regions = held_from(package["code"], begins), package.get("regions", [])
    if cut := cut_by(regions, held):
        raise VersionsOverlap(", ".join(map(str, cut)))
    ended = ItemVersion.objects.filter(pk__in=[version.pk for version in ended_by(regions, held)])
    ended.update(state=ItemVersion.State.SUPERSEDED, in_force_to=begins)


def _draft(package: dict[str, Any], item: ServiceItem, department: Department, begins: date) -> ItemVersion:
    """The version with its parts, which can be added to a draft only."""
    ends = package.get("in_force_to")
    version = ItemVersion.objects.create(
        item=item,
        number=package["version"],
        in_force_from=begins,
        in_force_to=date.fromisoformat(ends) if ends else None,
        name=package["name"],
        content=package,
        sha256=digest(package),
        purpose=load_purpose(package["purpose"], package["department"]),
        rule_set=package["rules"]["code"],
        certificate_type=_certificate_type(package, department),
    )
    Pilot.objects.bulk_create(Pilot(version=version, region_id=code) for code in package.get("regions", []))
    Variant.objects.bulk_create(
        Variant(version=version, code=f"{item.implementation_code}{block['number']}", name=block["name"])
        for block in package.get("variants", [])
    )
    return version


def _item(package: dict[str, Any], department: Department) -> ServiceItem:
    item, _ = ServiceItem.objects.update_or_create(
        code=package["code"],
        defaults={
            "implementation_code": implementation_code(package, department),
            "department": department,
            "heat": package.get("heat", 0),
        },
    )
    return item


def _certificate_type(package: dict[str, Any], issuer: Department) -> str:
    block = package.get("certificate")
    return load_type(certificate_type(block), issuer=issuer).code if block else ""
