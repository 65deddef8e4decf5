"""The document says what the API does: checked in, published, valid, and complete."""

from io import StringIO

import pytest
import yaml
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver
from drf_spectacular.validation import validate_schema

from portal.api import urls
from portal.api.document import document as published
from portal.api.problem_kinds import KINDS
from tests.api.client import FILE, PROBLEM, document, operations

REFRESH = "manage.py spectacular --validate --fail-on-warn --file docs/api/openapi.yaml"
UNDOCUMENTED = {"document", "no_such_address"}


def test_the_file_is_what_the_code_says():
    assert published().decode() == FILE.read_text(encoding="utf-8"), f"The API has changed: {REFRESH}"


def test_the_command_writes_that_file_without_a_warning():
    written = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=written)
    assert written.getvalue().strip() == FILE.read_text(encoding="utf-8").strip(), REFRESH


def test_it_is_published_for_everybody(db):
    response = Client().get("/api/v1/openapi.yaml")
    assert response.status_code == 200 and response.headers["Content-Type"] == "application/yaml"
    assert yaml.safe_load(response.content) == document()


def test_it_is_a_valid_document():
    validate_schema(document())
    assert document()["openapi"].startswith("3.1")


def test_every_address_is_in_it():
    named = {pattern.name for pattern in urls.urlpatterns} - UNDOCUMENTED
    assert len(named) == len(document()["paths"])


def test_every_operation_says_what_it_does_and_how_it_fails():
    for name, (_, _, operation) in operations().items():
        assert operation["description"] and operation["tags"], name
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                assert list(answer["content"]) == [PROBLEM], (name, status)


def test_closed_operations_say_by_what_they_are_opened():
    for name, (_, _, operation) in operations().items():
        closed = "401" in operation["responses"] and not name.startswith("sign_")
        schemes = [scheme for need in operation.get("security", []) for scheme in need]
        assert (schemes == ["sessionToken", "siteSession"]) is closed, name


@pytest.mark.parametrize("status", sorted({int(kind.status) for kind in KINDS.values()} - {405, 500}))
def test_every_kind_of_problem_is_documented_somewhere(status):
    assert any(str(status) in operation["responses"] for _, _, operation in operations().values())


def test_the_api_has_one_place(db):
    assert [pattern for pattern in get_resolver().url_patterns if str(pattern.pattern) == "api/v1/"]
