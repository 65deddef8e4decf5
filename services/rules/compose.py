"""From the two blocks of a package (facts and rows) to all a version consists of, or to its problems.

Pure and without the database, so that a dry run asks exactly what publication asks.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.rules.canonical import version_sha256
from services.rules.jdm import from_rows
from services.rules.lint import lint
from services.rules.problems import raise_any
from services.rules.rows import texts_of
from services.rules.schema import FactSchema
from services.rules.table import Table, parse
from services.texts import Text


@dataclass(frozen=True)
class Composition:
    """`jdm`, `facts` and `texts` are stored; `sha256` is their fingerprint."""

    schema: FactSchema
    table: Table
    jdm: dict[str, Any]
    facts: dict[str, Any]
    texts: dict[str, Text]
    sha256: str


def compose(
    facts: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], forbidden: Collection[str] = ()
) -> Composition:
    """Raises `RuleErrors` with the problems of the first stage that has any: facts, rows, cells, lint."""
    composed = parse_content(facts, rows)
    raise_any(lint(composed.table, composed.schema, forbidden))
    return composed


def parse_content(facts: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> Composition:
    """Without asking whether the table is safe: a draft. Raises `RuleErrors`."""
    schema = FactSchema.parse(facts)
    jdm, block = from_rows(rows, schema), schema.to_block()
    texts = texts_of(rows)
    return Composition(schema, parse(jdm, schema), jdm, block, texts, version_sha256(jdm, block, texts))
