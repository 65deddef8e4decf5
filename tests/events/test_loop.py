"""The loop of the working process, on a clock that only its own waiting moves."""

from collections.abc import Callable

import pytest

from services.events.loop import Job, run_until


class Day:
    """A stop sign and a clock in one: it is set when the day is over."""

    def __init__(self, seconds: float) -> None:
        self.now, self.end = 0.0, seconds
        self.waits: list[float] = []

    def clock(self) -> float:
        return self.now

    def is_set(self) -> bool:
        return self.now >= self.end

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None and timeout > 0
        self.waits.append(timeout)
        self.now += timeout
        return self.is_set()


def noting(times: list[float], day: Day, answer: Callable[[], object] = lambda: None) -> Callable[[], object]:
    def note() -> object:
        times.append(day.now)
        return answer()

    return note


def test_each_job_runs_at_once_and_then_at_its_own_pace() -> None:
    day = Day(2.5)
    quick: list[float] = []
    slow: list[float] = []
    run_until(
        day, [Job("quick", 0.5, noting(quick, day)), Job("slow", 1, noting(slow, day))], clock=day.clock
    )
    assert quick == [0, 0.5, 1, 1.5, 2]
    assert slow == [0, 1, 2]


def test_a_job_with_more_to_do_runs_again_without_waiting_and_behind_the_others() -> None:
    day, order, left = Day(1), [], [3, 2, 1, 0]

    def eager() -> int:
        order.append("eager")
        day.now += 0.001
        return left.pop(0)

    run_until(day, [Job("eager", 5, eager), Job("other", 5, lambda: order.append("other"))], clock=day.clock)
    assert order == ["eager", "other", "eager", "eager", "eager"]
    assert day.waits == [pytest.approx(5 - 0.003)]  # for "other", due first


@pytest.mark.django_db
def test_a_job_that_fails_is_logged_and_runs_again_and_the_others_never_notice(
    caplog: pytest.LogCaptureFixture,
) -> None:
    day = Day(2)
    times: list[float] = []
    well: list[float] = []
    bad = noting(times, day, lambda: 1 / 0)
    run_until(day, [Job("bad", 1, bad), Job("well", 1, noting(well, day))], clock=day.clock)
    assert times == well == [0, 1]
    assert caplog.messages == ["bad failed; again in 1 s: ZeroDivisionError: division by zero"] * 2
    assert traced(caplog) == [True, False]


@pytest.mark.django_db
def test_where_it_comes_from_is_told_again_when_it_is_another_failure_or_was_well_in_between(
    caplog: pytest.LogCaptureFixture,
) -> None:
    day = Day(5)
    outcomes = iter([OSError("away"), OSError("away"), OSError("full"), None, OSError("full")])

    def job() -> None:
        if error := next(outcomes):
            raise error

    run_until(day, [Job("job", 1, job)], clock=day.clock)
    assert traced(caplog) == [True, False, True, True]


def traced(caplog: pytest.LogCaptureFixture) -> list[bool]:
    return [bool(record.exc_info) for record in caplog.records]


def test_it_ends_after_the_job_in_hand() -> None:
    day = Day(1)

    def last() -> None:
        day.now = 1

    never: list[float] = []
    run_until(day, [Job("last", 9, last), Job("never", 9, noting(never, day))], clock=day.clock)
    assert never == [] and day.waits == []


def test_a_stop_sign_that_is_already_set_lets_nothing_run() -> None:
    day = Day(0)
    never: list[float] = []
    run_until(day, [Job("never", 1, noting(never, day))], clock=day.clock)
    assert never == []
