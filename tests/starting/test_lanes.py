"""Lanes: parts that go at the same time and are shown in order. The last lines are read by people in a hurry and by machines:
they must be right."""

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import lanes
from tests.lanes import Part, closing_line, read_counts

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
    line = closing_line([part("lint"), part("fast", passed=10, skipped=1), part("slow", passed=5)], 3)
    assert line.strip("=") == " 15 passed, 1 skipped in 3.00s "
    assert read_counts(line) == {"passed": 15, "skipped": 1}


def test_the_last_line_names_what_failed() -> None:
    line = closing_line([part("types", failed=True), part("fast", failed=True, passed=9, failed_=0)], 1)
    assert line.strip("=").startswith(" FAILED: types, fast; 9 passed")


@pytest.mark.parametrize(("failed", "word"), [(True, "FAILED"), (False, "passed"), (None, "SKIPPED")])
def test_each_part_has_its_line(failed: bool | None, word: str) -> None:
    assert part("types (mypy)", failed=failed).line().split()[0] == word


def shell(name: str, says: str, *, is_patient: bool = False, **environment: str) -> Part:
    return Part(name, ["/bin/sh", "-c", says], environment, is_pytest=True, is_patient=is_patient)


def test_a_pytest_that_fails_is_shown_counted_and_failed(capsys: pytest.CaptureFixture[str]) -> None:
    failed = shell("fast tests", "echo '= 1 failed, 2 passed in 0.1s ='; exit 1")
    lanes.run([failed], [failed])
    assert failed.failed and failed.note == "1 failed, 2 passed" and failed.seconds > 0
    assert "----- fast tests\n= 1 failed, 2 passed in 0.1s =" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("code", "failed"), [(0, False), (5, False), (1, True), (2, True), (3, True), (4, True)]
)
def test_a_pytest_without_tests_is_no_failure_and_anything_else_is(code: int, failed: bool) -> None:
    one = shell("fast tests", f"exit {code}")
    lanes.run([one], [one])
    assert (one.failed, one.note) == (failed, f"no test ran (exit code {code})")


@pytest.mark.parametrize(("code", "failed"), [(0, False), (1, True), (5, True)])
def test_a_check_fails_by_any_code_but_0(code: int, failed: bool) -> None:
    check = Part("lint", ["/bin/sh", "-c", f"exit {code}"])
    lanes.run([check], [check])
    assert (check.failed, check.note) == (failed, "")


def test_what_is_said_to_standard_error_is_shown_too(capsys: pytest.CaptureFixture[str]) -> None:
    check = Part("types", ["/bin/sh", "-c", "echo 'no such type' >&2; exit 1"])
    lanes.run([check], [check])
    assert "no such type\n" in capsys.readouterr().out


def test_a_part_gets_the_address_of_its_database(capsys: pytest.CaptureFixture[str]) -> None:
    one = shell("fast tests", 'echo "on $DATABASE_URL"', DATABASE_URL="postgres://here")
    lanes.run([one], [one])
    assert "on postgres://here\n" in capsys.readouterr().out


@pytest.fixture
def meeting(tmp_path: Path) -> tuple[Path, Path]:
    """Two pipes: whoever writes into one waits until somebody reads."""
    pipes = tmp_path / "first", tmp_path / "second"
    for pipe in pipes:
        os.mkfifo(pipe)
    return pipes


def test_lanes_go_at_the_same_time_and_are_shown_in_order(
    meeting: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    one = shell("one", f"echo one begins; echo . > {meeting[0]}; read _ < {meeting[1]}; echo one ends")
    two = shell("two", f"echo two begins; read _ < {meeting[0]}; echo two ends; echo . > {meeting[1]}")
    lanes.run([one, two], [two], [one])
    assert (one.failed, two.failed) == (False, False)
    said = [line for line in capsys.readouterr().out.splitlines() if line]
    assert said == ["----- one", "one begins", "one ends", "----- two", "two begins", "two ends"]


def test_in_a_lane_each_waits_for_the_one_before_it_and_goes_on_after_a_failure(tmp_path: Path) -> None:
    before = shell("before", f"test ! -e {tmp_path}/after && touch {tmp_path}/before; exit 1")
    after = shell("after", f"touch {tmp_path}/after; test -e {tmp_path}/before")
    lanes.run([before, after], [before, after])
    assert (before.failed, after.failed) == (True, False)


def test_the_patient_take_what_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    mine = os.nice(0)
    patient, other = shell("patient", "nice", is_patient=True), shell("other", "nice")
    lanes.run([patient, other], [other], [patient])
    said = capsys.readouterr().out.split()
    assert said[2::3] == [str(min(mine + 10, 19)), str(mine)]


def test_what_was_not_run_is_neither_shown_nor_waited_for(capsys: pytest.CaptureFixture[str]) -> None:
    skipped, one = Part("database tests", note="MISSING PostgreSQL"), shell("one", "echo there")
    lanes.run([skipped, one], [one])
    assert skipped.failed is None
    assert capsys.readouterr().out.split() == ["-----", "one", "there"]


def test_who_stops_the_run_stops_every_part(monkeypatch: pytest.MonkeyPatch) -> None:
    began: list[Part] = []

    def stop(part: Part, line: str) -> None:
        began.append(part)
        if len(began) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(Part, "hears", stop)
    one, two = shell("one", "echo begun; exec sleep 600"), shell("two", "echo begun; exec sleep 600")
    with pytest.raises(KeyboardInterrupt):
        lanes.run([one, two], [one], [two])
    assert began in ([one, two], [two, one])
