"""Cases 38 and 43: what PostgreSQL itself refuses to the roles of deploy/roles.sql. SQLite has no roles."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from services.actions.actor import SYSTEM
from services.erasure.actions.erase_person import erase_person
from services.ledger.checking import verify_log
from services.ledger.entries import record
from services.ledger.erasing import erase
from services.ledger.models import Checkpoint, Entry
from services.ledger.reporting import reporting
from services.ledger.sealer import seal
from services.people.models import Person
from tests.clocks import START

SQL = Path(__file__).parents[2] / "deploy/roles.sql"
LEDGER = ("ledger_entry", "ledger_checkpoint", "ledger_node", "ledger_cosignature", "ledger_refusal")
needs_roles = pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has no roles")
KINDS = "SELECT kind FROM ledger_entry ORDER BY id"


def run(sql: str) -> list[tuple[object, ...]]:
    """By the driver, which takes many statements at once where nothing is bound."""
    connection.ensure_connection()
    with connection.wrap_database_errors:
        cursor = connection.connection.execute(sql)
    return cursor.fetchall() if cursor.description else []


def as_rolled_back(test: Any) -> Any:
    return needs_roles(pytest.mark.usefixtures("roles")(test))


@pytest.fixture
def roles(db: None) -> Iterator[None]:
    """In the test's transaction, so that the cluster keeps none of it."""
    record("seen", {"n": 1})
    record("denied", {"n": 2})
    seal()
    connection.check_constraints()
    run(SQL.read_text())
    yield
    run("RESET ROLE")


@contextmanager
def role(name: str) -> Iterator[None]:
    run(f"SET LOCAL ROLE portal_{name}")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            run("RESET ROLE")


def denied(act: Callable[[], object]) -> bool:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
        act()
    return True


@as_rolled_back
@pytest.mark.parametrize("table", LEDGER)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET id = id",
        "DELETE FROM {}",
        "TRUNCATE {} CASCADE",
        "ALTER TABLE {} ADD COLUMN x integer",
        "ALTER TABLE {} DISABLE TRIGGER ALL",
        "DROP TABLE {} CASCADE",
    ],
)
def test_case_38_the_application_only_adds_to_the_ledger(table: str, statement: str) -> None:
    with role("app"):
        assert denied(lambda: run(statement.format(table)))


@as_rolled_back
def test_case_38_the_function_behind_the_triggers_is_not_the_applications_to_replace() -> None:
    with role("app"):
        assert denied(
            lambda: run(
                "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
            )
        )


@as_rolled_back
def test_the_application_records_and_cannot_seal() -> None:
    with role("app"):
        entry = record("seen", {"n": 3})
        assert denied(lambda: Entry.objects.filter(pk=entry.pk).update(leaf_index=2))
        assert denied(lambda: erase([0], reason="PIPL 47"))
        assert denied(lambda: Checkpoint.objects.create(size=99, root=b"x", frontier=[]))


@as_rolled_back
def test_the_sealer_seals_and_changes_nothing_else() -> None:
    with role("sealer"):
        record("seen", {"n": 3})
        assert seal() == 1 and verify_log().faults == ()
        assert denied(lambda: Entry.objects.update(body=None, salt=None))
        assert denied(lambda: Entry.objects.update(kind="x"))


@as_rolled_back
def test_the_eraser_erases_and_changes_nothing_else() -> None:
    with role("eraser"):
        assert erase([0], reason="PIPL 47") == 1
        assert denied(lambda: Entry.objects.update(digest=b"x"))
        assert denied(lambda: Entry.objects.filter(pk=1).update(leaf_index=7))


@as_rolled_back
class TestReporter:
    def test_case_43_a_forgotten_setting_shows_nothing(self) -> None:
        with role("reporter"):
            assert run(KINDS) == []

    def test_it_sees_the_kinds_it_named_and_no_bodies(self) -> None:
        with role("reporter"):
            with reporting(["denied"]):
                assert run(KINDS) == [("denied",)]
            assert denied(lambda: run("SELECT body FROM ledger_entry"))
            assert denied(lambda: run("SELECT salt FROM ledger_entry"))
            assert denied(lambda: record("seen", {"n": 3}))

    def test_case_43_the_owner_is_bound_too(self) -> None:
        with role("owner"):
            assert run(KINDS) == []
            run("SELECT set_config('portal.migrates', 'yes', true)")
            assert len(run(KINDS)) == 2

    def test_a_kind_with_a_comma_would_be_two(self) -> None:
        with pytest.raises(ValueError, match="comma"), reporting(["a,b"]):
            pass


@as_rolled_back
def test_case_42_the_eraser_may_erase_a_person_and_the_application_may_not() -> None:
    person = Person.objects.create(
        name="王秀兰", id_no="990102194603090028", confirmed_at=START, proof="test"
    )
    record("seen", {"person": str(person.pk)})
    seal()
    with role("app"), pytest.raises(ProgrammingError, match="permission denied"):
        erase_person(person_id=person.pk, actor=SYSTEM, at=START)
    with role("eraser"):
        erase_person(person_id=person.pk, actor=SYSTEM, at=START)
    assert Person.objects.get().name == "" and verify_log().faults == ()


@pytest.fixture
def reporter(committing_db: None) -> Iterator[None]:
    """A connection that signed in as the reporter, over real transactions."""
    record("seen", {"n": 1})
    record("denied", {"n": 2})
    run(SQL.read_text())
    run("SET ROLE portal_reporter")
    yield
    run("RESET ROLE")
    names = ", ".join(f"portal_{name}" for name in ("app", "sealer", "eraser", "reporter", "owner"))
    run(f"DROP OWNED BY {names} CASCADE")
    run(f"DROP ROLE {names}")


@needs_roles
def test_case_43_the_next_request_on_the_same_connection_sees_nothing_of_the_former(reporter: None) -> None:
    with reporting(["seen"]):
        assert run(KINDS) == [("seen",)]
    assert run(KINDS) == []
    with transaction.atomic():
        assert run(KINDS) == []
