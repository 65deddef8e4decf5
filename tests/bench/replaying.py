"""Cost of a replay, against deciding bare: `python -m tests.bench.replaying [APPLICATIONS] [DATABASE]`.

Over so many applications that the rules have looked at (100,000 unless said), copied from one that was sent, with facts of all
boundary classes. Ratio of processor time in one run, taking turns: the whole replay (reading, opening what is sealed, deciding,
comparing, sorting) against `decide` of the same facts in memory; first where one in twenty would change, then where all would.
"""

import resource
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from tests.bench.stage import stage
from tests.bench.work import turns

BAR, BATCH, ROUNDS = 3.0, 2000, 5


def main(number: int, database: str) -> None:
    with stage(database) as folder, TemporaryDirectory(dir=folder) as people:
        facts = fill(number, Path(people))
        told(facts)
        everything_was_otherwise()
        told(facts)


def told(facts: Sequence[dict[str, Any]]) -> None:
    from services.applications.replay import replay
    from services.rules.decide import decide, first_hit
    from services.rules.models import RuleVersion
    from services.rules.queries import compiled

    version = RuleVersion.objects.select_related("rule_set").get(rule_set__code="old-age-allowance")
    table, _ = compiled(version)
    found = replay(version)
    assert found.decided == len(facts) + 1, f"{found.decided} were decided again"  # and the one they copy
    sides = (
        lambda: replay(version),
        lambda: [None for each in facts if not decide(table, each)],
        lambda: [None for each in facts if not first_hit(table, each)],
    )
    whole, traced, lean = (median(each) * 1000 / len(facts) for each in turns(sides, ROUNDS))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"replay of {len(facts):,}, {len(found.changes):,} would change: {whole:.1f} us each, {memory} MB")
    print(f"deciding bare, with its trace: {traced:.1f} us, ratio {whole / traced:.2f} (bar {BAR})")
    print(f"the first hit alone, as the replay looks for it: {lean:.1f} us, ratio {whole / lean:.2f}")


def fill(number: int, people: Path) -> list[dict[str, Any]]:
    """Copies of 王秀兰's application with assessments of their own; their facts."""
    from django.db import transaction

    from services.applications.models import Application, Assessment
    from services.rules.queries import compiled
    from tests.bench.people import citizen, departments
    from tests.bench.rules import cases
    from tests.cast import begin, send

    departments(people)
    wang = citizen("wang_xiulan")
    pattern = send(begin(wang), wang)
    run = pattern.assessments.select_related("rule_version").get()
    table = compiled(run.rule_version)[0]
    facts = cases(table, number)
    for batch in batches(facts):
        rows = [copy(pattern, case_code=None, state="CLOSED") for _ in batch]
        with transaction.atomic():  # nothing is added to what is closed: its assessments come first
            Assessment.objects.bulk_create(
                copy(run, application_id=row.pk, facts=given, conditions=[], trace={}, **said(table, given))
                for row, given in zip(rows, batch, strict=True)
            )
            Application.objects.bulk_create(rows)
    return facts


def everything_was_otherwise() -> None:
    """As if the rules had granted other sums to everybody: a version that changes all there is."""
    from django.db.models import F

    from services.applications.models import Assessment

    Assessment.objects.update(amount_fen=F("amount_fen") + 2)


def said(table: Any, facts: dict[str, Any]) -> dict[str, Any]:
    """What the rules said then: the same as today, but for every twentieth age."""
    from services.rules.decide import decide

    then = decide(table, facts)
    other = facts["age"] % 20 == 0
    return {"outcome": then.outcome, "code": then.code, "amount_fen": then.amount_fen + other}


def batches(facts: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    left = iter(facts)
    while batch := list(islice(left, BATCH)):
        yield batch


def copy(pattern: Any, **changes: Any) -> Any:
    """A row like it, with a key of its own: what is sealed is opened and sealed for that key."""
    names = [field.attname for field in pattern._meta.concrete_fields if not field.primary_key]
    kept = {name: getattr(pattern, name) for name in names if name not in changes}
    return type(pattern)(pk=uuid4(), **kept, **changes)


if __name__ == "__main__":
    given = sys.argv[1:]
    main(int(given[0]) if given else 100_000, given[1] if len(given) > 1 else "sqlite")
