"""Two packages of one loading that want the same: told with file, line and field before anything is written."""

import pytest

from services.catalogue.loading import load_items
from services.catalogue.models import ServiceItem
from services.catalogue.package import Fault
from services.certificates.models import CertificateType
from tests.cast import NOON
from tests.catalogue.packages import changed, faults_of, line_of, shipped, write

pytestmark = pytest.mark.django_db
ANOTHER = [
    ("code: insurance-certificate\nversion", "code: another\nversion"),
    ("basic_code: ", 'basic_code: "992100539999" # '),
    ("rules:\n  code: insurance-certificate", "rules:\n  code: another"),
    ("certificate:\n  code: insurance-certificate", "certificate:\n  code: another"),
    ("type_code: 11990100MB10030356001", "type_code: 11990100MB10030356999"),
    ("purpose:\n  code: insurance-certificate", "purpose:\n  code: another"),
]


def loaded_beside(folder, kept: str) -> tuple[str, list[Fault]]:
    """Another item, and what it has in common with the one that ships: the change that holds these words is left out."""
    left = [change for change in ANOTHER if kept not in change[0]]
    assert len(left) == len(ANOTHER) - 1
    text = changed(shipped(), *left)
    files = [write(folder, shipped(), "first.yaml"), write(folder, text, "second.yaml")]
    return text, faults_of(lambda: load_items(files, at=NOON))


def test_two_items_that_share_nothing_are_loaded_together(world, tmp_path):
    text = changed(shipped(), *ANOTHER)
    load_items([write(tmp_path, shipped(), "first.yaml"), write(tmp_path, text, "second.yaml")], at=NOON)
    assert CertificateType.objects.count() == ServiceItem.objects.count() == 2


@pytest.mark.parametrize(
    ("kept", "line", "field"),
    [
        ("type_code", "type_code: 11990100MB10030356001", "certificate.type_code"),
        ("basic_code", "basic_code", "basic_code"),
    ],
)
def test_a_number_of_the_state_in_both_is_told_at_the_second(world, tmp_path, kept, line, field):
    text, (fault,) = loaded_beside(tmp_path, kept)
    assert (fault.file, fault.line, fault.field) == ("second.yaml", line_of(text, line), field)
    assert "first.yaml" in fault.says
    assert not ServiceItem.objects.exists() and not CertificateType.objects.exists()


@pytest.mark.parametrize(("kept", "field"), [("rules:", "rules.code"), ("certificate:", "certificate.code")])
def test_rules_and_certificates_of_one_name_too(world, tmp_path, kept, field):
    text, (fault,) = loaded_beside(tmp_path, kept)
    line = text[: text.index(f"\n{kept}")].count("\n") + 3  # the first line under the heading
    assert (fault.file, fault.line, fault.field) == ("second.yaml", line, field)
    assert fault.says == "insurance-certificate is in first.yaml too; every item has its own"


@pytest.mark.parametrize(("kept", "field"), [("rules:", "rules.code"), ("certificate:", "certificate.code")])
def test_nor_are_they_taken_over_by_an_item_that_is_loaded_later(world, tmp_path, kept, field):
    text = changed(shipped(), *(change for change in ANOTHER if kept not in change[0]))
    load_items([write(tmp_path, shipped(), "first.yaml")], at=NOON)
    (fault,) = faults_of(lambda: load_items([write(tmp_path, text, "second.yaml")], at=NOON))
    line = text[: text.index(f"\n{kept}")].count("\n") + 3
    assert (fault.file, fault.line, fault.field) == ("second.yaml", line, field)
    assert fault.says == "belongs to insurance-certificate; every item has its own"
    assert ServiceItem.objects.count() == 1


def test_one_that_keeps_no_schema_is_no_reason_to_stumble(world, tmp_path):
    broken = changed(shipped(), ("certificate:\n", "certificate: none\nx:\n"))
    files = [write(tmp_path, broken, "first.yaml"), write(tmp_path, "code: [1]", "second.yaml")]
    assert {fault.file for fault in faults_of(lambda: load_items(files, at=NOON))} == {
        "first.yaml",
        "second.yaml",
    }
