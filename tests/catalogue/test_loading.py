"""Loading: everything is checked before anything is written, twice is once, and what is published stays what it was."""

import json
from datetime import date
from shutil import copytree

import pytest

from services.catalogue.loading import Loaded, checked, load_base, load_items, outcomes
from services.catalogue.models import ItemVersion, ServiceItem
from services.catalogue.package import SHIPPED, BadPackage, read
from services.certificates.models import CertificateType
from services.departments.models import Department, Region
from services.events.models import OutboxEvent
from services.ledger.models import Entry
from services.rules.models import RuleVersion
from services.sharing.models import DataField, DataResource, Purpose
from tests.cast import NOON
from tests.catalogue.packages import (
    HEAD,
    ITEMS,
    NUMBER,
    began,
    changed,
    faults_of,
    head,
    line_of,
    places,
    shipped,
    write,
)

pytestmark = pytest.mark.django_db
WRITTEN = [
    *(Region, Department, DataResource, DataField, Purpose, CertificateType),
    *(ServiceItem, ItemVersion, RuleVersion, Entry, OutboxEvent),
]
SECOND = [
    (HEAD, head(1, days=30)),
    ("once: false", "once: true"),
]


def rows() -> dict[str, list[object]]:
    """Everything a loading may write."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in WRITTEN}


def load(folder, *changes: tuple[str, str], item: str = "insurance-certificate"):
    return load_items([write(folder, changed(shipped(item), *changes))], at=NOON)


def refused(folder, *changes: tuple[str, str], item: str = "insurance-certificate"):
    """The text and its faults; and nothing may have been written."""
    text, before = changed(shipped(item), *changes), rows()
    faults = faults_of(lambda: load_items([write(folder, text)], at=NOON))
    assert rows() == before
    return text, faults


class TestWhatShips:
    def test_the_base_brings_the_city_its_departments_and_registers(self, world):
        departments = set(Department.objects.values_list("code", flat=True))
        assert {"public_security", "civil_affairs", "social_insurance", "health"} <= departments
        assert {region.parent_id for region in Region.objects.exclude(code="990100")} == {"990100"}
        assert DataField.objects.filter(code="population.birth_on").exists()
        assert Purpose.objects.get(code="identity-proof").reads

    def test_the_base_twice_is_the_base_once(self, world):
        before = rows()
        load_base()
        assert rows() == before

    def test_a_department_that_got_another_name_is_brought_up_to_date(self, world):
        Department.objects.update(name={"zh": "旧名", "en": "Old name"})
        load_base()
        assert Department.objects.get(code="civil_affairs").name["zh"] == "云州市民政局"

    def test_a_wrong_credit_code_is_told_with_its_line_and_nothing_is_written(self, db, tmp_path):
        folder = tmp_path / "base"
        copytree(SHIPPED / "base", folder)
        file = folder / "departments.yaml"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("11990100MB1002024T", "11990100MB1002024X"), encoding="utf-8")
        with pytest.raises(BadPackage) as bad:
            load_base(folder)
        [fault] = bad.value.faults
        assert str(fault) == "departments.yaml:13: departments.1.credit_code: is no credit code: check"
        assert not Region.objects.exists()

    def test_both_items_are_new_once_and_unchanged_ever_after(self, world):
        first = load_items(ITEMS, at=NOON)
        assert first == [
            Loaded("insurance-certificate", NUMBER, "new"),
            Loaded("old-age-allowance", NUMBER, "new"),
        ]
        before = rows()
        assert [each.outcome for each in load_items(ITEMS, at=NOON)] == ["unchanged", "unchanged"]
        assert rows() == before

    def test_an_item_brings_its_purpose_rules_and_certificate_with_it(self, catalogue):
        version = ItemVersion.objects.get(item__code="old-age-allowance")
        assert version.state == ItemVersion.State.PUBLISHED and version.in_force_to is None
        assert version.purpose.code == "old-age-allowance"
        assert RuleVersion.objects.get(rule_set__code=version.rule_set).number == 1
        kind = CertificateType.objects.get(code=version.certificate_type)
        assert [field["name"] for field in kind.fields] == ["amount", "month", "birth_on"]
        assert version.item.implementation_code == "11990100MB1002024T3990500101001"
        assert version.form.questions == ()

    def test_a_published_version_is_on_record(self, catalogue):
        entries = Entry.objects.filter(kind="item_published")
        assert {json.loads(bytes(entry.body))["item"] for entry in entries} == {
            "old-age-allowance",
            "insurance-certificate",
        }


class TestForeseen:
    def test_it_says_what_would_happen_and_writes_nothing(self, world):
        before = rows()
        assert [each.outcome for each in outcomes(checked(ITEMS))] == ["new", "new"]
        assert rows() == before

    def test_it_finds_the_same_faults(self, world, tmp_path):
        text = changed(shipped(), ("department: social_insurance", "department: weather"))
        file = write(tmp_path, text)
        assert faults_of(lambda: checked([file])) == faults_of(lambda: load_items([file], at=NOON))


class TestAllOrNothing:
    def test_every_fault_of_every_file_is_told_and_the_good_file_is_not_loaded_either(self, world, tmp_path):
        files = [
            write(tmp_path, shipped("old-age-allowance"), "good.yaml"),
            write(tmp_path, "a: [", "broken.yaml"),
            write(
                tmp_path,
                changed(shipped(), ("fee_fen: 0", "fee_fen: x"), ("heat: 90", "heat: x")),
                "types.yaml",
            ),
            tmp_path / "gone.yaml",
            write(tmp_path, changed(shipped(), ("default: SELF", "default: ME")), "meaning.yaml"),
        ]
        before = rows()
        faults = faults_of(lambda: load_items(files, at=NOON))
        assert [fault.file for fault in faults if "is in types.yaml too" not in fault.says] == [
            "broken.yaml", "types.yaml", "types.yaml", "gone.yaml", "meaning.yaml",
        ]  # fmt: skip
        assert rows() == before

    def test_two_files_of_one_item_are_not_loaded_together(self, world, tmp_path):
        text = shipped()
        files = [write(tmp_path, text, "a.yaml"), write(tmp_path, text, "b.yaml")]
        (fault,) = faults_of(lambda: load_items(files, at=NOON))
        assert (fault.file, fault.line, fault.field) == ("b.yaml", 2, "code") and "a.yaml" in fault.says
        assert not ServiceItem.objects.exists()


class TestTheWorldAround:
    def test_a_department_that_does_not_exist_is_found(self, world, tmp_path):
        text, faults = refused(tmp_path, ("department: social_insurance", "department: weather"))
        assert places(faults) == [(line_of(text, "weather"), "department")]
        assert faults[0].says == "there is no department weather"

    def test_a_field_no_register_has_is_found(self, world, tmp_path):
        text, faults = refused(tmp_path, ("- {field: insurance.employer,", "- {field: insurance.boss,"),
                               ("insurance.employer, insurance.kinds", "insurance.boss, insurance.kinds"),
                               ("from: insurance.employer}", "from: insurance.boss}"))  # fmt: skip
        assert places(faults) == [(line_of(text, "field: insurance.boss"), "purpose.reads.3.field")]

    def test_a_disclosure_the_field_cannot_give_is_found(self, world, tmp_path):
        old = "- {field: insurance.status, disclosure: VALUE"
        text, faults = refused(tmp_path, (old, old.replace("VALUE", "PREDICATE")))
        assert places(faults) == [(line_of(text, "PREDICATE"), "purpose.reads.2.disclosure")]

    def test_a_code_of_the_state_that_another_item_bears_is_found(self, catalogue, tmp_path):
        renamed = ("code: insurance-certificate\nversion", "code: another\nversion")
        own_rules = ("rules:\n  code: insurance-certificate", "rules:\n  code: another")
        own_certificate = ("certificate:\n  code: insurance-certificate", "certificate:\n  code: another")
        own_type = ("11990100MB10030356001", "11990100MB10030356009")
        text, faults = refused(tmp_path, renamed, own_rules, own_certificate, own_type)
        assert places(faults) == [(line_of(text, "basic_code"), "basic_code")]
        assert "insurance-certificate" in faults[0].says


class TestVersions:
    def test_the_same_version_with_other_content_is_refused_with_the_way_out(self, catalogue, tmp_path):
        _, (fault,) = refused(tmp_path, ("once: false", "once: true"))
        assert (fault.line, fault.field) == (3, "version")
        assert fault.says == (
            f"version {NUMBER} is published with other content; write {NUMBER + 1} to publish a new one"
        )

    def test_a_new_version_ends_the_old_one_on_its_first_day(self, catalogue, tmp_path):
        assert load(tmp_path, *SECOND) == [Loaded("insurance-certificate", NUMBER + 1, "new")]
        old, new = ItemVersion.objects.filter(item__code="insurance-certificate").order_by("number")
        assert (old.in_force_to, new.in_force_from, new.in_force_to) == (began(30), began(30), None)
        of_item = ItemVersion.objects.filter(item=new.item)
        assert of_item.in_force(began(29)).get() == old
        assert of_item.in_force(began(30)).get() == new
        assert (old.content["once"], new.content["once"]) == (False, True)

    def test_the_old_file_loaded_again_changes_nothing(self, catalogue, tmp_path):
        load(tmp_path, *SECOND, ("heat: 90", "heat: 12"))
        before = rows()
        assert [each.outcome for each in load_items(ITEMS, at=NOON)] == ["unchanged", "unchanged"]
        assert rows() == before and ServiceItem.objects.get(code="insurance-certificate").heat == 12

    def test_the_next_free_number_is_named_when_there_are_several_versions(self, catalogue, tmp_path):
        load(tmp_path, *SECOND)
        _, (fault,) = refused(tmp_path, ("once: false", "once: true"))
        assert fault.says.endswith(f"write {NUMBER + 2} to publish a new one")

    @pytest.mark.parametrize("days", [0, -1])
    def test_a_version_that_would_begin_before_the_one_it_follows_is_refused(self, catalogue, tmp_path, days):
        _, faults = refused(tmp_path, (HEAD, head(1, days)))
        assert [(fault.line, fault.field) for fault in faults] == [(4, "in_force_from")]

    def test_a_number_that_was_passed_over_is_not_used_later(self, catalogue, tmp_path):
        third = [(HEAD, head(2, days=30))]
        load(tmp_path, *third)
        _, (fault,) = refused(tmp_path, *SECOND)
        assert fault.field == "version" and fault.says.endswith(f"write {NUMBER + 3} to publish a new one")


class TestWhatHangsOnAVersion:
    def test_rules_with_other_content_under_their_number_are_refused(self, catalogue, tmp_path):
        says = (
            "says: {zh: 有参保记录, en: There is a record}",
            "says: {zh: 查到参保记录, en: A record was found}",
        )
        text, faults = refused(tmp_path, *SECOND, says)
        assert places(faults) == [(line_of(text, "  number: 1"), "rules.number")]

    def test_new_rules_take_over_on_their_first_day(self, catalogue, tmp_path):
        says = (
            "says: {zh: 有参保记录, en: There is a record}",
            "says: {zh: 查到参保记录, en: A record was found}",
        )
        number = ("number: 1\n  effective_from: 2026-01-01", "number: 2\n  effective_from: 2026-07-01")
        load(tmp_path, *SECOND, says, number)
        old, new = RuleVersion.objects.filter(rule_set__code="insurance-certificate").order_by("number")
        assert (old.effective_to, new.effective_from) == (date(2026, 6, 30), date(2026, 7, 1))

    def test_new_rules_that_begin_too_early_are_refused(self, catalogue, tmp_path):
        text, faults = refused(tmp_path, *SECOND, ("  number: 1", "  number: 2"))
        assert places(faults) == [(line_of(text, "effective_from"), "rules.effective_from")]

    def test_a_number_of_rules_that_was_passed_over_is_refused(self, catalogue, tmp_path):
        third = ("number: 1\n  effective_from: 2026-01-01", "number: 3\n  effective_from: 2026-07-01")
        load(tmp_path, *SECOND, third)
        later = (HEAD, head(2, days=60))
        number = ("number: 1\n  effective_from: 2026-01-01", "number: 2\n  effective_from: 2026-09-01")
        text, faults = refused(tmp_path, later, number)
        assert places(faults) == [(line_of(text, "  number: 2"), "rules.number")]
        assert faults[0].says.endswith("write 4 to publish new rules")

    def test_a_purpose_with_other_content_under_its_version_is_refused(self, catalogue, tmp_path):
        basis = ("basis: {zh: 《社会保险法》第七十四条", "basis: {zh: 《社会保险法》第七十五条")
        _, faults = refused(tmp_path, *SECOND, basis)
        assert [fault.field for fault in faults] == ["purpose.version"]

    def test_a_certificate_type_of_another_item_is_not_taken_over(self, catalogue, tmp_path):
        _, faults = refused(
            tmp_path, *SECOND, ("type_code: 11990100MB10030356001", "type_code: 11990100MB1002024T001")
        )
        assert [fault.field for fault in faults] == ["certificate.type_code"]


def test_a_version_keeps_the_package_as_it_was_written(catalogue):
    for file in ITEMS:
        package = read(file).values
        assert ItemVersion.objects.get(item__code=package["code"]).content == package
