"""The last lines of `./run test` are read by people in a hurry and by machines: they must be right."""

from collections import Counter
from pathlib import Path

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Playwright

from tests import everything, services
from tests.browser.chromium import NoChromium
from tests.everything import Part, closing_line, read_counts

WORDS = ("failed", "passed", "skipped", "deselected", "xfailed", "xpassed")


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("=== 12 passed in 0.34s ===", {"passed": 12}),
        ("= 1 failed, 2 passed, 3 skipped, 1 warning, 2 errors in 61.20s (0:01:01) =",
         {"failed": 1, "passed": 2, "skipped": 3, "warnings": 1, "error": 2}),
        ("===== 5 deselected in 0.01s =====", {"deselected": 5}),
        ("===== no tests ran in 0.01s =====", {}),
        ("tests/test_it.py::test_3 passed in 0.1s", {}),
        ("========= 3 passed files =========", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_the_closing_line_is_known_and_others_are_not(line: str, counts: dict[str, int]) -> None:
    assert read_counts(line) == counts


@given(st.dictionaries(st.sampled_from(WORDS), st.integers(1, 10**6), min_size=1))
def test_what_pytest_counts_is_what_is_read(counts: dict[str, int]) -> None:
    text = ", ".join(f"{number} {word}" for word, number in counts.items())
    assert read_counts(f"======= {text} in 1.00s =======\n") == counts


def part(name: str, *, failed: bool | None = False, **counts: int) -> Part:
    return Part(name, failed=failed, seconds=1.0, counts=Counter(counts))


def test_the_last_line_sums_up_the_parts_in_pytests_own_form() -> None:
    line = closing_line([part("lint"), part("fast", passed=10, skipped=1), part("slow", passed=5)])
    assert line.strip("=") == " 15 passed, 1 skipped in 3.00s "
    assert read_counts(line) == {"passed": 15, "skipped": 1}


def test_the_last_line_names_what_failed() -> None:
    line = closing_line([part("types", failed=True), part("fast", failed=True, passed=9, failed_=0)])
    assert line.strip("=").startswith(" FAILED: types, fast; 9 passed")


@pytest.mark.parametrize(("failed", "word"), [(True, "FAILED"), (False, "passed"), (None, "SKIPPED")])
def test_each_part_has_its_line(failed: bool | None, word: str) -> None:
    assert part("types (mypy)", failed=failed).line().split()[0] == word


class Run:
    """`./run test` with a machine that has or lacks things, and parts that pass or fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.delenv("CI", raising=False)
        monkeypatch.setattr(everything, "ROOT", tmp_path)
        monkeypatch.setattr(everything.signal, "signal", lambda *_: None)
        monkeypatch.setattr(everything, "find_missing", lambda: self.missing)
        monkeypatch.setattr(everything, "run_checks", lambda: iter(self.parts[:1]))
        monkeypatch.setattr(everything, "run_tests", lambda: iter(self.parts[1:]))
        self.missing: list[str] = []
        self.parts = [part("lint"), part("fast", passed=3)]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    return Run(monkeypatch, tmp_path)


def test_a_pytest_that_fails_is_shown_counted_and_failed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "echo '= 1 failed, 2 passed in 0.1s ='; exit 1"
    monkeypatch.setattr(everything, "PYTEST", ["/bin/sh", "-c", said])
    failed = everything.run_pytest("fast tests", [])
    assert failed.failed and failed.note == "1 failed, 2 passed"
    assert "= 1 failed, 2 passed in 0.1s =" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("code", "failed"), [(0, False), (5, False), (1, True), (2, True), (3, True), (4, True)]
)
def test_a_part_without_tests_is_no_failure_and_anything_else_is(
    monkeypatch: pytest.MonkeyPatch, code: int, failed: bool
) -> None:
    monkeypatch.setattr(everything, "PYTEST", ["/bin/sh", "-c", f"exit {code}"])
    one = everything.run_pytest("fast tests", [])
    assert (one.failed, one.note) == (failed, f"no test ran (exit code {code})")


def test_a_part_gets_the_address_of_its_database(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(everything, "PYTEST", ["/bin/sh", "-c", 'echo "on $DATABASE_URL"'])
    everything.run_pytest("database tests", [], DATABASE_URL="postgres://here")
    assert "on postgres://here\n" in capsys.readouterr().out


def test_who_stops_the_run_stops_pytest(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(line: str) -> Counter[str]:
        raise KeyboardInterrupt

    monkeypatch.setattr(everything, "PYTEST", ["/bin/sh", "-c", "echo begun; exec cat"])
    monkeypatch.setattr(everything, "read_counts", stop)
    with pytest.raises(KeyboardInterrupt):
        everything.run_pytest("fast tests", [])


def test_all_well_ends_with_pytests_line_and_status_0(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert everything.main([]) == 0
    assert capsys.readouterr().out.splitlines()[-1].strip("=") == " 3 passed in 2.00s "


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
