"""What a person sees while something takes its time."""

import threading

import pytest

from portal.starting.progress import complain, say, step


class Clock:
    def __init__(self, *readings: float) -> None:
        self.readings = list(readings)

    def __call__(self) -> float:
        return self.readings.pop(0)


def test_a_step_says_what_begins_and_how_long_it_took(capsys: pytest.CaptureFixture[str]) -> None:
    with step("Installing 76 packages (once)", clock=Clock(10.0, 25.24)):
        assert capsys.readouterr().out == "Installing 76 packages (once) "
    assert capsys.readouterr().out == " 15.2 s\n"


def test_a_step_that_lasts_shows_that_it_goes_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = threading.Event()
    from portal.starting import progress

    write = progress._write

    def watched(text: str) -> None:
        write(text)
        if text == ".":
            seen.set()

    monkeypatch.setattr(progress, "_write", watched)
    with step("Waiting", beat=0.001, clock=Clock(0.0, 3.0)):
        assert seen.wait(30)
    assert capsys.readouterr().out.startswith("Waiting .")


def test_a_step_that_fails_closes_its_line_and_lets_the_error_pass(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(ZeroDivisionError), step("Dividing"):
        _ = 1 / 0
    assert capsys.readouterr().out == "Dividing  not done\n"


def test_ctrl_c_closes_the_line_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(KeyboardInterrupt), step("Waiting"):
        raise KeyboardInterrupt
    assert capsys.readouterr().out == "Waiting  not done\n"


def test_news_go_to_one_stream_and_complaints_to_the_other(capsys: pytest.CaptureFixture[str]) -> None:
    say("ready")
    complain("not ready")
    assert capsys.readouterr() == ("ready\n", "not ready\n")
