"""What is asked of a version before it may be submitted: its lint, its examples, and the second engine.

Asked outside every transaction, because the second engine takes its time. The findings carry the fingerprint of the
content they are about: an action that is given them believes them for that content only.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from services.rules.agreement import Agreement, Difference, agreement
from services.rules.canonical import sha256
from services.rules.compose import Composition, compose
from services.rules.examples import check_examples, parse_examples
from services.rules.lint import gaps
from services.rules.problems import RuleProblem, raise_any


@dataclass(frozen=True)
class Findings:
    """`sha256` is about table, facts and words, `examples_sha256` about the examples. `gaps`: see lint."""

    sha256: str
    examples_sha256: str
    agreement: Agreement
    gaps: tuple[str, ...]

    def to_body(self) -> dict[str, Any]:
        return {
            "sha256": self.sha256,
            "examples_sha256": self.examples_sha256,
            "agreement": self.agreement.to_body(),
        }


def examine(
    facts: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    examples: Sequence[Mapping[str, Any]],
    forbidden: Collection[str] = (),
) -> Findings:
    """Raises `RuleErrors` with what stands against publication, `SecondEngineFailed` where there was no answer."""
    composed = compose(facts, rows, forbidden)
    raise_any(check_examples(composed.table, parse_examples(examples, composed.schema)))
    found = agreement(composed.table, composed.jdm)
    raise_any(_as_problem(each) for each in found.differences)
    return Findings(composed.sha256, sha256(examples_body(examples)), found, _told(composed))


def examples_body(examples: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Examples as canonical JSON takes them: numbers with a fraction as text."""
    return [
        {**each, "facts": {name: _plain(value) for name, value in each["facts"].items()}} for each in examples
    ]


def _plain(value: object) -> object:
    return repr(value) if isinstance(value, float) else value


def _told(composed: Composition) -> tuple[str, ...]:
    return tuple(gaps(composed.table))


def _as_problem(difference: Difference) -> RuleProblem:
    facts = ", ".join(f"{name} = {value}" for name, value in difference.facts.items())
    message = _("The two engines differ where %(facts)s: %(ours)s, %(theirs)s. Nothing is published.")
    said = {"facts": facts, "ours": difference.ours, "theirs": difference.theirs}
    return RuleProblem("", "", message % said)
