"""Cost of deciding, against zen-engine, and of replaying: `python -m tests.bench.rules [sqlite]`.

Ratios of processor time in one run, the sides taking turns; the lowest round of each counts. Ours decides with the full
trace of every cell of every row; zen-engine with its trace, which tells the one row that hit. Replay: 100,000 past
applications in a database, their facts sealed, decided again, against deciding as many from memory with the full trace.
"""

import gc
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

ROUNDS, CASES, PAST = 15, 2000, 10_000
BARS = {12: 2.0, 40: 6.0}


def main(words: Sequence[str]) -> int:
    from tests.bench.stage import stage

    with stage("sqlite"):
        engines()
        step()
        replaying()
    return 0


def engines() -> None:
    import zen

    from services.rules.decide import decide

    for rows, bar in BARS.items():
        composed = table_of(rows)
        facts = cases(composed.table, CASES)
        engine = zen.ZenEngine({"loader": {"type": "static", "content": {"rules": composed.jdm}}})
        ours, theirs = take_turns(
            lambda facts=facts, table=composed.table: [decide(table, each) for each in facts],
            lambda facts=facts, engine=engine: [
                engine.evaluate("rules", each, {"trace": True}) for each in facts
            ],
        )
        said = f"{ours / CASES:6.1f} us ours, {theirs / CASES:6.1f} us zen-engine with its trace"
        print(f"decide, {len(composed.table.rows)} rows: {said}, ratio {ours / theirs:.2f} (bar {bar})")


def table_of(rows: int) -> Any:
    """The shipped allowance (11 rows, and one more), or a table of 40 bands."""
    from services.rules.compose import compose
    from tests.rules_engine.allowance import facts_block, row
    from tests.rules_engine.allowance import rows as allowance

    every = allowance()
    while len(every) < rows:
        number = len(every)
        band = json.loads(json.dumps(row("A04_100", every)))
        band["code"], band["when"]["age"] = f"A{number:02}_BAND", f"[{100 + number}..{101 + number})"
        band["then"]["amount_fen"] = 100000 + number
        every.insert(-1, band)
    if len(every) > len(allowance()):
        first = 100 + len(allowance())
        row("A04_100", every)["when"]["age"] = f"[100..{first})"
    return compose(facts_block(), every)


def cases(table: Any, number: int) -> list[dict[str, Any]]:
    from services.rules.boundaries import boundaries

    told, chance = boundaries(table), random.Random(1)
    values = [
        [value if isinstance(value, str | bool | int) else float(value) for value in each]
        for each in told.values
    ]
    return [dict(zip(told.facts, map(chance.choice, values), strict=True)) for _ in range(number)]


def take_turns(*sides: Callable[[], Any], rounds: int = ROUNDS) -> list[float]:
    """The lowest round of each, in microseconds."""
    lowest = [float("inf")] * len(sides)
    for _ in range(rounds):
        for place, side in enumerate(sides):
            gc.collect()
            start = time.process_time_ns()
            side()
            lowest[place] = min(lowest[place], (time.process_time_ns() - start) / 1000)
    return lowest


def replaying() -> None:
    from services.applications.replay import replay
    from services.rules.decide import decide
    from services.rules.queries import compiled

    version, facts = a_past(PAST)
    table, _ = compiled(version)
    bare, again = take_turns(
        lambda: [decide(table, each) and None for each in facts], lambda: replay(version), rounds=2
    )
    print(
        f"replay of {PAST:,}: {again / 1e6:.2f} s, bare deciding {bare / 1e6:.2f} s, ratio {again / bare:.2f} (bar 3)"
    )


def a_past(number: int) -> tuple[Any, list[dict[str, Any]]]:
    """Applications the rules have looked at, written straight into the tables."""
    from django.utils.timezone import now

    from services.applications.models import Application, Assessment
    from services.catalogue.models import ItemVersion
    from services.rules.models import RuleVersion
    from services.rules.queries import compiled
    from tests.bench.people import citizen

    version = RuleVersion.objects.get(rule_set__code="old-age-allowance")
    item = ItemVersion.objects.select_related("item__department").get(item__code="old-age-allowance")
    table, _ = compiled(version)
    facts = cases(table, 2000) * (number // 2000)
    who = citizen("wang_xiulan").person_id
    common = {"item_version": item, "person_id": who, "competent_department": item.item.department}
    for start in range(0, number, 5000):
        rows = [Application(**common, started_at=now(), submitted_at=now()) for _ in range(5000)]
        Application.objects.bulk_create(rows)
        Assessment.objects.bulk_create(
            Assessment(application=row, rule_version=version, outcome="REVIEW", code="M99_NO_RULE", facts=given,
                       conditions=[], trace={}, at=now())
            for row, given in zip(rows, facts[start : start + 5000], strict=True)
        )  # fmt: skip
    return version, facts


def step() -> None:
    """What the rules are of a submission: deciding, its trace and its conditions as JSON values, against the whole act."""
    from services.rules.decide import decide
    from services.rules.explain import conditions
    from services.rules.models import RuleVersion
    from services.rules.queries import compiled

    version = RuleVersion.objects.get(rule_set__code="old-age-allowance")
    table, schema = compiled(version)
    facts = {
        "age": 80,
        "hukou_city": "LOCAL",
        "alive": "YES",
        "residence": "NORMAL",
        "receiving": "NO",
        "payable": "YES",
    }

    def rules() -> None:
        for _ in range(1000):
            decide(table, facts)

    def told() -> None:
        for _ in range(1000):
            decide(table, facts).to_body()
            [each.to_body() for each in conditions(table, schema, facts)]

    bare, whole = take_turns(rules, told)
    print(
        f"the rule step of a submission: {bare / 1000:.1f} us deciding, {whole / 1000:.1f} us with its record"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
