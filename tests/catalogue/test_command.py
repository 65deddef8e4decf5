"""`manage.py load_catalogue`: what operators type, and what they read when a file is wrong."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from services.catalogue.models import ItemVersion
from services.catalogue.package import read
from services.departments.models import Department
from services.sharing.models import DataField
from tests.catalogue.packages import ALL_ITEMS, NUMBER, changed, line_of, shipped, write

pytestmark = pytest.mark.django_db
SHIPPED = [f"{file.stem} {read(file).values['version']}" for file in ALL_ITEMS]


def load_catalogue(*arguments: object) -> list[str]:
    out = StringIO()
    call_command("load_catalogue", *map(str, arguments), stdout=out)
    return out.getvalue().splitlines()


def nothing_is_there() -> bool:
    return not any(model.objects.exists() for model in (Department, DataField, ItemVersion))


def test_without_files_it_loads_what_ships_on_an_empty_house():
    assert load_catalogue() == [f"{item}: new" for item in SHIPPED]
    assert load_catalogue() == [f"{item}: unchanged" for item in SHIPPED]
    assert ItemVersion.objects.count() == len(SHIPPED)


def test_a_dry_run_says_the_same_on_an_empty_house_and_leaves_it_empty():
    assert load_catalogue("--dry-run") == [f"{item}: new" for item in SHIPPED]
    assert nothing_is_there()


def test_only_the_files_that_are_named_are_loaded(tmp_path):
    assert load_catalogue(write(tmp_path, shipped())) == [f"insurance-certificate {NUMBER}: new"]
    assert ItemVersion.objects.get().item.code == "insurance-certificate"


@pytest.mark.parametrize("how", [[], ["--dry-run"]])
def test_a_bad_file_ends_with_a_sentence_a_fault_and_nothing_is_loaded(tmp_path, how):
    text = changed(shipped(), ("fee_fen: 0", "fee_fen: free"), ("default: SELF", "defualt: SELF"))
    good = write(tmp_path, shipped("old-age-allowance"), "good.yaml")
    with pytest.raises(CommandError) as error:
        load_catalogue(good, write(tmp_path, text, "bad.yaml"), *how)
    first, *lines = str(error.value).splitlines()
    assert first == "Nothing was loaded. Mend this first:"
    assert [line.rpartition(": ")[0] for line in lines] == [
        f"bad.yaml:{line_of(text, 'fee_fen')}: fee_fen",
        f"bad.yaml:{line_of(text, 'defualt')}: questions.0.defualt",
    ]
    assert nothing_is_there()


def test_a_file_that_is_not_there_is_told_the_same_way(tmp_path):
    with pytest.raises(CommandError, match=r"gone\.yaml:1: file: cannot be read"):
        load_catalogue(tmp_path / "gone.yaml")


def test_a_rewritten_version_names_the_way_out(tmp_path):
    load_catalogue(write(tmp_path, shipped()))
    text = changed(shipped(), ("heat: 90", "heat: 91"))
    with pytest.raises(
        CommandError, match=rf"item\.yaml:3: version: .*write {NUMBER + 1} to publish a new one"
    ):
        load_catalogue(write(tmp_path, text))
