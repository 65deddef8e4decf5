"""Reading packages: YAML in, plain values out, every fault with its file, line and field.

YAML is composed to nodes first, because only nodes know their lines. Dates stay text, as they were written.
"""

import json
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

HERE = Path(__file__).parent
SHIPPED = HERE / "packages"
Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """What is wrong where: file name, line (from 1), field as a dotted path, sentence."""

    file: str
    line: int
    field: str
    says: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field or 'file'}: {self.says}"


class BadPackage(Exception):
    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class TextDates(yaml.SafeLoader):
    """Safe, and without the guess that 2026-01-01 is something else than what was written."""


TextDates.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class Source:
    """A file read: its values and the line of every field."""

    file: str
    values: dict[str, Any]
    lines: dict[Place, int]

    def fault(self, path: Place, says: str) -> Fault:
        """The line of the field, or of the nearest field around it that exists."""
        known = next(path[:end] for end in range(len(path), -1, -1) if path[:end] in self.lines)
        return Fault(self.file, self.lines[known], ".".join(map(str, path)), says)


def read(path: Path) -> Source:
    """Raises `BadPackage` when the file is not YAML, is no mapping, or names a field twice."""
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, TextDates)
    except (OSError, UnicodeDecodeError) as error:
        raise BadPackage([Fault(path.name, 1, "", f"cannot be read: {error}")]) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadPackage(
            [Fault(path.name, mark.line + 1 if mark else 1, "", f"is not YAML: {error.problem}")]
        ) from error
    if not isinstance(node, yaml.MappingNode):
        raise BadPackage([Fault(path.name, 1, "", "must be a mapping of fields")])
    lines: dict[Place, int] = {}
    twice = [
        Fault(path.name, line, ".".join(map(str, where)), "is written twice")
        for where, line in _walk(node, (), lines)
    ]
    if twice:
        raise BadPackage(twice)
    return Source(path.name, TextDates(text).get_single_data(), lines)


def _walk(node: yaml.Node, where: Place, lines: dict[Place, int]) -> Iterator[tuple[Place, int]]:
    """Fills `lines` and yields the fields that occur twice."""
    lines[where] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inside = (*where, key.value)
            if inside in lines:
                yield inside, key.start_mark.line + 1
            yield from _walk(value, inside, lines)
            lines[inside] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _walk(value, (*where, number), lines)


@cache
def schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / "schema.json").read_text(encoding="utf-8"))
    return found


@cache
def _validator() -> Any:
    return jsonschema_rs.validator_for(schema(), validate_formats=True)


def check_item(source: Source) -> list[Fault]:
    """Against schema.json, one sentence a fault, in the order of the file."""
    faults = [
        source.fault(tuple(_key(step) for step in error.instance_path), error.message[:300])
        for error in _validator().iter_errors(source.values)
    ]
    return sorted(faults, key=lambda fault: fault.line)


def _key(step: Hashable) -> str | int:
    return step if isinstance(step, int) else str(step)
