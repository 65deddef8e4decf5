"""Pango is the system's: told about, installed where we may, never required."""

import ctypes
import subprocess

import pytest

from portal.starting import pango

Commands = list[tuple[str, ...]]


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> Commands:
    """What would have been run as administrator; every command succeeds."""
    ran: Commands = []

    def quietly(*words: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
        assert "/usr/sbin" in environment["PATH"].split(":")
        ran.append(words)
        return subprocess.CompletedProcess(words, 0, "")

    monkeypatch.setattr(pango, "quietly", quietly)
    monkeypatch.setattr(pango, "may_install", lambda: True)
    return ran


def absent(monkeypatch: pytest.MonkeyPatch, *libraries: str) -> None:
    real = ctypes.CDLL

    def load(name: str) -> ctypes.CDLL:
        if name in libraries:
            raise OSError(f"cannot load library {name!r}")
        return real(None)

    monkeypatch.setattr(pango.ctypes, "CDLL", load)
    monkeypatch.setattr(pango.sys, "platform", "linux")


def test_nothing_is_said_or_done_where_it_is_present(
    monkeypatch: pytest.MonkeyPatch, commands: Commands, capsys: pytest.CaptureFixture[str]
) -> None:
    absent(monkeypatch)
    pango.ensure()
    assert commands == [] and capsys.readouterr() == ("", "")


@pytest.mark.parametrize("library", pango.LIBRARIES)
def test_one_missing_library_is_enough_to_miss_it(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    absent(monkeypatch, library)
    assert not pango.present()


def test_the_administrator_of_a_debian_gets_it_installed_and_is_told(
    monkeypatch: pytest.MonkeyPatch, commands: Commands, capsys: pytest.CaptureFixture[str]
) -> None:
    present = iter([False, True])
    monkeypatch.setattr(pango, "present", lambda: next(present))
    pango.ensure()
    update, install = commands
    assert update[0] == install[0] == "apt-get" and update[-1] == "update"
    assert install[-len(pango.PACKAGES) :] == pango.PACKAGES
    assert capsys.readouterr().out.startswith(f"Installing {' '.join(pango.PACKAGES)} with apt-get ")


def test_anybody_else_reads_what_to_install_and_the_start_goes_on(
    monkeypatch: pytest.MonkeyPatch, commands: Commands, capsys: pytest.CaptureFixture[str]
) -> None:
    absent(monkeypatch, *pango.LIBRARIES)
    monkeypatch.setattr(pango, "may_install", lambda: False)
    pango.ensure()
    said = capsys.readouterr().out
    assert commands == [] and said.count("\n") == 1
    assert all(package in said for package in pango.PACKAGES)


def test_an_installation_that_fails_ends_in_the_same_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    absent(monkeypatch, *pango.LIBRARIES)
    monkeypatch.setattr(pango, "may_install", lambda: True)
    failed = subprocess.CompletedProcess((), 100, "E: no such package")
    monkeypatch.setattr(pango, "quietly", lambda *words, environment: failed)
    pango.ensure()
    assert pango.ADVICE in capsys.readouterr().out


def test_only_the_administrator_of_a_machine_with_apt_get_may_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pango.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(pango.os, "getuid", lambda: 0)
    assert pango.may_install()
    monkeypatch.setattr(pango.os, "getuid", lambda: 1000)
    assert not pango.may_install()
    monkeypatch.setattr(pango.os, "getuid", lambda: 0)
    monkeypatch.setattr(pango.shutil, "which", lambda name: None)
    assert not pango.may_install()


def test_other_systems_are_asked_by_the_librarys_short_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pango.sys, "platform", "darwin")
    monkeypatch.setattr(pango.ctypes.util, "find_library", lambda name: f"/lib/{name}.dylib")
    assert pango.present()
    monkeypatch.setattr(pango.ctypes.util, "find_library", lambda name: None)
    assert not pango.present()
