"""docs/integrating.md names only what there is."""

import re
from pathlib import Path

import pytest

from portal.api.paging import LARGEST
from portal.api.problem_kinds import KINDS
from portal.identity.tries import CHECKS
from services.certificates.verify import LARGEST_FILE
from services.files import cleaning
from tests.api.client import document, operations

GUIDE = (Path(__file__).parents[2] / "docs" / "integrating.md").read_text(encoding="utf-8")
OURS, _, THEIRS = GUIDE.partition("\n## For a department: ")
BASE = "/api/v1"
OPERATION = re.compile(r"`(GET|POST|DELETE) (/[^`\s]+)`")


def templates():
    return [re.compile(re.sub(r"\{\w+\}", "[^/]+", path) + "$") for path in document()["paths"]]


@pytest.mark.parametrize("address", sorted(set(re.findall(r"\$api(/[^\s\"]*)", GUIDE))))
def test_every_address_of_the_walk_through_exists(address):
    plain = re.sub(r"\$\([^)]*\)", "x", address)
    plain = re.sub(r"\$\(.*", "x/submission", plain)
    assert any(each.match(BASE + plain) for each in templates()), plain


@pytest.mark.parametrize(("method", "address"), sorted(set(OPERATION.findall(OURS))))
def test_every_operation_it_names_exists(method, address):
    assert method.lower() in document()["paths"][BASE + address]


def test_what_it_names_of_a_departments_own_service_a_department_has(departments):
    named = set(OPERATION.findall(THEIRS))
    questions, withdrawals = ("POST", "/v1/requests"), ("POST", "/v1/withdrawals")
    assert named == {questions, withdrawals, ("POST", "/control"), ("GET", "/log")}
    for method, address in named:
        _, said = departments.talk("civil_affairs", method, address, {} if method == "POST" else None)
        assert said.get("error") != "no_such_path", address
    _, said = departments.talk("civil_affairs", "GET", "/v1/other")
    assert said == {"error": "no_such_path"}


def test_the_operation_left_out_of_the_long_run_has_that_name():
    assert re.search(r"--exclude-operation-id (\w+)", GUIDE)[1] in operations()


@pytest.mark.parametrize(
    "kind", ["not-confirmed", "changed", "key-reused", "not-asked-for", "too-late", "already-rated"]
)
def test_kinds_it_names_exist(kind):
    assert f"`{kind}`" in GUIDE and kind in KINDS


def test_limits_are_those_of_the_code(settings):
    assert f"{CHECKS.most} in ten minutes" in GUIDE and CHECKS.seconds == 600
    assert f"(1 to {LARGEST})" in GUIDE
    assert f"{LARGEST_FILE // 2**20} MB" in GUIDE
    assert f"a file for a question {cleaning.LARGEST // 2**20} MB" in GUIDE
    assert f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 2**20} MB" in GUIDE
    assert settings.SESSION_COOKIE_AGE == 20 * 3600 and "20 hours" in GUIDE
