"""How the HTML checker is found, asked, and told on: with a `java` of our own in place of the real one."""

from pathlib import Path

import pytest

from tests.browser import markup
from tests.browser.stops import Stop
from tests.browser.visits import Look

SAYS_WHAT_IS_GIVEN = (
    '#!/bin/sh\nwhile [ "$1" != --asciiquotes ]; do shift; done; shift\nfor page; do cat "$page"; done >&2\n'
)


@pytest.fixture
def jar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A jar, and a `java` that says what stands in the pages it is given."""
    java, jar = tmp_path / "java", tmp_path / "vnu.jar"
    java.write_text(SAYS_WHAT_IS_GIVEN)
    java.chmod(0o755)
    jar.touch()
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setenv("VNU_JAR", str(jar))
    return jar


def pages(folder: Path, *words: str) -> list[Path]:
    for number, each in enumerate(words):
        (folder / f"{number}.html").write_text(each)
    return sorted(folder.glob("*.html"))


def test_the_jar_is_the_one_that_is_named(jar):
    assert markup.found_jar() == markup.checker() == jar


def test_without_java_nothing_is_checked_and_it_says_so(jar, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert markup.found_jar() is None
    with pytest.raises(pytest.skip.Exception, match="THE HTML IS NOT CHECKED"):
        markup.checker()


def test_a_finding_is_told_once_with_the_first_page_it_stands_on(jar, tmp_path):
    said = pages(
        tmp_path,
        '"file:/a/first.html":1.2: error: Bad role.\n',
        '"file:/a/second.html":9.9: error: Bad role.\n',
    )
    assert markup.findings(jar, said) == ['first.html":1.2: error: Bad role.']


def test_nothing_said_is_nothing_found(jar, tmp_path):
    assert markup.findings(jar, pages(tmp_path, "", "")) == []


def test_words_that_are_no_finding_are_told_too(jar, tmp_path):
    """Such as those of a Java that could not start."""
    assert markup.findings(jar, pages(tmp_path, "No memory.\n")) != []


def test_a_page_is_kept_under_the_name_of_its_stop_and_look(tmp_path):
    markup.keep(b"<p>", Stop("admin:queue", "/desk/", why="one's own"), Look("elder", "en"), tmp_path)
    assert (tmp_path / "admin-queue-ones-own-elder-en-light.html").read_bytes() == b"<p>"
