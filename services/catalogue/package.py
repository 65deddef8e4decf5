"""Reading packages: YAML in, plain values out, every fault with its file, line and field.

YAML is composed to nodes first, because only nodes know their lines. Only its plain part is taken: texts, numbers, yes and no,
lists, mappings with text keys. Dates stay text, as they were written; aliases, tags and merges are refused, because a field is
read where it is written.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml

try:  # libyaml, where the wheel has it: ten times as fast
    from yaml import CSafeLoader as FastLoader
except ImportError:
    from yaml import SafeLoader as FastLoader  # type: ignore[assignment]

HERE = Path(__file__).parent
SHIPPED = HERE / "packages"
Place = tuple[str | int, ...]
Finding = tuple[Place, int, str]  # where, on which line, what
TEXT = "tag:yaml.org,2002:str"
PLAIN = {TEXT, *(f"tag:yaml.org,2002:{kind}" for kind in ("int", "float", "bool", "null", "seq", "map"))}
DEEPEST = 40  # packages need ten
NO_MAPPING: Finding = ((), 1, "must be a mapping of fields")


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


class TextDates(FastLoader):
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
        return Fault(self.file, self.lines[known], _dotted(path), says)


def read(path: Path) -> Source:
    """Raises `BadPackage` when the file is not plain YAML, is no mapping, or names a field twice."""
    lines: dict[Place, int] = {}
    values: dict[str, Any] = {}
    try:
        text = path.read_text(encoding="utf-8")
        found = list(_knots(text))
        if not found:
            values, found = _built(text, lines)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        says = getattr(error, "problem", None) or str(error)
        found = [((), mark.line + 1 if mark else 1, f"is not plain YAML: {says}")]
    except (OSError, ValueError) as error:  # also bytes that are no UTF-8
        found = [((), 1, f"cannot be read: {error}")]
    if found:
        raise BadPackage([Fault(path.name, line, _dotted(where), says) for where, line, says in found])
    return Source(path.name, values, lines)


def _knots(text: str) -> Iterator[Finding]:
    """The first alias or the first nesting too deep, before anything is built: libyaml builds without asking how deep."""
    depth = 0
    for event in yaml.parse(text, TextDates):
        line = event.start_mark.line + 1 if event.start_mark else 1
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            yield (), line, "an alias (*) stands here, write the field out"
            return
        if depth > DEEPEST:
            yield (), line, "is nested too deep"
            return


def _built(text: str, lines: dict[Place, int]) -> tuple[dict[str, Any], list[Finding]]:
    loader = TextDates(text)
    node = loader.get_single_node()
    if not isinstance(node, yaml.MappingNode):
        return {}, [NO_MAPPING]
    if found := list(_walk(node, (), lines)):
        return {}, found
    values: dict[str, Any] = loader.construct_document(node)
    json.dumps(values, ensure_ascii=False, allow_nan=False).encode()  # what no JSON can carry ends here
    return values, []


def _walk(node: yaml.Node, where: Place, lines: dict[Place, int]) -> Iterator[Finding]:
    """Fills `lines` and yields what a package may not have: tags, keys that are no text, a field twice."""
    lines.setdefault(where, node.start_mark.line + 1)
    if node.tag not in PLAIN:
        yield where, lines[where], f"is a {node.tag}, which packages do not have"
    elif isinstance(node, yaml.MappingNode):
        yield from _walk_fields(node, where, lines)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _walk(value, (*where, number), lines)


def _walk_fields(node: yaml.MappingNode, where: Place, lines: dict[Place, int]) -> Iterator[Finding]:
    for key, value in node.value:
        inside, line = (*where, str(key.value)), key.start_mark.line + 1
        if key.tag != TEXT:
            yield inside, line, "is a name that YAML takes for something else, put it in quotes"
        elif inside in lines:
            yield inside, line, "is written twice"
        else:
            lines[inside] = line
            yield from _walk(value, inside, lines)


def _dotted(where: Place) -> str:
    return ".".join(map(str, where))


@cache
def schema(name: str = "schema.json") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / name).read_text(encoding="utf-8"))
    return found


@cache
def _validator(name: str) -> Any:
    return jsonschema_rs.validator_for(schema(name), validate_formats=True)


def check_item(source: Source) -> list[Fault]:
    return check_form(source, "schema.json")


def check_form(source: Source, name: str) -> list[Fault]:
    """Against that schema, one sentence a fault, in the order of the file."""
    errors = _validator(name).iter_errors(source.values)
    return sorted(
        (fault for error in errors for fault in _faults(source, error)), key=lambda fault: fault.line
    )


def _faults(source: Source, error: Any) -> list[Fault]:
    """A field too many is found at its own line, a field too few in the one that should have it."""
    path = tuple(step if isinstance(step, int) else str(step) for step in error.instance_path)
    if error.kind.name == "additionalProperties":
        return [source.fault((*path, name), "is not known here") for name in error.kind.unexpected]
    if error.kind.name == "required":
        return [source.fault((*path, error.kind.property), "is missing")]
    return [source.fault(path, error.message[:300])]
