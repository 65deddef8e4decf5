"""The catalogue laid down as rows is the catalogue that loading leaves."""

from unittest.mock import Mock

import pytest
from django.db import connection, transaction

from services.departments.models import Department
from tests import loaded
from tests.cast import ITEMS, load_shipped
from tests.desk.signing_in import a_department

CARD = "social-security-card"


@pytest.fixture(autouse=True)
def nothing_kept(db, monkeypatch):
    monkeypatch.setattr(loaded, "_kept", {})


def left_by(*steps) -> dict[str, set[str]]:
    """The rows of the catalogue after those steps, which are undone."""
    here = transaction.savepoint()
    for step in steps:
        step()
    rows = {model.__name__: loaded._all(model._meta.db_table).as_told() for model in loaded.CATALOGUE}
    transaction.savepoint_rollback(here)
    return rows


def two() -> None:
    load_shipped(*ITEMS)


def card() -> None:
    load_shipped(CARD)


def test_rows_are_those_that_loading_leaves_on_an_empty_house_and_beside_others():
    assert left_by(two, card) == left_by(two, card) != left_by(two)


def test_beside_the_same_it_is_loaded_once_and_beside_something_else_anew():
    load = Mock(side_effect=lambda: Department.objects.filter(code="nobody").delete())

    def told() -> None:
        loaded.once(("a test",), load)

    left_by(two, told)
    left_by(two, told)
    assert load.call_count == 1
    left_by(two, lambda: Department.objects.filter(code="civil_affairs").update(code="renamed"), told)
    assert load.call_count == 2


def test_a_loading_that_changes_what_stood_there_is_done_each_time():
    rename = Mock(side_effect=lambda: Department.objects.update(short_name={"zh": "新", "en": "New"}))
    left_by(two, lambda: loaded.once(("a change",), rename))
    left_by(two, lambda: loaded.once(("a change",), rename))
    assert rename.call_count == 2


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite numbers on behind the rows that are there"
)
def test_what_is_made_behind_it_takes_a_free_number_in_a_copy_that_counts_from_before():
    left_by(two)
    (kept,) = loaded._kept.values()
    (departments,) = (rows for rows in kept.rows if rows.table == Department._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT setval('{departments.table}_id_seq', {departments.values[0][0]}, false)")
    two()
    assert a_department("archives").pk > departments.values[-1][0]
