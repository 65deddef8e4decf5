"""Publishing a version of an item: the one way into the catalogue."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied, DomainError
from services.catalogue.canonical import digest
from services.catalogue.certificate_type import certificate_type
from services.catalogue.events import ItemPublished
from services.catalogue.models import ItemVersion, ServiceItem
from services.catalogue.standing import implementation_code, published
from services.certificates.loading import load_type
from services.departments.models import Department
from services.events.outbox import publish
from services.ledger.entries import record
from services.sharing.loading import load_purpose


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
    item = _item(package, department)
    begins = date.fromisoformat(package["in_force_from"])
    ItemVersion.objects.filter(item=item, state=ItemVersion.State.PUBLISHED, in_force_to=None).update(
        in_force_to=begins
    )
    version = ItemVersion.objects.create(
        item=item,
        number=package["version"],
        state=ItemVersion.State.PUBLISHED,
        in_force_from=begins,
        name=package["name"],
        content=package,
        sha256=fingerprint,
        purpose=load_purpose(package["purpose"]),
        rule_set=package["rules"]["code"],
        certificate_type=_certificate_type(package, department),
    )
    record("item_published", {"item": item.code, "version": version.number, "sha256": fingerprint})
    publish(ItemPublished(item_version_id=version.id))
    return version.id


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
