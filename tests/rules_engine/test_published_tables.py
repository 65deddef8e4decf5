"""Every table that is shipped: fit for publication, read alike by two engines, and no slip in it approves anybody.

A slip is found by grammar, lint or a stored example, or it approves nobody whom the published table does not. Wrong
approval means: APPROVE, or another sum, on any combination of the published table's boundary values. It is computed
exactly: in a table that passes lint no approval depends on the order of rows, so what it approves is the union of the
boxes of its approving rows.
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
from services.rules.table import Outcome, Table, parse
from tests.rules_engine.packages import NAMES, Published, published
from tests.rules_engine.slips import slips

Found = dict[str, Counter]
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


def test_no_slip_in_any_table_approves_anybody_wrongly(capsys):
    counts: Found = {}
    survivors = [said for name in NAMES for said in survivors_of(published(name), counts)]
    with capsys.disabled():
        print(f"\n{report(counts)}")
    assert survivors == []


def survivors_of(package: Published, counts: Found) -> Iterator[str]:
    judge = Judge(package)
    counts.setdefault("unknown name", Counter()).update(misnamed(package))
    for kind, mutant in slips(package.composed.table):
        verdict = judge.verdict(mutant)
        counts.setdefault(kind, Counter())[verdict] += 1
        if verdict == "survives":
            yield f"{package.name}: {kind}: {difference(package.composed.table, mutant)}"


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

    def verdict(self, mutant: Table | None) -> str:
        if mutant is None:
            return "grammar"
        if not all(comes_out(mutant, each) for each in self.package.examples):
            return "example"
        if not mutant.rows or lint(mutant, self.package.composed.schema):
            return "lint"
        return "survives" if self.approves_wrongly(mutant) else "approves nobody more"

    def approves_wrongly(self, mutant: Table) -> bool:
        for box, fen in approvals(mutant):
            left = [box]
            for right, sum_ in self.right:
                if sum_ == fen:
                    left = [piece for each in left for piece in regions.without(each, right)]
            if any(self.holds_a_boundary(each) for each in left):
                return True
        return False

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
    columns = ("grammar", "lint", "example", "approves nobody more", "survives")
    lines = [f"{'slips in ' + str(len(NAMES)) + ' tables':26}" + "".join(f"{each:>22}" for each in columns)]
    for kind, found in sorted(counts.items()):
        lines.append(f"{kind:26}" + "".join(f"{found[each]:>22}" for each in columns))
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

    def test_a_neighbour_code_survives_without_an_example_and_not_with_one(self):
        wider = self.slip("neighbour code", "A01_RECORD", "insurance-certificate")[0]
        assert self.without_examples("insurance-certificate").verdict(wider) == "survives"
        assert self.judge("insurance-certificate").verdict(wider) == "example"

    def test_another_sum_survives_without_an_example(self):
        dearer = self.slip("another sum", "A01_70")[0]
        assert self.without_examples().verdict(dearer) == "survives"
        assert self.judge().verdict(dearer) == "example"

    def test_what_the_judge_computes_is_what_deciding_every_combination_finds(self):
        """Against brute force, on every slip that gets that far."""
        judge = self.without_examples()
        table = judge.package.composed.table
        seen = 0
        for _, mutant in slips(table):
            if mutant is None or judge.verdict(mutant) in {"grammar", "lint"}:
                continue
            seen += 1
            if seen % 8 == 0:
                assert judge.approves_wrongly(mutant) == _by_force(judge, table, mutant)
        assert seen > 20


def _by_force(judge: Judge, table: Table, mutant: Table) -> bool:
    return any(
        (row := first_hit(mutant, facts)).outcome is Outcome.APPROVE
        and (row.outcome, row.amount_fen) != ((right := first_hit(table, facts)).outcome, right.amount_fen)
        for facts in (dict(zip(judge.told.facts, case, strict=True)) for case in judge.told.combinations())
    )
