"""The act of publishing: only the system, once for each version, with its trace and its event."""

import pytest

from services.actions.actor import SYSTEM
from services.actions.errors import Denied
from services.catalogue.actions.publish_item import VersionTaken, publish_item
from services.catalogue.models import ItemVersion
from services.catalogue.package import SHIPPED, read
from services.events.models import OutboxEvent
from services.ledger.models import Entry
from services.people.models import User
from tests.cast import NOON
from tests.catalogue.packages import NUMBER, began

pytestmark = pytest.mark.django_db


@pytest.fixture
def package(world):
    return read(SHIPPED / "items" / "insurance-certificate.yaml").values


def test_publishing_tells_itself_once(package):
    first = publish_item(package=package, actor=SYSTEM, at=NOON)
    assert publish_item(package=package, actor=SYSTEM, at=NOON) == first
    assert ItemVersion.objects.get().pk == first
    assert OutboxEvent.objects.count() == 1
    assert Entry.objects.filter(kind="item_published").count() == 1


def test_other_content_under_the_same_number_is_refused_and_nothing_changes(package):
    publish_item(package=package, actor=SYSTEM, at=NOON)
    with pytest.raises(VersionTaken):
        publish_item(package={**package, "heat": 1}, actor=SYSTEM, at=NOON)
    version = ItemVersion.objects.get()
    assert (version.content["heat"], version.item.heat) == (90, 90)


def test_a_later_version_is_published_beside_the_first(package):
    publish_item(package=package, actor=SYSTEM, at=NOON)
    later = {**package, "version": NUMBER + 1, "in_force_from": f"{began(30)}"}
    assert publish_item(package=later, actor=SYSTEM, at=NOON) == ItemVersion.objects.get(number=NUMBER + 1).pk
    assert ItemVersion.objects.get(number=NUMBER).in_force_to == began(30)


@pytest.mark.parametrize("who", ["citizen", "caseworker"])
def test_nobody_but_the_system_publishes_and_the_try_is_on_record(package, who, request):
    make = request.getfixturevalue(who)
    actor = make("wang_xiulan") if who == "citizen" else make("civil_affairs")
    with pytest.raises(Denied, match="catalogue_is_loaded_by_operators"):
        publish_item(package=package, actor=actor, at=NOON)
    assert not ItemVersion.objects.exists() and User.objects.exists()
    assert Entry.objects.filter(kind="denied").count() == 1


def test_an_item_without_a_certificate_has_none(package):
    del package["certificate"]
    publish_item(package=package, actor=SYSTEM, at=NOON)
    assert ItemVersion.objects.get().certificate_type == ""
