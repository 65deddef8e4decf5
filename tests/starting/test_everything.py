"""What `./run test` runs, what it wants of a machine, and how it ends."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Playwright

from tests import everything, services
from tests.browser.chromium import NoChromium
from tests.lanes import Part


class Run:
    """`./run test` with a machine that has or lacks things, and parts that pass or fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.delenv("CI", raising=False)
        monkeypatch.setattr(everything, "ROOT", tmp_path)
        monkeypatch.setattr(everything.signal, "signal", lambda *_: None)
        monkeypatch.setattr(everything, "find_missing", lambda: self.missing)
        monkeypatch.setattr(everything, "run_everything", lambda: self.parts)
        self.missing: list[str] = []
        self.parts = [
            Part("lint", failed=False),
            Part("fast", failed=False, counts=Counter(passed=3)),
        ]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    return Run(monkeypatch, tmp_path)


def test_all_well_ends_with_pytests_line_and_status_0(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert everything.main([]) == 0
    assert capsys.readouterr().out.splitlines()[-1].strip("=").startswith(" 3 passed in 0.")


def test_one_failed_part_is_enough_for_status_1(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run.parts[0].failed = True
    assert everything.main([]) == 1
    assert "FAILED: lint; 3 passed" in capsys.readouterr().out.splitlines()[-1]


def test_what_is_missing_is_told_and_skipped(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run.missing = ["PostgreSQL: apt install postgresql"]
    assert everything.main([]) == 0
    assert capsys.readouterr().out.startswith("MISSING PostgreSQL: apt install postgresql\n")


def test_nothing_may_be_missing_where_ci_is_set(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run.missing = ["PostgreSQL: apt install postgresql"]
    monkeypatch.setenv("CI", "true")
    assert everything.main([]) == 1
    assert "CI is set, so nothing may be skipped" in capsys.readouterr().out


class Lanes:
    """Instead of the lanes: what should be shown, and what would go at the same time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.shown: list[str] = []
        self.lanes: list[list[str]] = []
        monkeypatch.setattr(everything.lanes, "run", self.run)

    def run(self, parts: Sequence[Part], *lanes: Sequence[Part]) -> None:
        self.shown = [part.name for part in parts]
        self.lanes = [[part.name for part in lane] for lane in lanes]


@pytest.fixture
def lanes(monkeypatch: pytest.MonkeyPatch) -> Lanes:
    return Lanes(monkeypatch)


def test_everything_goes_in_one_of_two_lanes(lanes: Lanes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_POSTGRES_URL", "postgres://here/db")
    parts = everything.run_everything()
    assert [part.name for part in parts] == lanes.shown
    assert sorted(chain(*lanes.lanes)) == sorted(lanes.shown)
    assert len(set(lanes.shown)) == len(lanes.shown) == len(everything.CHECKS) + 5


def test_no_part_waits_for_one_that_is_shown_after_it(lanes: Lanes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the screen would stand still until the end."""
    monkeypatch.setenv("TEST_POSTGRES_URL", "postgres://here/db")
    everything.run_everything()
    for lane in lanes.lanes:
        assert lane == sorted(lane, key=lanes.shown.index)


def test_every_test_belongs_to_the_fast_or_to_the_others(
    lanes: Lanes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_POSTGRES_URL", "postgres://here/db")
    parts = {part.name: [*part.command] for part in everything.run_everything()}
    assert parts["fast tests, SQLite"][-1] == f"not ({parts['browser and processes, SQLite'][-1]})"


def test_the_parts_on_postgresql_are_told_where_it_is(lanes: Lanes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_POSTGRES_URL", "postgres://here/db")
    told = [part for part in everything.run_everything() if part.environment]
    assert len(told) == 3
    assert {part.environment["DATABASE_URL"] for part in told} == {"postgres://here/db"}


def test_without_postgresql_the_rest_runs(lanes: Lanes, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_postgres() -> Path:
        raise services.Missing("PostgreSQL: apt install postgresql")

    monkeypatch.delenv("TEST_POSTGRES_URL", raising=False)
    monkeypatch.setattr(services.postgresql, "server", lambda *_: no_postgres())
    *rest, skipped = everything.run_everything()
    assert skipped.failed is None and skipped.note == "MISSING PostgreSQL: apt install postgresql"
    assert sorted(chain(*lanes.lanes)) == sorted(part.name for part in rest)


def test_words_are_pytests_alone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    became: list[list[str]] = []
    monkeypatch.setattr(everything.os, "execv", lambda program, words: became.append(words))
    everything.main(["tests/rules", "-x"])
    assert became == [[*everything.PYTEST, "tests/rules", "-x"]]


def test_a_machine_that_has_everything_misses_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(everything.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(everything.pango, "present", lambda: True)
    monkeypatch.setattr(everything, "has_chromium", lambda: True)
    monkeypatch.setattr(services, "find_postgres", lambda: tmp_path)
    monkeypatch.delenv("TEST_POSTGRES_URL", raising=False)
    assert everything.find_missing() == []


def test_a_bare_machine_is_told_a_line_for_each_thing(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_postgres() -> Path:
        raise services.Missing("PostgreSQL: apt install postgresql")

    def no_chromium(playwright: Playwright) -> str:
        raise NoChromium

    monkeypatch.setattr(everything.shutil, "which", lambda name: None)
    monkeypatch.setattr(everything.pango, "present", lambda: False)
    monkeypatch.setattr(everything, "find", no_chromium)
    monkeypatch.setattr(services, "find_postgres", no_postgres)
    monkeypatch.delenv("TEST_POSTGRES_URL", raising=False)
    missing = everything.find_missing()
    assert [line.split()[0] for line in missing] == ["Chromium", "pdftotext", "Pango", "PostgreSQL:"]
    assert all(": apt" in line and " install " in line for line in missing)


def test_a_server_that_is_named_need_not_be_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_postgres() -> Path:
        raise services.Missing("PostgreSQL")

    monkeypatch.setattr(services, "find_postgres", no_postgres)
    monkeypatch.setenv("TEST_POSTGRES_URL", "postgres://elsewhere/db")
    assert not any(line.startswith("PostgreSQL") for line in everything.find_missing())
    with services.postgres() as url:
        assert url == "postgres://elsewhere/db"


@pytest.mark.processes
def test_a_private_postgresql_answers_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEST_POSTGRES_URL", raising=False)
    try:
        services.find_postgres()
    except services.Missing as missing:
        pytest.skip(str(missing))
    with services.postgres() as url:
        with psycopg.connect(url) as connection:
            row = connection.execute("select current_setting('data_directory'), 1").fetchone()
        assert row and row[1] == 1
    assert not Path(row[0]).exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
