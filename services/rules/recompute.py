"""Deciding once more from a record alone: no database, no catalogue, nothing but what the record holds.

An auditor, a court or another authority runs this over the JSON of a decision and need not believe us. It checks that the
table is the one the fingerprint names, decides the recorded facts by it, and compares with what was recorded, cell by cell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.rules.canonical import version_sha256
from services.rules.decide import EVALUATOR, decide
from services.rules.problems import RuleErrors
from services.rules.schema import FactSchema
from services.rules.table import parse


@dataclass(frozen=True)
class Recomputed:
    """`problems` is empty where the record holds: sentences in English, for whoever checks it."""

    outcome: str
    code: str
    amount_fen: int
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.problems


def recompute(record: Mapping[str, Any]) -> Recomputed:
    """`record`: as `services.applications.explaining` writes it. Raises `ValueError` where it is no such record."""
    try:
        rules, given, said = record["rules"], record["facts"], record["conclusion"]
        schema = FactSchema.parse(rules["facts"])
        conclusion = decide(parse(rules["jdm"], schema), given["values"], given["holes"])
        found = conclusion.to_body()
        problems = []
        if version_sha256(rules["jdm"], rules["facts"], rules["texts"]) != rules["sha256"]:
            problems.append("The table, the facts or the words are not those of the fingerprint.")
        if said["evaluator"] != EVALUATOR:
            problems.append(f"Decided by evaluator {said['evaluator']}, recomputed by {EVALUATOR}.")
        problems += [f"{name}: {said[name]} is recorded, {found[name]} follows." for name in
                     ("outcome", "code", "amount_fen") if said[name] != found[name]]  # fmt: skip
        if said["rows"] != found["rows"]:
            problems.append("The trace of the cells is not the recorded one.")
    except (KeyError, TypeError, AttributeError, RuleErrors) as error:
        raise ValueError(f"This is no record of a decision: {error}") from error
    return Recomputed(str(conclusion.outcome), conclusion.code, conclusion.amount_fen, tuple(problems))
