"""Every table that is shipped: fit for publication, read alike by two engines, and no slip in it goes unnoticed.

A slip is found by grammar, lint or a stored example, or it changes nothing: on no combination of the published table's
boundary values does another outcome, code or sum come out. The worst that could go unnoticed has a name of its own:
APPROVE, or another sum, where the published table does not. Both are computed exactly. In a table that passes lint no
approval depends on the order of rows, so what it approves is the union of the boxes of its approving rows; what another
row decides is its box without those above it.
"""

from collections import Counter
from collections.abc import Iterator

import pytest

from services.rules import regions
from services.rules.agreement import agreement
from services.rules.boundaries import boundaries
from services.rules.decide import first_hit
from services.rules.examples import Example, agrees, check_examples
from services.rules.facts import BadFact, read
from services.rules.jdm import table_of
from services.rules.lint import lint
from services.rules.problems import RuleErrors
from services.rules.regions import Box
from services.rules.table import Outcome, Row, Table, parse
from tests.rules_engine.packages import NAMES, Published, published
from tests.rules_engine.slips import slips

Found = dict[str, Counter]
Said = tuple[Outcome, str, int]
VERDICTS = ("grammar", "lint", "example", "changes nothing", "unnoticed", "approves wrongly")
ALLOWANCE = "old-age-allowance"


@pytest.mark.parametrize("name", NAMES)
def test_both_engines_read_it_alike(name):
    composed = published(name).composed
    assert agreement(composed.table, composed.jdm).differences == ()


@pytest.mark.parametrize("name", NAMES)
def test_its_examples_come_out_and_reach_every_row(name):
    package = published(name)
    assert list(map(str, check_examples(package.composed.table, package.examples))) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_misspelt_fact_is_refused(name):
    assert set(misnamed(published(name))) == {"grammar"}


def misnamed(package: Published) -> Iterator[str]:
    """The verdict on each column bound to a name that no fact has."""
    composed = package.composed
    for column in table_of(composed.jdm)["inputs"]:
        before = column["field"]
        column["field"] = f"{before}e"
        try:
            parse(composed.jdm, composed.schema)
            yield "survives"
        except RuleErrors:
            yield "grammar"
        column["field"] = before


def test_no_slip_in_any_table_that_changes_anything_goes_unnoticed(capsys):
    counts: Found = {}
    missed = [said for name in NAMES for said in missed_in(published(name), counts)]
    with capsys.disabled():
        print(f"\n{report(counts)}")
    assert missed == []


def missed_in(package: Published, counts: Found) -> Iterator[str]:
    judge = Judge(package)
    counts.setdefault("unknown name", Counter()).update(misnamed(package))
    for kind, mutant in slips(package.composed.table):
        verdict = judge.verdict(mutant)
        counts.setdefault(kind, Counter())[verdict] += 1
        if verdict in {"unnoticed", "approves wrongly"}:
            yield f"{package.name}: {kind} {verdict}: {difference(package.composed.table, mutant)}"


class Judge:
    """One published table, against which slips are held."""

    def __init__(self, package: Published) -> None:
        self.package = package
        table = package.composed.table
        self.told = boundaries(table, every_code=True)
        self.known = [
            [read(fact, value) for value in values]
            for fact, values in zip(table.columns, self.told.values, strict=True)
        ]
        self.right = approvals(table)
        self.decided = decided(table)

    def verdict(self, mutant: Table | None) -> str:
        if mutant is None:
            return "grammar"
        if not all(comes_out(mutant, each) for each in self.package.examples):
            return "example"
        if not mutant.rows or lint(mutant, self.package.composed.schema):
            return "lint"
        if self.approves_wrongly(mutant):
            return "approves wrongly"
        return "unnoticed" if self.changes_anything(mutant) else "changes nothing"

    def approves_wrongly(self, mutant: Table) -> bool:
        for box, fen in approvals(mutant):
            left = without_all([box], [right for right, sum_ in self.right if sum_ == fen])
            if any(map(self.holds_a_boundary, left)):
                return True
        return False

    def changes_anything(self, mutant: Table) -> bool:
        """Where two tables differ, at least one of them decides above its last row, and the other otherwise."""
        here, there = self.decided, decided(mutant)
        return any(
            self.holds_a_boundary(piece)
            for one, other in ((here, there), (there, here))
            for said, boxes in one.items()
            for piece in without_all(boxes, other.get(said, []))
        )

    def holds_a_boundary(self, box: Box) -> bool:
        return all(
            any(region.test(value) for value in values)
            for region, values in zip(box, self.known, strict=True)
        )


def approvals(table: Table) -> list[tuple[Box, int]]:
    return [
        (regions.box(row.cells, table.columns), row.amount_fen)
        for row in table.rows
        if row.outcome is Outcome.APPROVE
    ]


def decided(table: Table) -> dict[Said, list[Box]]:
    """What comes out where, except by the last row, to which all the rest falls. Codes occur once in a table."""
    boxes = [regions.box(row.cells, table.columns) for row in table.rows]
    return {
        said(row): without_all([boxes[place]], boxes[:place]) for place, row in enumerate(table.rows[:-1])
    }


def said(row: Row) -> Said:
    return row.outcome, row.code, row.amount_fen


def without_all(boxes: list[Box], others: list[Box]) -> list[Box]:
    for other in others:
        boxes = [piece for each in boxes for piece in regions.without(each, other)]
    return boxes


def comes_out(table: Table, example: Example) -> bool:
    try:
        row = first_hit(table, example.facts)
    except BadFact:  # before any row: no slip in a row changes that
        return True
    return row is not None and agrees(row, example)


def difference(table: Table, mutant: Table) -> str:
    pairs = zip(table.rows, mutant.rows, strict=False)
    return next(
        (f"{old.texts} -> {new.code} {new.texts} {new.amount_fen}" for old, new in pairs if old != new), "?"
    )


def report(counts: Found) -> str:
    lines = [f"{'slips in ' + str(len(NAMES)) + ' tables':26}" + "".join(f"{each:>18}" for each in VERDICTS)]
    for kind, found in sorted(counts.items()):
        lines.append(f"{kind:26}" + "".join(f"{found[each]:>18}" for each in VERDICTS))
    return "\n".join(lines)


class TestTheJudgeItself:
    """It would notice: the same verdicts for slips whose harm is known."""

    def judge(self, name: str = ALLOWANCE) -> Judge:
        return Judge(published(name))

    def without_examples(self, name: str = ALLOWANCE) -> Judge:
        package = published(name)
        return Judge(Published(package.name, package.composed, package.rows, []))

    def slip(self, kind: str, code: str, name: str = ALLOWANCE) -> list[Table]:
        table = published(name).composed.table
        return [
            mutant
            for found, mutant in slips(table)
            if found == kind
            and mutant
            and any(row.code == code and row not in table.rows for row in mutant.rows)
        ]

    def test_a_neighbour_code_approves_wrongly_without_an_example_and_not_with_one(self):
        wider = self.slip("neighbour code", "A01_RECORD", "insurance-certificate")[0]
        assert self.without_examples("insurance-certificate").verdict(wider) == "approves wrongly"
        assert self.judge("insurance-certificate").verdict(wider) == "example"

    def test_another_sum_approves_wrongly_without_an_example(self):
        dearer = self.slip("another sum", "A01_70")[0]
        assert self.without_examples().verdict(dearer) == "approves wrongly"
        assert self.judge().verdict(dearer) == "example"

    def test_two_reasons_in_another_order_go_unnoticed_without_an_example(self):
        names = "minimum-living-allowance", "R02_PROPERTY"
        table, first = published(names[0]).composed.table, names[1]
        swapped = next(
            mutant
            for kind, mutant in slips(table)
            if kind == "swapped rows" and mutant and mutant.rows[0].code == first
        )
        assert self.without_examples(names[0]).verdict(swapped) == "unnoticed"
        assert self.judge(names[0]).verdict(swapped) == "example"

    def test_what_the_judge_computes_is_what_deciding_every_combination_finds(self):
        """Against brute force, on every eighth slip that gets that far."""
        judge = self.without_examples()
        table = judge.package.composed.table
        seen = Counter()
        for _, mutant in slips(table):
            if mutant is None or (verdict := judge.verdict(mutant)) in {"grammar", "lint"}:
                continue
            seen[verdict] += 1
            if seen[verdict] % 8 == 1:
                assert verdict == _by_force(judge, table, mutant)
        assert set(seen) == {"changes nothing", "unnoticed", "approves wrongly"}


def _by_force(judge: Judge, table: Table, mutant: Table) -> str:
    verdict = "changes nothing"
    for case in judge.told.combinations():
        facts = dict(zip(judge.told.facts, case, strict=True))
        got, right = said(first_hit(mutant, facts)), said(first_hit(table, facts))
        if got[0] is Outcome.APPROVE and (got[0], got[2]) != (right[0], right[2]):
            return "approves wrongly"
        if got != right:
            verdict = "unnoticed"
    return verdict
