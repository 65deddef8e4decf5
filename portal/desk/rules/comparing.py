"""Two versions beside each other: rows by their code, each changed cell with what stood there."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from portal.desk.rules.cells import headings, lines_of
from portal.desk.rules.reading import stored, version_of
from portal.desk.rules.sheet import Sheet
from portal.desk.site import site
from services.rules.models import RuleVersion


@dataclass(frozen=True)
class Cell:
    """In words: what a code stands for is read, as on the version's own page."""

    label: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Row:
    """`kind`: new, gone, changed, moved or same."""

    code: str
    kind: str
    cells: list[Cell]


@site.page("rules/<uuid:pk>/compare/<uuid:other>/", "desk_rule_compare")
def rule_compare(request: HttpRequest, pk: UUID, other: UUID) -> HttpResponse:
    """The first against the second: what the second had stands as the former."""
    version = version_of(request, pk)
    former = get_object_or_404(RuleVersion, pk=other, rule_set=version.rule_set_id)
    context = {"version": version, "former": former, "rows": list(rows(former, version))}
    return render(request, "desk/rule_compare.html", {**context, **site.each_context(request)})


def rows(former: RuleVersion, version: RuleVersion) -> Iterator[Row]:
    old, new = Sheet.of(stored(former)), Sheet.of(stored(version))
    before, after = _by_code(old), _by_code(new)
    names = [*dict.fromkeys([*new.columns["r"][1:], *old.columns["r"][1:]])]
    labels = dict(zip(old.columns["r"], headings(old, "r"), strict=True))
    labels |= dict(zip(new.columns["r"], headings(new, "r"), strict=True))
    stayed = [code for code in before if code in after]
    in_order = [code for code in after if code in before]
    for code in [*after, *(code for code in before if code not in after)]:
        cells = [
            Cell(labels[name], before.get(code, {}).get(name, ""), after.get(code, {}).get(name, ""))
            for name in names
        ]
        moved = code in stayed and stayed.index(code) != in_order.index(code)
        yield Row(code, _kind(code in before, code in after, cells, moved), cells)


def _kind(was: bool, is_now: bool, cells: list[Cell], moved: bool) -> str:
    if not (was and is_now):
        return "new" if is_now else "gone"
    return "changed" if any(cell.changed for cell in cells) else "moved" if moved else "same"


def _by_code(sheet: Sheet) -> dict[str, dict[str, str]]:
    return {
        line.fields[0].value: {field.column: field.words for field in line.fields}
        for line in lines_of(sheet, "r")
    }
