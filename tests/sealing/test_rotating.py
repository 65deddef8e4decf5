"""Case 41: the key changes in the middle of traffic; old and new values are read all the while, and none lies open."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from services.files import vault
from services.people.models import Person
from services.sealing import keys, rotating
from services.sealing.fields import Sealed
from services.sealing.rotating import Turned, left, rotate
from tests.clocks import START

NAMES = ("王秀兰", "李建国", "陈德明")


@pytest.fixture
def people(db: None) -> list[Person]:
    return [
        Person.objects.create(name=name, id_no=f"99010219460308002{n}", confirmed_at=START, proof="x")
        for n, name in enumerate(NAMES)
    ]


def columns() -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, id_no FROM people_person ORDER BY id")
        return [bytes(cell) for row in cursor.fetchall() for cell in row]


def turned() -> dict[str, Turned]:
    return {each.column: each for each in rotate() if each.anew or each.held or each.overtaken}


def test_case_41_every_value_is_sealed_anew_and_says_the_same(people: list[Person], second_key: Any) -> None:
    second_key.SEALING_ACTIVE_KEY = 2
    assert left() == {"people_person.name": 3, "people_person.id_no": 3}
    assert {name: each.anew for name, each in turned().items()} == {
        "people_person.name": 3,
        "people_person.id_no": 3,
    }
    assert {cell[1] for cell in columns()} == {2} and left() == {}
    assert sorted(person.name for person in Person.objects.all()) == sorted(NAMES)
    assert Person.objects.get(id_no_index=people[0].id_no) == people[0]


def test_case_41_at_no_moment_does_a_value_lie_open_and_readers_read_all_the_while(
    people: list[Person], second_key: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each single change: everything opens, and the columns hold ciphertext only."""
    second_key.SEALING_ACTIVE_KEY = 2
    one, seen = rotating._seal_anew, []

    def and_look(*given: Any) -> None:
        one(*given)
        cells = columns()
        seen.append(sorted(cell[1] for cell in cells))
        assert not any(name.encode() in cell for name in NAMES for cell in cells)
        assert sorted(person.name for person in Person.objects.all()) == sorted(NAMES)

    monkeypatch.setattr(rotating, "_seal_anew", and_look)
    list(rotate())
    assert seen[0] == [1, 1, 1, 1, 1, 2] and seen[-1] == [2] * 6


def test_whoever_writes_meanwhile_has_the_last_word(
    people: list[Person], second_key: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    second_key.SEALING_ACTIVE_KEY = 2
    one = rotating._seal_anew

    def after_a_writer(model: Any, field: Any, found: Turned, value: tuple[Any, Any, Sealed]) -> None:
        if field.name == "name":
            Person.objects.filter(pk=value[0]).update(name=field.seal("改名", value[0]))
        one(model, field, found, value)

    monkeypatch.setattr(rotating, "_seal_anew", after_a_writer)
    assert turned()["people_person.name"].overtaken == 3
    assert {person.name for person in Person.objects.all()} == {"改名"} and left() == {}


def test_a_row_that_may_not_change_keeps_its_key_and_is_counted(
    people: list[Person], second_key: Any
) -> None:
    second_key.SEALING_ACTIVE_KEY = 2
    with connection.cursor() as cursor:
        cursor.execute(_refusing(connection.vendor))
    found = turned()
    assert found["people_person.name"].held == 3 and left()["people_person.name"] == 3
    assert sorted(person.name for person in Person.objects.all()) == sorted(NAMES)


def _refusing(vendor: str) -> str:
    if vendor == "sqlite":
        return "CREATE TRIGGER held BEFORE UPDATE ON people_person BEGIN SELECT RAISE(ABORT, 'held'); END"
    return (
        """CREATE TRIGGER held BEFORE UPDATE ON people_person FOR EACH ROW EXECUTE FUNCTION ledger_refuse()"""
    )


def test_it_may_be_stopped_and_repeated(
    people: list[Person], second_key: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    second_key.SEALING_ACTIVE_KEY = 2
    monkeypatch.setattr(rotating, "AT_ONCE", 2)
    columns_turned = rotate()
    for each in columns_turned:
        if each.anew:
            break
    assert sum(left().values()) == 3
    assert sum(each.anew for each in turned().values()) == 3 and turned() == {} and left() == {}


def test_the_command_turns_files_too_and_says_what_is_left(
    people: list[Person], second_key: Any, tmp_path: Any
) -> None:
    second_key.VAR = tmp_path
    name = vault.put(b"a paper")
    second_key.SEALING_ACTIVE_KEY = 2
    said = StringIO()
    call_command("rotate_sealing", "--left", stdout=said)
    assert "people_person.name: 3 under another key" in said.getvalue() and keys.number_of(_kept(name)) == 1
    call_command("rotate_sealing", stdout=said)
    assert "people_person.name: 3 anew, 0 may not change, 0 written meanwhile" in said.getvalue()
    assert "files: 1 anew" in said.getvalue()
    assert said.getvalue().endswith("No column holds a value under another key.\n")
    assert keys.number_of(_kept(name)) == 2 and vault.get(name) == b"a paper"


def _kept(name: str) -> bytes:
    return (vault.folder() / name[:2] / name).read_bytes()


def test_second_factors_of_citizens_are_turned_too(db: None, second_key: Any) -> None:
    from allauth.mfa.models import Authenticator

    from portal.identity.doors import SealedMFAAdapter, seal_anew
    from services.people.models import User

    adapter = SealedMFAAdapter()
    user = User.objects.create(username="wang")
    row = Authenticator.objects.create(
        user=user, type="totp", data={"secret": adapter.encrypt("JBSWY3DP"), "used_mask": 0}
    )
    second_key.SEALING_ACTIVE_KEY = 2
    assert seal_anew(row) and not seal_anew(row)
    row.refresh_from_db()
    assert adapter.decrypt(row.data["secret"]) == "JBSWY3DP" and row.data["used_mask"] == 0
