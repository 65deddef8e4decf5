"""The search in a large catalogue: `python -m tests.bench.search [ENTRIES] [DATABASE]`, 10,000 and both without.

For each database: how long indexing takes; whether everything that holds a piece of 1 to 4 characters is found (all of it,
against a look into every text); and what a question costs against a scan of all texts in the memory of this process that
gives the same answer in the same order. Both take turns; lowest and median of the rounds, in milliseconds of work, the
server's added. At the end: whether both databases put the same twenty first.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from functools import partial
from heapq import nsmallest
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.stage import DATABASES, stage
from tests.bench.work import turns

DAY = date(2026, 11, 28)
LENGTHS = (1, 2, 3, 4)
SAMPLES, TIMED, FIRST = 40, 12, 20
ROUNDS = {10_000: 7, 100_000: 3}  # entries up to which so many are made
FEWEST = 2
ASKED = (
    "社保卡",
    "驾照",
    "shebao",
    "sbk",
    "低保",
    "居往证",
    "公积金 申领",
    "养老保险待遇",
    "没有这个词",
    "东溪区",
    "办",
)


def main(entries: int, databases: tuple[str, ...]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / each for each in databases]
        for database, file in zip(databases, files, strict=True):
            command = [sys.executable, "-m", "tests.bench.search", str(entries), database, str(file)]
            subprocess.run(command, check=True)
        answers = [json.loads(file.read_text()) for file in files]
    if len(answers) > 1:
        different = [asked for asked in answers[0] if answers[0][asked] != answers[1][asked]]
        print(
            f"the same first {FIRST} on both: {len(answers[0]) - len(different)} of {len(answers[0])} questions",
            *different,
        )


def measure(entries: int, database: str, file: Path) -> None:
    with stage(database):
        from services.catalogue.search.indexing import index
        from services.catalogue.search.keeping import index_catalogue
        from tests.catalogue.search.synthetic import samples, things

        index_catalogue()
        begun, worked = time.perf_counter(), time.process_time()
        index(things(entries))
        taken, worked = time.perf_counter() - begun, time.process_time() - worked
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        told = f"{taken:.0f} s, {worked:.0f} s of them this process's own; {memory} MB at most"
        print(f"\n{database}: {entries:,} entries indexed in {told}", flush=True)
        texts = every_text()
        words = {length: samples([each.text for each in texts], length, SAMPLES) for length in LENGTHS}
        recall(words, texts)
        cost(words, texts)
        asked = [*ASKED, *(word for each in words.values() for word in each)]
        file.write_text(json.dumps({each: first(each) for each in asked}))


def every_text() -> list[Any]:
    from services.catalogue.search.models import Entry
    from services.catalogue.search.shelf import Hit

    columns = ("pk", "kind", "code", "heat", "title", "text", "filters")
    return [Hit(*row) for row in Entry.objects.order_by("pk").values_list(*columns)]


def recall(words: dict[int, list[str]], texts: list[Any]) -> None:
    from services.catalogue.search.shelf import Shelf

    for length, pieces in words.items():
        found = there = wrong = 0
        for piece in pieces:
            true = {each.id for each in texts if piece in each.text}
            ours = {hit.id for hit in Shelf(DAY).holding([piece])}
            there, found, wrong = there + len(true), found + len(true & ours), wrong + len(ours - true)
        print(
            f"  {length} characters: {found:,} of {there:,} found, recall {found / there:.4f}, {wrong} wrong"
        )


def cost(words: dict[int, list[str]], texts: list[Any]) -> None:
    print(f"  {'':14}{'search ms':>18}{'scan ms':>18}{'times':>14}")
    rounds = next((number for most, number in ROUNDS.items() if len(texts) <= most + 1000), FEWEST)
    kinds = {f"{length} characters": pieces[:TIMED] for length, pieces in words.items()}
    for name, pieces in {**kinds, "no hit": ["没有这个"]}.items():
        sides = [
            lambda act=act, pieces=pieces: list(map(act, pieces)) for act in (first, partial(scan, texts))
        ]
        ours, theirs = ([each / len(pieces) for each in taken] for taken in turns(sides, rounds))
        shown = [f"{min(each):.2f} ({median(each):.2f})" for each in (ours, theirs)]
        times = f"{min(ours) / min(theirs):.1f} ({median(ours) / median(theirs):.1f})"
        print(f"  {name:14}{shown[0]:>18}{shown[1]:>18}{times:>14}")


def first(words: str) -> list[str]:
    from services.catalogue.search.finding import find

    return [hit.code for hit in find(words, on=DAY).hits[:FIRST]]


def scan(texts: list[Any], word: str) -> list[str]:
    """As lean as a scan that orders the same way can be."""
    from services.catalogue.search.weighing import place

    held = [each for each in texts if word in each.text]
    return [
        each.code
        for each in nsmallest(FIRST, held, key=lambda each: (-place(each, word), -each.heat, each.code))
    ]


if __name__ == "__main__":
    given = sys.argv[1:]
    if len(given) > 2:  # one database, told by the other process
        measure(int(given[0]), given[1], Path(given[2]))
    else:
        main(int(given[0]) if given else 10_000, (given[1],) if len(given) > 1 else DATABASES)
