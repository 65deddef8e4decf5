"""Migration 0004, over rows: what was published before there was a directory gets its line, and what has an end its state."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from services.catalogue.directory import entry_of
from services.catalogue.models import DirectoryEntry, ItemVersion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
MIGRATION = import_module("services.catalogue.migrations.0004_lines_of_what_was_published")
# of what packages said only later, and of words that a migration does not have, it knows nothing
LATER = {"id", "kind_name", "life_events", "ways"}


def line(entry: DirectoryEntry) -> dict[str, object]:
    return {
        field.attname: getattr(entry, field.attname)
        for field in entry._meta.fields
        if field.name not in LATER
    }


def test_every_published_version_gets_the_line_that_publishing_writes_today():
    DirectoryEntry.objects.all().delete()
    MIGRATION.catch_up(apps, None)
    found = {entry.version_id: line(entry) for entry in DirectoryEntry.objects.all()}
    versions = ItemVersion.objects.select_related("item__department")
    assert found == {version.pk: line(entry_of(version)) for version in versions} and len(found) == 2


def test_what_has_an_end_is_superseded_and_what_has_none_is_not():
    DirectoryEntry.objects.all().delete()
    ItemVersion.objects.filter(item__code="old-age-allowance").update(in_force_to=date(2027, 1, 1))
    MIGRATION.catch_up(apps, None)
    states = dict(ItemVersion.objects.values_list("item__code", "state"))
    assert states == {"old-age-allowance": "SUPERSEDED", "insurance-certificate": "PUBLISHED"}


def test_a_draft_gets_none():
    DirectoryEntry.objects.all().delete()
    one = ItemVersion.objects.get(item__code="old-age-allowance")
    kept = ("item", "name", "content", "sha256", "purpose", "rule_set")
    draft = ItemVersion.objects.create(
        **{name: getattr(one, name) for name in kept}, number=one.number + 1, in_force_from=date(2027, 1, 1)
    )
    MIGRATION.catch_up(apps, None)
    assert not DirectoryEntry.objects.filter(version=draft).exists()
