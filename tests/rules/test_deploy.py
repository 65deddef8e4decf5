"""The containers of `deploy/` are those of `./run cluster`, and speak of settings that exist."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from portal.demo import cluster
from tests.rules.test_settings import described

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
NOT_OURS = {"POSTGRES_PASSWORD"}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    return found


def test_every_variable_of_the_example_is_a_setting() -> None:
    named = set(re.findall(r"^([A-Z_]+)=", (DEPLOY / "env.example").read_text(), re.MULTILINE))
    assert named - NOT_OURS <= described()


def test_no_secret_has_a_value_in_the_example() -> None:
    assert not re.findall(r"^\w*(?:KEY|PASSWORD)=.+", (DEPLOY / "env.example").read_text(), re.MULTILINE)


def test_both_twins_run_the_same_processes(services: dict[str, Any]) -> None:
    said = " ".join(str(each.get("command", "")) for each in services.values())
    for child in cluster.parts(8000):
        words = [child.module, *child.arguments]
        if words[0] == "granian":
            assert "-m granian --interface wsgi" in said and words[-1] in said
        else:
            assert " ".join(words[:4]).replace("manage work", "manage.py work") in said


def test_everything_of_ours_waits_for_the_tables_and_is_told_its_engines(services: dict[str, Any]) -> None:
    for name in set(services) - {"postgres", "redis", "prepare"}:
        assert services[name]["depends_on"]["prepare"]["condition"] == "service_completed_successfully"
    for name in set(services) - {"postgres", "redis"}:
        assert {"DATABASE_URL", "PORTAL_CACHE", "PORTAL_BROKER"} <= set(services[name]["environment"])


def test_what_is_named_in_the_preparation_exists() -> None:
    assert prepared() <= set(get_commands())


def test_the_preparation_loads_all_that_the_demonstration_has_of_law_and_catalogue() -> None:
    """Without holidays every promised day would be wrong; without an index nothing is found before the worker's first round."""
    assert {"load_catalogue", "index_catalogue", "load_holidays", "load_targets"} <= prepared()


def prepared() -> set[str]:
    return set(re.findall(r"manage\.py (\w+)", (DEPLOY / "prepare").read_text()))
