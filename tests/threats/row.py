"""One row: what could go wrong, what stands against it, and the tests that say so."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Threat:
    """`case`: its number. `tests`: `tests/…/test_x.py::TestClass::test_name`, without parameters."""

    case: int
    threat: str
    control: str
    tests: tuple[str, ...]
