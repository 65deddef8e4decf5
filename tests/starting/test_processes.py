"""Children that die come back, at a decent pace; children that were asked to end stay away."""

import subprocess
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.starting import processes
from portal.starting.processes import LONGEST_PAUSE_SECONDS, SETTLED_SECONDS, Child, Keeper


class Process:
    """Plays a process: alive until a test says with which status it ended."""

    started: list["Process"] = []
    pid = 4000

    def __init__(self, command: list[str], **how: object) -> None:
        self.command, self.how = command, how
        self.returncode: int | None = None
        self.got: list[str] = []
        self.stubborn = False
        Process.started.append(self)

    def poll(self) -> int | None:
        return self.returncode

    def terminate(self) -> None:
        self.got.append("terminate")

    def kill(self) -> None:
        self.got.append("kill")
        self.stubborn = False

    def wait(self, seconds: float | None = None) -> int:
        if self.stubborn:
            raise subprocess.TimeoutExpired(self.command, seconds or 0)
        self.got.append("waited for")
        return 0


class Story:
    """A keeper without its thread: a test moves the clock and looks."""

    def __init__(self) -> None:
        Process.started = []
        self.at = 0.0
        self.told: list[str] = []
        self.keeper = Keeper(clock=lambda: self.at, tell=self.told.append)

    def start(self, child: Child) -> Child:
        self.keeper.start(child)
        return child

    def dies(self, child: Child, status: int = -9) -> None:
        assert isinstance(child.process, Process)
        child.process.returncode = status

    def look_after(self, seconds: float) -> int:
        """How many processes have been started in all once that much more time has passed."""
        self.at += seconds
        self.keeper.look(self.at)
        return len(Process.started)


def play(patch: pytest.MonkeyPatch) -> list[int]:
    """Processes are played from here on. Returns the groups that will have been ended."""
    ended: list[int] = []
    patch.setattr(processes.subprocess, "Popen", Process)
    patch.setattr(processes.os, "killpg", lambda group, number: ended.append(group))
    return ended


@pytest.fixture
def ended_groups(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    return play(monkeypatch)


@pytest.fixture
def story(ended_groups: list[int]) -> Story:
    return Story()


def department(**how: bool) -> Child:
    return Child("The department", "services.simulators", ["civil_affairs", "--port", "4000"], **how)


def test_a_child_runs_under_a_lifeline_in_a_session_of_its_own(story: Story) -> None:
    story.start(department())
    (process,) = Process.started
    assert process.command[1:3] == ["-m", "portal.starting.lifeline"]
    assert process.command[-4:] == ["services.simulators", "civil_affairs", "--port", "4000"]
    assert process.how["start_new_session"] is True


def test_a_living_child_is_left_alone(story: Story) -> None:
    story.start(department())
    assert story.look_after(1000.0) == 1 and story.told == []


def test_a_dead_child_comes_back_at_once_and_the_person_is_told(story: Story) -> None:
    child = story.start(department())
    story.dies(child)
    assert story.look_after(0.5) == 2
    assert story.told == ["The department died (status -9); it is started again in 0 s."]
    assert Process.started[0].command == Process.started[1].command


def test_what_a_dead_child_left_behind_is_ended_before_it_comes_back(
    story: Story, ended_groups: list[int]
) -> None:
    story.dies(story.start(department()))
    assert ended_groups == []
    assert story.look_after(0.5) == 2
    assert ended_groups == [Process.pid]


def test_one_that_cannot_be_started_is_tried_again_and_holds_up_nobody(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = story.start(department()), story.start(department())
    story.dies(first), story.dies(second)
    with monkeypatch.context() as short:
        short.setattr(first, "launch", refuse)
        assert story.look_after(0.5) == 3 and second.process is not None
    assert story.told[1].endswith("cannot be started (no memory); again in 1 s.")
    assert story.look_after(1.0) == 4 and first.process is not None


def refuse() -> None:
    raise OSError("no memory")


def test_a_child_that_dies_again_and_again_comes_back_more_and_more_slowly(story: Story) -> None:
    child = story.start(department())
    story.dies(child)
    assert story.look_after(0.5) == 2
    for pause in (1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0):
        story.dies(child)
        before = story.look_after(0.5)
        assert story.look_after(pause - 0.1) == before
        assert story.look_after(0.1) == before + 1


def test_a_child_that_lived_for_a_while_is_forgiven(story: Story) -> None:
    child = story.start(department())
    for _ in range(4):
        story.dies(child)
        story.look_after(LONGEST_PAUSE_SECONDS)
        story.look_after(LONGEST_PAUSE_SECONDS)
    story.look_after(SETTLED_SECONDS)
    story.dies(child)
    story.look_after(0.0)
    assert story.told[-1].endswith("started again in 0 s.")


def test_a_department_that_was_asked_to_end_stays_away(story: Story) -> None:
    child = story.start(department(may_leave=True))
    story.dies(child, status=0)
    assert story.look_after(0.5) == story.look_after(1000.0) == 1
    assert len(story.told) == 1 and "has ended as asked" in story.told[0]


def test_a_worker_comes_back_however_it_ended(story: Story) -> None:
    child = story.start(Child("The worker", "manage", ["work"]))
    story.dies(child, status=0)
    assert story.look_after(0.5) == 2


def test_a_department_that_crashed_comes_back_although_it_may_leave(story: Story) -> None:
    child = story.start(department(may_leave=True))
    story.dies(child, status=1)
    assert story.look_after(0.5) == 2


def test_at_the_end_all_are_asked_then_waited_for_the_last_one_first(story: Story) -> None:
    first, second = story.start(department()), story.start(department())
    order: list[object] = []
    for child in (first, second):
        assert isinstance(child.process, Process)
        child.process.terminate = lambda child=child: order.append(child)  # type: ignore[method-assign, misc]
    story.keeper.stop()
    assert order == [second, first]
    assert [process.got for process in Process.started] == [["waited for"]] * 2


def test_who_does_not_end_when_asked_is_killed(story: Story) -> None:
    story.start(department())
    Process.started[0].stubborn = True
    story.keeper.stop()
    assert Process.started[0].got == ["terminate", "kill", "waited for"]


def test_who_has_ended_already_is_not_asked(story: Story) -> None:
    child = story.start(department(may_leave=True))
    story.dies(child, status=0)
    story.look_after(1.0)
    story.keeper.stop()
    assert Process.started[0].got == []


@pytest.fixture(scope="module")
def played() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        play(patch)
        yield


@given(st.lists(st.tuples(st.sampled_from(["look", "die", "end"]), st.floats(0, 60))))
def test_there_is_never_more_than_one_of_a_kind_and_never_long_none(
    played: None, events: list[tuple[str, float]]
) -> None:
    story = Story()
    child = story.start(Child("The worker", "manage", ["work"]))
    for event, seconds in events:
        if event != "look" and child.process is not None:
            story.dies(child, status=-9 if event == "die" else 0)
        story.look_after(seconds)
        assert sum(process.poll() is None for process in Process.started) <= 1
    story.look_after(0.0)
    story.look_after(LONGEST_PAUSE_SECONDS)
    assert Process.started[-1].poll() is None


def test_the_keeper_looks_by_itself_and_ends_its_children(monkeypatch: pytest.MonkeyPatch) -> None:
    play(monkeypatch)
    monkeypatch.setattr(processes, "LOOK_EVERY_SECONDS", 0.001)
    Process.started = []
    told = threading.Event()
    with Keeper(tell=lambda text: told.set()) as keeper:
        keeper.start(department())
        Process.started[0].returncode = -9
        assert told.wait(30)
    assert Process.started[-1].got == ["terminate", "waited for"]


def test_nothing_is_started_any_more_once_the_end_has_begun(story: Story) -> None:
    with story.keeper:
        story.start(department())
    story.start(department())
    assert len(Process.started) == 1 and Process.started[0].got == ["terminate", "waited for"]
