"""The document as text, and where it lies."""

from collections.abc import Iterator
from pathlib import Path

from tests.threats import consent, log, reading, sources, watch
from tests.threats.row import Threat

DOCUMENT = Path(__file__).parents[2] / "docs/sharing-threats.md"
PARTS = (reading, consent, sources, log, watch)
HEAD = """# Threats to shared data

What could go wrong between departments, what stands against it, and the test that proves it. Written by
`python -m tests.threats` from the rows in `tests/threats/`: change those, not this. A control without a test fails the build.
"""


def rows() -> tuple[Threat, ...]:
    return tuple(row for part in PARTS for row in part.ROWS)


def document() -> str:
    return "\n".join([HEAD, *(line for part in PARTS if part.ROWS for line in _part(part.TITLE, part.ROWS))])


def _part(title: str, threats: tuple[Threat, ...]) -> Iterator[str]:
    yield f"## {title}\n"
    yield "| case | threat | control | test |"
    yield "|---|---|---|---|"
    for row in sorted(threats, key=lambda each: each.case):
        tests = "<br>".join(f"`{node}`" for node in row.tests)
        yield f"| {row.case} | {row.threat} | {row.control} | {tests} |"
    yield ""
