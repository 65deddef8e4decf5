"""`manage.py move_data`: everything goes over as it lies, all of it or nothing, and the new side proves it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from portal.moving import MADE_BY_MIGRATE, Digest, tables
from services.actions.actor import SYSTEM
from services.applications.actions.close import close
from services.applications.explaining import explanation, last_run
from services.applications.models import Application, Move
from services.ledger.entries import record
from services.ledger.models import Entry
from services.ledger.sealer import seal
from services.people.models import Person
from tests import services
from tests.applications.test_explaining import publish_again
from tests.bench.people import citizen
from tests.cast import ITEMS, NOON, begin, departments_answer, load_shipped, send
from tests.databases import address, migrated_template, own_database
from tests.ledger.intruder import without_triggers

ROOT = Path(__file__).parents[2]
EXPLAIN = """
import json
from services.applications.explaining import explanation, last_run
from services.applications.models import Application
print(json.dumps([(each.case_code, explanation(last_run(each)).decode()) for each in Application.objects.all()]))
"""


@pytest.fixture(scope="module")
def lived_in(database_template, django_db_blocker, tmp_path_factory) -> Iterator[str]:
    """A template like `database_template`, but with the story in it."""
    folder = tmp_path_factory.mktemp("lived_in")
    with ExitStack() as kept, django_db_blocker.unblock():
        with own_database(database_template, folder, "story"), departments_answer(folder):
            a_story()
            template = kept.enter_context(migrated_template(folder))
        yield template


@pytest.fixture
def portal(lived_in, database_template, django_db_blocker, departments_stub, tmp_path) -> Callable[..., Any]:
    """`with portal(…) as address`: a portal's database after each of the given acts in it. The test itself is then connected to
    another one, migrated and empty."""

    @contextmanager
    def make(*acts: Callable[[], object]) -> Iterator[str]:
        with django_db_blocker.unblock(), own_database(lived_in, tmp_path, "old"):
            for act in acts:
                act()
            old = address()
            with own_database(database_template, tmp_path, "new"):
                yield old

    return make


@pytest.fixture
def old(portal) -> Iterator[str]:
    with portal() as address:
        yield address


def a_story() -> None:
    decide("li_jianguo")
    close(application_id=decide("wang_xiulan").pk, actor=SYSTEM, at=NOON + timedelta(days=90))
    seal()


def decide(who: str) -> Application:
    load_shipped(*ITEMS)
    actor = citizen(who)
    return send(begin(actor), actor)


def run(address: str) -> str:
    said = StringIO()
    call_command("move_data", address, stdout=said)
    return said.getvalue()


def everything() -> dict[str, tuple[int, str]]:
    """Rows and digest of every table."""
    found = {}
    for model in tables():
        digest = Digest()
        digest.add(
            list(model._base_manager.values_list(*[each.attname for each in model._meta.concrete_fields]))
        )
        found[model._meta.db_table] = (digest.rows, str(digest))
    return found


def change_the_ledger() -> None:
    with without_triggers():
        Entry.objects.filter(leaf_index=1).update(kind="never_seen")


def lose_people() -> None:
    """As a tool does that looks at no reference."""
    looking = {
        "sqlite": ("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON"),
        "postgresql": ("SET session_replication_role = replica", "RESET session_replication_role"),
    }
    with connection.cursor() as cursor:
        no, yes = looking[connection.vendor]
        cursor.execute(no)
        cursor.execute("DELETE FROM people_person")
        cursor.execute(yes)


class TestWhatGoesOver:
    def test_every_table_has_the_rows_and_the_digest_that_are_told(self, old):
        told = {line.split()[2]: line.split()[:2] for line in run(old).splitlines()[:-1]}
        found = everything()
        assert {name: (int(rows.replace(",", "")), digest) for name, (rows, digest) in told.items()} == found
        assert found["applications_application"][0] == 2 and found["ledger_entry"][0] > 4

    def test_sealed_values_open_there(self, old):
        run(old)
        assert {person.name for person in Person.objects.all()} == {"王秀兰", "李建国"}

    def test_numbers_go_on_after_the_highest(self, old):
        run(old)
        last = Entry.objects.latest("pk").pk
        record("seen", {"n": 1})
        assert Entry.objects.latest("pk").pk == last + 1

    def test_what_was_closed_is_there_whole_and_stays_closed(self, old):
        run(old)
        closed = Application.objects.get(state="CLOSED")
        assert Move.objects.filter(application=closed).count() >= 2


class TestWhatIsRefused:
    def test_a_database_that_holds_something(self, old):
        run(old)
        with pytest.raises(CommandError, match=r"Nothing was moved\. .* has rows already"):
            run(old)

    def test_one_of_another_version(self, old):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE app = 'ratings'")
        with pytest.raises(CommandError, match="differ in their migrations"):
            run(old)

    @pytest.mark.parametrize(
        ("spoil", "words"),
        [(change_the_ledger, "ledger is not what was written"), (lose_people, "leads nowhere")],
    )
    def test_what_does_not_hold_there_and_then_nothing_comes(self, portal, spoil, words):
        with portal(spoil) as old:
            before = everything()
            with pytest.raises(CommandError, match=rf"Nothing was moved\. .*{words}"):
                run(old)
            assert everything() == before

    @pytest.mark.parametrize(
        ("address", "words"), [("mysql://here/x", "begins with 'mysql'"), ("sqlite:////nowhere/x", "no file")]
    )
    def test_an_address_where_nothing_is(self, db, address, words):
        with pytest.raises(CommandError, match=words):
            run(address)


def test_a_migrated_database_is_empty_but_for_what_migrate_makes(
    database_template, django_db_blocker, tmp_path
):
    with django_db_blocker.unblock(), own_database(database_template, tmp_path):
        assert {model for model in tables() if model._base_manager.exists()} == set(MADE_BY_MIGRATE)


@pytest.mark.parametrize(
    ("one", "other"),
    [((1, None), (None, 1)), (("1",), (1,)), ((b"a",), ("a",)), (({"a": 1},), ({"a": "1"},))],
)
def test_rows_that_differ_have_other_digests(one, other):
    digests = [Digest(), Digest()]
    for digest, row in zip(digests, (one, other), strict=True):
        digest.add([row])
    assert str(digests[0]) != str(digests[1])


def test_the_order_of_rows_and_of_keys_within_json_does_not_count():
    digests = [Digest(), Digest()]
    digests[0].add([(1, {"a": 1, "b": 2}), (2, None)])
    digests[1].add([(2, None), (1, {"b": 2, "a": 1})])
    assert str(digests[0]) == str(digests[1])


# --- from SQLite to PostgreSQL, by the commands


def manage(address: str, *words: str) -> str:
    return subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=os.environ | {"DATABASE_URL": address},
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip


def explained_at(address: str) -> dict[str, str]:
    """Every decision by rules, explained by a process that has just started."""
    return dict(json.loads(manage(address, "shell", "--verbosity=0", "--command", EXPLAIN)))


@contextmanager
def on_postgresql() -> Iterator[str]:
    """An empty database; where there is no server the reason is said, and with CI set that is a failure."""
    try:
        with services.postgres() as server, psycopg.connect(server, autocommit=True) as asked:
            asked.execute("CREATE DATABASE moved")
            try:
                yield server.rpartition("/")[0] + "/moved"
            finally:
                asked.execute("DROP DATABASE moved WITH (FORCE)")
    except services.Missing as words:
        pytest.fail(str(words)) if os.environ.get("CI") else pytest.skip(str(words))


@pytest.mark.processes
@pytest.mark.timeout(300)
def test_a_decision_is_explained_by_the_same_bytes_through_publications_a_restart_and_the_move(
    committing_db, departments_stub
):
    cases = [decide(who) for who in ("wang_xiulan", "li_jianguo", "chen_deming")]
    before = {each.case_code: explanation(last_run(each)).decode() for each in cases}
    for number in (2, 3, 4):
        publish_again(number)
    assert explained_at(address()) == before
    with on_postgresql() as new:
        manage(new, "migrate", "--verbosity=0")
        assert "equal on both sides; references hold, ledger verified" in manage(new, "move_data", address())
        assert explained_at(new) == before
