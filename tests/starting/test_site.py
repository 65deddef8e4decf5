"""Which server the site gets, and that the fallback answers."""

import http.client
import os
import subprocess
import sys
from pathlib import Path

import pytest

from portal.demo.serve import wait_for
from portal.starting import ports, site

ROOT = Path(__file__).resolve().parents[2]


def test_it_is_granian_where_there_is_one() -> None:
    module, words = site.server(8123)
    assert module == "granian" and words[-1] == "portal.wsgi:application" and "8123" in words


def test_elsewhere_it_is_gunicorn_with_as_many_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "find_spec", lambda name: None)
    module, words = site.server(8123)
    assert module == "gunicorn" and words[words.index("--threads") + 1] == str(site.THREADS)


@pytest.mark.processes
def test_gunicorn_serves_the_site(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(site, "find_spec", lambda name: None)
    port = ports.free()
    module, words = site.server(port)
    environment = os.environ | {"PORTAL_VAR": str(tmp_path), "DATABASE_URL": ""}
    running = subprocess.Popen([sys.executable, "-m", module, *words], cwd=ROOT, env=environment, stderr=-3)
    try:
        status = wait_for(f"http://{ports.LOOPBACK}:{port}", "/about/privacy/")
        assert status == http.HTTPStatus.OK
    finally:
        running.terminate()
        assert running.wait(60) == 0
