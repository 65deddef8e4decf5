"""Registers are loaded from YAML with a published schema; what is wrong is named by file, line and field."""

import shutil
from pathlib import Path

import pytest

from services.catalogue.loading import load_base
from services.catalogue.package import SHIPPED, BadPackage, check_form, read
from services.sharing.models import DataField, Grant, NegativeListEntry, Predicate, Purpose, SharingPolicy
from services.sharing.queries import clashes, forbidden_fields
from tests.cast import NOON, load_shipped

SCHEMA = "resources.schema.json"
TODAY = NOON.date()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(SHIPPED / "base", tmp_path / "base")


def wrong(folder: Path, old: str, new: str, file: str = "real_estate.yaml") -> list[str]:
    """What loading says when this is written there instead; nothing but the first occurrence."""
    path = folder / "resources" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadPackage) as bad:
        load_base(folder)
    return [str(each) for each in bad.value.faults]


@pytest.mark.parametrize(
    "path", sorted((SHIPPED / "base/resources").glob("*.yaml")), ids=lambda path: path.stem
)
def test_what_ships_fits_the_schema(path):
    assert check_form(read(path), SCHEMA) == []


@pytest.mark.django_db
class TestFaults:
    def test_the_schema_names_file_line_and_field(self, folder):
        [fault] = wrong(folder, "level: L3", "level: L9")
        assert fault.startswith("real_estate.yaml:19: resources.0.fields.0.level:")

    def test_so_does_what_only_other_rows_tell(self, folder):
        [fault] = wrong(folder, "department: real_estate", "department: nowhere")
        assert fault == "real_estate.yaml:4: resources.0.department: there is no department nowhere"

    def test_what_is_forbidden_without_a_basis(self, folder):
        article = "      article: 《中华人民共和国刑事诉讼法》第二百八十六条（示例）\n"
        faults = wrong(folder, f"kind: FORBIDDEN\n{article}", "kind: FORBIDDEN\n", "public_security.yaml")
        assert any("article" in each for each in faults)

    def test_one_person_who_approves_twice(self, folder):
        [fault] = wrong(folder, "[data-officer, legal-adviser]", "[data-officer, data-officer]")
        assert "two different people" in fault

    def test_a_mask_and_a_rule_nobody_knows(self, folder):
        old = "level: L3, max_age_days: 1, label: {zh: 姓名, en: Name}, mask: name"
        [fault] = wrong(folder, old, old.replace("mask: name", "mask: veil"), "public_security.yaml")
        assert "veil is not one of" in fault

    def test_a_yes_or_no_that_is_no_registered_question(self, folder):
        old = "        predicate: {code: HOMES_OWNS_HOME, version: 1, inputs: [homes]}\n"
        [fault] = wrong(folder, old, "")
        assert "predicate: is missing" in fault

    def test_nothing_has_been_written(self, folder):
        wrong(folder, "level: L3", "level: L9")
        assert not DataField.objects.exists()

    def test_another_policy_under_the_same_version(self, folder):
        load_base(folder)
        [fault] = wrong(folder, "graduate-settlement, ", "")
        assert "approved with other content; write version 2" in fault

    def test_another_threshold_under_the_same_version(self, folder):
        load_base(folder)
        [fault] = wrong(folder, "inputs: [homes]}", "inputs: [homes], thresholds: {homes: 2}}")
        assert "registered with other content; write version 2" in fault


@pytest.mark.django_db
class TestWhatShips:
    def test_every_item_may_read_what_it_reads(self):
        codes = [path.stem for path in sorted((SHIPPED / "items").glob("*.yaml"))]
        load_shipped(*codes)
        granted = set(Grant.objects.values_list("purpose", "field__code"))
        missing = [
            (str(purpose), read["field"])
            for purpose in Purpose.objects.all()
            for read in purpose.reads
            if (purpose.pk, read["field"]) not in granted
        ]
        assert missing == []
        assert clashes(TODAY) == []

    def test_every_register_has_a_policy_and_every_yes_or_no_a_question(self):
        load_base()
        fields = DataField.objects.all()
        assert set(fields.values_list("resource", flat=True)) == set(
            SharingPolicy.objects.on(TODAY).values_list("resource", flat=True)
        )
        asked = set(Predicate.objects.values_list("field__code", flat=True))
        assert asked == set(fields.filter(kind="predicate").values_list("code", flat=True))

    def test_the_negative_list_has_a_basis_and_closes_its_fields(self):
        load_base()
        assert "第二百八十六条" in NegativeListEntry.objects.get().article
        assert forbidden_fields(TODAY) == {"juvenile_records.on_record"}

    def test_twice_is_once(self):
        load_base()
        before = (SharingPolicy.objects.count(), Predicate.objects.count(), Grant.objects.count())
        load_base()
        assert (SharingPolicy.objects.count(), Predicate.objects.count(), Grant.objects.count()) == before
