"""Cost of deciding, against zen-engine: `python -m tests.bench.rules`.

Ratios of processor time in one run, the sides taking turns; the lowest round of each counts. Ours decides with the full
trace of every cell of every row; zen-engine with its trace, which tells the one row that hit. What the rules are of a
submission is measured by `python -m tests.bench.submit`.
"""

import gc
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

ROUNDS, CASES = 15, 2000
BARS = {12: 2.0, 40: 6.0}


def main(words: Sequence[str]) -> int:
    from tests.bench.stage import stage

    with stage("sqlite"):
        engines()
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
