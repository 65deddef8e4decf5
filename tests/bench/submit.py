"""CPU of submit-to-decision against the floor of bare SQL: `python -m tests.bench.submit [sqlite|postgresql]`.

Processor time of this process and, on PostgreSQL, of the server process behind its connection; wall time would tell of
the neighbours. The variants take turns, so that a slow minute hits all; the ratio of the lowest rounds counts. The third is the
rules alone: the facts made of what is known, decided, with the trace of every cell and the conditions as they are kept.
"""

import gc
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from tests.bench.stage import DATABASES, on_both, stage

ROUNDS, PER_ROUND, WARM_UP = 25, 20, 20
Act = Callable[[Any], None]


@dataclass
class Variant:
    """`backend`: the PostgreSQL process that works for it, None on SQLite. Times in microseconds an act."""

    name: str
    act: Act
    backend: int | None
    client: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)

    def measure(self, drafts: Sequence[Any]) -> None:
        gc.collect()
        server, client = self._server_ns(), time.process_time_ns()
        for draft in drafts:
            self.act(draft)
        self.client.append((time.process_time_ns() - client) / len(drafts) / 1000)
        self.server.append((self._server_ns() - server) / len(drafts) / 1000)

    def _server_ns(self) -> int:
        """Nanoseconds on a processor (Linux only)."""
        if self.backend is None:
            return 0
        return int(Path(f"/proc/{self.backend}/schedstat").read_text().split()[0])

    @property
    def totals(self) -> list[float]:
        return [client + server for client, server in zip(self.client, self.server, strict=True)]


def main(words: Sequence[str]) -> int:
    if not words:
        return on_both("tests.bench.submit", [])
    with stage(words[0]) as folder:
        report(words[0], *run(folder))
    return 0


def run(folder: Path, rounds: int = ROUNDS, per_round: int = PER_ROUND) -> tuple[list[Variant], int, int]:
    """The portal, the floor and the rules; how many rows each submission writes, and in how many statements the portal does."""
    from tests.bench import drafts

    world = arrange(folder)
    ready = iter(drafts.copies(world.model, WARM_UP * 2 + rounds * per_round * 2, first=1))
    portal = Variant("portal", world.submit, world.backend)
    bare = Variant("floor", lambda draft: world.floor(draft[0], draft[1].person_id), world.floor_backend)
    rules = Variant("rules", rule_step(world.model), None)
    for draft in take(ready, WARM_UP):
        portal.act(draft)
    for draft in take(ready, WARM_UP):
        bare.act(draft)
    for number in range(rounds):
        for variant in (portal, bare) if number % 2 else (bare, portal):
            variant.measure(take(ready, per_round))
        rules.measure(range(per_round))
    return [portal, bare, rules], world.rows, world.statements


def rule_step(draft: UUID) -> Act:
    from django.utils.timezone import localdate

    from services.applications.deciding import local_regions, values_of
    from services.applications.facts import Known, find_facts
    from services.applications.models import Application
    from services.rules.decide import decide
    from services.rules.explain import conditions
    from services.rules.queries import compiled, in_force
    from tests.cast import NOON

    application, on = Application.objects.get(pk=draft), localdate(NOON)
    known, local = Known(values_of(application), set(), set()), local_regions(application)
    version = in_force(application.item_version.rule_set, on)

    def act(_: Any) -> None:
        table, schema = compiled(version)
        found = find_facts(application.item_version.content["facts"], known=known, on=on, local=local)
        decide(table, found.values, found.holes).to_body()
        [each.to_body() for each in conditions(table, schema, found.values)]

    act(None)
    return act


def take(drafts: Iterator[Any], number: int) -> list[Any]:
    return [next(drafts) for _ in range(number)]


@dataclass
class World:
    """`model`: a draft to copy; `floor(application_id, person_id)`."""

    model: UUID
    submit: Act
    floor: Callable[[UUID, UUID], None]
    rows: int
    statements: int

    @property
    def backend(self) -> int | None:
        from django.db import connection

        return connection.connection.info.backend_pid if connection.vendor == "postgresql" else None

    @property
    def floor_backend(self) -> int | None:
        return getattr(self.floor, "backend", None)


def arrange(folder: Path) -> World:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from services.applications.actions.submit import submit
    from tests.bench import drafts
    from tests.bench.people import citizen, departments
    from tests.cast import NOON, begin
    from tests.written import watch

    departments(folder)
    model = begin(citizen("wang_xiulan"))
    shown = drafts.shown_of(model)

    def send(draft: Any) -> None:
        submit(application_id=draft[0], answers={}, shown=shown, actor=draft[1], at=NOON, request_key=uuid4())

    first, second, third = drafts.copies(model, 3, first=5000)
    send(first)  # the day's counter and every cache are there from now on
    written = watch(lambda: send(second))
    with CaptureQueriesContext(connection) as queries:
        send(third)
    return World(model, send, _floor(written), written.rows, len(queries) - 2)


def _floor(written: Any) -> Any:
    from django.db import connection
    from django.utils.timezone import localdate

    from services.applications.models import Application
    from tests.bench.floor import APPLICATION, PostgreSQLFloor, SQLiteFloor, Template
    from tests.cast import NOON

    reference = Application.objects.select_related("item_version", "competent_department").get(
        pk=written.changed[APPLICATION][0]
    )
    region = reference.competent_department.region_id
    template = Template(written, localdate(NOON), reference.item_version.rule_set, region)
    if connection.vendor == "sqlite":
        return SQLiteFloor(template, str(connection.settings_dict["NAME"]))
    return PostgreSQLFloor(template, connection.settings_dict)


def report(database: str, variants: Sequence[Variant], rows: int, statements: int) -> None:
    portal, bare, rules = variants
    print(f"\nsubmit to decision, {database}: {rows} rows written, {statements} statements by the portal")
    print(f"CPU us an act, {len(portal.client)} interleaved rounds of {PER_ROUND}: lowest (median)\n")
    print(f"{'':8}{'client':>16}{'database':>16}{'together':>16}")
    for variant in variants:
        columns = (variant.client, variant.server, variant.totals)
        print(
            f"{variant.name:8}"
            + "".join(f"{f'{min(each):.0f} ({statistics.median(each):.0f})':>16}" for each in columns)
        )
    lowest = min(portal.totals) / min(bare.totals)
    median = statistics.median(a / b for a, b in zip(portal.totals, bare.totals, strict=True))
    print(f"\nratio portal / floor: {lowest:.2f} of the lowest rounds, {median:.2f} median of the rounds")
    share = [100 * a / b for a, b in zip(rules.totals, portal.totals, strict=True)]
    lowest = 100 * min(rules.totals) / min(portal.totals)
    print(
        f"share of the rules: {lowest:.1f} % of the lowest rounds, {statistics.median(share):.1f} % median\n"
    )


if __name__ == "__main__":
    if sys.argv[1:] and sys.argv[1] not in DATABASES:
        sys.exit(f"Say one of {', '.join(DATABASES)}, or nothing for both.")
    sys.exit(main(sys.argv[1:]))
