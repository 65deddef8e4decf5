"""Replay: what a version of the rules would have said of everybody the rules have looked at, before it decides anybody.

The facts of past assessments are decided again, without a trace; nothing is written. Told is everyone whose outcome or sum
would be another, the worst for people first. A past decision stays as it is: this is about what the change means.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from services.applications.models import Assessment
from services.rules.canonical import sha256
from services.rules.decide import BAD_FACT, first_hit
from services.rules.facts import BadFact
from services.rules.models import RuleVersion
from services.rules.queries import compiled
from services.rules.table import Outcome, Table

APPROVE, REVIEW, PROPOSE = map(str, Outcome)
# from -> to, the worst for people first; a lower sum stands after them, a higher one last
SEVERITY = {
    step: place
    for place, step in enumerate(
        [(APPROVE, PROPOSE), (APPROVE, REVIEW), (REVIEW, PROPOSE), (PROPOSE, APPROVE), (REVIEW, APPROVE),
         (PROPOSE, REVIEW)]
    )
}  # fmt: skip
STEP = 2000  # rows at a time, and between two reports
LESS, MORE, SAME = len(SEVERITY), len(SEVERITY) + 1, len(SEVERITY) + 2


class Said(NamedTuple):
    outcome: str
    code: str
    amount_fen: int


def severity(before: Said, after: Said) -> int:
    """From 0, the worst for people, to SAME."""
    if before.outcome != after.outcome:
        return SEVERITY[before.outcome, after.outcome]
    if before.amount_fen == after.amount_fen:
        return SAME
    return LESS if after.amount_fen < before.amount_fen else MORE


class Change(NamedTuple):
    """One application whose outcome or sum the new version would change. A tuple: there may be very many."""

    application_id: UUID
    before: Said
    after: Said

    @property
    def severity(self) -> int:
        """0 is the worst."""
        return severity(self.before, self.after)


@dataclass(frozen=True)
class Replay:
    """`changes`, the worst first; `decided` counts the applications that were decided again."""

    sha256: str
    decided: int
    changes: tuple[Change, ...]

    def to_body(self) -> dict[str, Any]:
        """For the gate of the version: how many, and a fingerprint of the list that was seen."""
        listed = [[str(each.application_id), [*each.before], [*each.after]] for each in self.changes]
        body = {"sha256": self.sha256, "decided": self.decided, "changed": len(self.changes)}
        return {**body, "changes_sha256": sha256(listed)}


def replay(
    version: RuleVersion,
    *,
    since: datetime | None = None,
    tell: Callable[[int], object] = lambda decided: None,
) -> Replay:
    """Over the last assessment of every application under this rule set, or of those assessed `since` then.

    `tell` hears now and then how many were decided.
    """
    table, _ = compiled(version)
    words = {id(row): Said(str(row.outcome), row.code, row.amount_fen) for row in table.rows}
    decided, changes = 0, []
    for application_id, before, facts in _past(version, since):
        decided += 1
        if decided % STEP == 0:
            tell(decided)
        after = _decided(table, facts, words)
        if (before.outcome, before.amount_fen) != (after.outcome, after.amount_fen):
            changes.append(Change(application_id, before, after))
    changes.sort(key=lambda each: (each.severity, each.before.code, each.application_id.int))
    return Replay(version.sha256, decided, tuple(changes))


def _decided(table: Table, facts: Mapping[str, Any], words: Mapping[int, Said]) -> Said:
    """`words`: what each row says, made once."""
    try:
        row = first_hit(table, facts)
    except BadFact as bad:
        return Said(REVIEW, f"{BAD_FACT}{str(bad).upper()}", 0)
    return words[id(row)] if row else Said(REVIEW, "M99_NO_RULE", 0)


def _past(version: RuleVersion, since: datetime | None) -> Iterator[tuple[UUID, Said, dict[str, Any]]]:
    """Straight from the columns: only the facts are opened, and no model is built for a row."""
    facts: Any = Assessment._meta.get_field("facts")
    runs = to_replay(version).filter(at__gte=since) if since else to_replay(version)
    rows = runs.values_list("pk", "application_id", "outcome", "code", "amount_fen", "facts")
    known: dict[Said, Said] = {}  # few differ: one of each is kept
    for key, application_id, outcome, code, fen, sealed in rows.iterator(chunk_size=STEP):
        said = Said(outcome, code, fen)
        yield application_id, known.setdefault(said, said), facts.open(sealed, key)


def to_replay(version: RuleVersion) -> "QuerySet[Assessment]":
    """The last assessment of every application under this rule set."""
    runs = Assessment.objects.filter(rule_version__rule_set=version.rule_set_id)
    last = Assessment.objects.filter(application=OuterRef("application")).order_by("-at", "-pk")
    return runs.filter(pk=Subquery(last.values("pk")[:1]))
