"""Taking somebody else's directory in: all of it or nothing, and twice is once.

Lines that a file does not have any more stay: a directory tells what there is, not what has gone. A code that is one of our
own items is left alone, because the package knows more.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.db import transaction

from services.catalogue.code_lists import kind_called
from services.catalogue.directory_file import Line, read_lines
from services.catalogue.models import DirectoryEntry, ServiceItem
from services.departments.models import Department
from services.ledger.entries import record

BATCH = 1000
COLUMNS = (
    "source",
    "name",
    "main_item",
    "kind",
    "kind_name",
    "department_id",
    "department_name",
    "credit_code",
    "credit_code_fault",
    "region_code",
)


@dataclass
class Report:
    """`changes` counts new, changed, unchanged and ours; `faults` what is wrong with codes of departments; `rows` is every line
    worth reading again: line, code, change, credit code, fault."""

    changes: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    rows: list[tuple[int, str, str, str, str]] = field(default_factory=list)

    def note(self, line: Line, change: str) -> None:
        self.changes[change] += 1
        if line.fault:
            self.faults[line.fault] += 1
        if line.fault or change != "unchanged":
            self.rows.append((line.number, line.code, change, line.credit_code, line.fault or ""))


def import_directory(path: Path, *, progress: Callable[[int], None] = lambda _: None) -> Report:
    """Raises `BadDirectory` with every fault, and nothing has been written. `progress` hears how many lines have been read."""
    report = Report()
    with transaction.atomic():
        departments = dict(Department.objects.values_list("credit_code", "pk"))
        for batch in _batches(read_lines(path)):
            _keep(batch, departments, path.name[-60:], report)
            progress(report.changes.total())
        if report.changes["new"] or report.changes["changed"]:
            record("directory_imported", {"source": path.name, **report.changes})
    return report


def _batches(lines: Iterable[Line]) -> Iterator[list[Line]]:
    each = iter(lines)
    while batch := list(islice(each, BATCH)):
        yield batch


def _keep(lines: list[Line], departments: dict[str, int], source: str, report: Report) -> None:
    codes = [line.code for line in lines]
    ours = set(
        ServiceItem.objects.filter(implementation_code__in=codes).values_list(
            "implementation_code", flat=True
        )
    )
    known = {entry.code: entry for entry in DirectoryEntry.objects.listed().filter(code__in=codes)}
    new, changed = [], []
    for line in lines:
        wanted = _entry(line, departments, source)
        entry = known.get(line.code)
        if line.code in ours:
            report.note(line, "ours")
        elif entry is None:
            new.append(wanted)
            report.note(line, "new")
        elif _differs(entry, wanted):
            wanted.pk = entry.pk
            changed.append(wanted)
            report.note(line, "changed")
        else:
            report.note(line, "unchanged")
    DirectoryEntry.objects.bulk_create(new)
    DirectoryEntry.objects.bulk_update(changed, [column.removesuffix("_id") for column in COLUMNS])


def _entry(line: Line, departments: dict[str, int], source: str) -> DirectoryEntry:
    return DirectoryEntry(
        code=line.code,
        source=source,
        name={"zh": line.name},
        main_item=line.main_item,
        kind=line.kind,
        kind_name=kind_called(line.kind, line.region),
        department_id=departments.get(line.credit_code),
        department_name=line.department,
        credit_code=line.credit_code,
        credit_code_fault=line.fault or "",
        region_code=line.region,
    )


def _differs(entry: DirectoryEntry, wanted: DirectoryEntry) -> bool:
    return any(getattr(entry, column) != getattr(wanted, column) for column in COLUMNS)
