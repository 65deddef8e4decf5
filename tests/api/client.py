"""A client made of the published document alone: it knows operations by name and nothing else about the portal.

    api.call("get_item", code="old-age-allowance")            # -> Answer
    api.call("submit_application", id=…, body={…}, headers={"Idempotency-Key": …})

Every answer is held to the document: its status, its content type and every member of its body. So whatever a test is
about, it is also a test of the document.
"""

import copy
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import jsonschema_rs
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

FILE = Path(__file__).parents[2] / "docs" / "api" / "openapi.yaml"
JSON, MULTIPART = "application/json", "multipart/form-data"
PROBLEM = "application/problem+json"


@cache
def document() -> dict[str, Any]:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


@cache
def operations() -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Name -> method, path, description."""
    return {
        operation["operationId"]: (method, path, operation)
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
    }


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any
    headers: Any

    def __getitem__(self, member: str) -> Any:
        return self.body[member]

    @property
    def kind(self) -> str:
        """Of a problem: the last part of its type."""
        return str(self.body["type"]).rpartition("/")[2]


class Api:
    """`client` carries cookies and headers as a program would."""

    def __init__(self, client: Client | None = None, **headers: str) -> None:
        self.client = client or Client()
        self.headers = {"accept-language": "en", **headers}

    def call(
        self,
        name: str,
        *,
        body: Any = None,
        file: bytes | None = None,
        headers: dict[str, str] | None = None,
        query: dict[str, Any] | None = None,
        **parts: Any,
    ) -> Answer:
        method, path, operation = operations()[name]
        address = path.format(**{part: quote(str(value), safe="") for part, value in parts.items()})
        given: dict[str, Any] = {"query_params": query or {}, "headers": {**self.headers, **(headers or {})}}
        if file is not None:
            given["data"] = {
                "file": SimpleUploadedFile("certificate.pdf", file, "application/pdf"),
                **(body or {}),
            }
        elif body is not None:
            given |= {"data": json.dumps(body), "content_type": JSON}
        response = getattr(self.client, method)(address, **given)
        return conforming(response, operation)

    def follow(self, name: str, **given: Any) -> list[Any]:
        """All results of a list, page by page."""
        found, query = [], given.pop("query", {})
        while True:
            page = self.call(name, query=query, **given)
            found += page["results"]
            if page["next"] is None:
                return found
            query = following(page)


def following(page: Answer) -> dict[str, str]:
    """The query of the next page, as its address says it."""
    return dict(parse_qsl(urlsplit(page["next"]).query))


def conforming(response: Any, operation: dict[str, Any]) -> Answer:
    """The answer, if the document promises one like it."""
    documented = operation["responses"].get(str(response.status_code))
    assert documented, f"{operation['operationId']} answered {response.status_code}: {response.content!r}"
    if "content" not in documented:
        assert not response.content
        return Answer(response.status_code, None, response.headers)
    kind = response.headers["Content-Type"].partition(";")[0]
    assert kind in documented["content"], (operation["operationId"], kind)
    if not kind.endswith("json"):
        return Answer(response.status_code, response.content, response.headers)
    body = json.loads(response.content)
    faults = [
        str(fault) for fault in validator(json.dumps(documented["content"][kind]["schema"])).iter_errors(body)
    ]
    assert not faults, (operation["operationId"], faults)
    return Answer(response.status_code, body, response.headers)


@cache
def validator(schema: str) -> Any:
    """Strict: a member the document does not name is a fault."""
    components = copy.deepcopy(document()["components"])
    for component in components["schemas"].values():
        if "properties" in component:
            component["additionalProperties"] = False
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **json.loads(schema),
        "components": components,
    }
    return jsonschema_rs.validator_for(whole, validate_formats=True)
