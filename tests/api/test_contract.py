"""Whatever the document allows, and much it does not: some two thousand calls, the same on every machine, and no answer the
document does not promise.

The long run is the same against a portal that is running: `schemathesis run http://127.0.0.1:8000/api/v1/openapi.yaml`.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache

from portal.api import verification
from portal.identity import tries
from portal.wsgi import application
from tests.api.stage import open_portal, token_of
from tests.cast import NOON

schemathesis = pytest.importorskip("schemathesis")
from schemathesis.config import SchemathesisConfig  # noqa: E402
from schemathesis.engine import events, from_schema  # noqa: E402

pytestmark = [pytest.mark.contract, pytest.mark.timeout(300)]
EXAMPLES = 10  # of an operation, beside those that cover every keyword of its schema
CHECKS = {
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "missing_required_header",
    "unsupported_method",
}


@pytest.fixture
def noon() -> Iterator[None]:
    """Here the clock goes on while it calls."""
    cache.clear()
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def no_limits(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that every call gets behind the limits, which have tests of their own."""
    settings.ACCOUNT_RATE_LIMITS = False
    monkeypatch.setattr(verification, "CHECKS", replace(tries.CHECKS, most=10**9))


@pytest.fixture
def token(committing_db: None, tmp_path: Path, settings: Any) -> str:
    """Of a citizen's session, on a portal that commits."""
    open_portal(tmp_path, settings)
    return token_of("wang_xiulan")


def config(token: str) -> Any:
    return SchemathesisConfig.from_dict(
        {
            # its client inside this process unpacks nothing
            "headers": {"X-Session-Token": token, "Accept-Encoding": "identity"},
            "parameters": {"path.code": "old-age-allowance"},  # so that more than 404 is reached
            "generation": {"deterministic": True, "database": "none", "max-examples": EXAMPLES},
            "checks": {"enabled": False, **{name: {"enabled": True} for name in CHECKS}},
        }
    )


def test_no_call_gets_an_answer_that_is_not_promised(token, no_limits):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.yaml", application, config=config(token))
    schema = schema.exclude(operation_id="sign_out")  # would end the token of this run
    failures, calls = [], Counter()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            recorder = event.recorder
            calls.update(
                str(each.response.status_code) for each in recorder.interactions.values() if each.response
            )
            failures += [
                f"{recorder.label}: {check.failure_info.failure.title}\n{check.failure_info.failure.message}"
                for checks in recorder.checks.values()
                for check in checks
                if check.failure_info
            ]
        elif isinstance(event, events.NonFatalError | events.FatalError):
            failures.append(str(event))
    print(calls)
    assert not failures, "\n\n".join(failures[:10])
    assert calls["200"] > 100 and calls["422"] > 100 and calls["404"] > 10
