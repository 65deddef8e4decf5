"""Made-up directories: the same lines every time, each with a code of its own that keeps the standard."""

from io import StringIO
from itertools import islice

import pytest
from django.core.management import CommandError, call_command

from services.catalogue.codes import ItemCode
from services.catalogue.models import DirectoryEntry
from services.catalogue.synthesis import BATCH, _lines, synthesize_directory
from services.departments.credit_codes import fault

pytestmark = pytest.mark.django_db


def rows() -> list[tuple[object, ...]]:
    return list(DirectoryEntry.objects.order_by("pk").values_list("code", "name", "heat", "themes"))


def test_a_smaller_directory_is_the_beginning_of_a_larger_one():
    assert synthesize_directory(30) == 30
    small = rows()
    assert synthesize_directory(50) == 20
    assert rows()[:30] == small and len(rows()) == 50


def test_twice_is_once():
    synthesize_directory(20)
    assert synthesize_directory(20) == synthesize_directory(5) == 0
    assert DirectoryEntry.objects.count() == 20


def test_names_and_codes_differ_and_every_code_keeps_the_standard():
    made = list(islice(_lines(), 20_000))
    assert len({entry.name["zh"] for entry in made}) == len({entry.code for entry in made}) == len(made)
    for entry in made[::97]:
        assert str(ItemCode.parse(entry.code)) == entry.code
        assert fault(entry.credit_code) is None


def test_the_command_tells_how_far_it_is():
    out, progress = StringIO(), StringIO()
    call_command("synthesize_directory", BATCH + 1, stdout=out, stderr=progress)
    assert progress.getvalue().split("\n")[:2] == ["2,000 lines", "2,001 lines"]
    assert out.getvalue().splitlines() == [
        "2,001 made-up lines are new",
        "Search: 2001 entries: 2001 written, 0 removed.",
    ]


@pytest.mark.parametrize("size", [-1, 9_000_000])
def test_what_cannot_be_made_up_is_refused(size):
    with pytest.raises(CommandError, match="between 0 and"):
        call_command("synthesize_directory", size, stderr=StringIO())
