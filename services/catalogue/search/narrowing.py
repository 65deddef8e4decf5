"""The seven filters: which values they offer, how many entries each has, and what a value is called.

Among the results of a question only what occurs there is offered, so that no choice leads to an empty page; where nothing
was asked, or more was found than is looked through, whatever the catalogue has.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.catalogue.code_lists import called
from services.catalogue.search.models import Token
from services.catalogue.search.searchable import FILTERS
from services.catalogue.search.shelf import Hit
from services.departments.models import Department, Region
from services.texts import Text

LISTS = {"kind": "kinds", "audience": "audiences", "theme": "themes", "level": "levels", "form": "ways"}


@dataclass(frozen=True)
class Value:
    code: str
    name: Text
    entries: int


def among(hits: Iterable[Hit]) -> dict[str, list[Value]]:
    return _values(Counter(value for hit in hits for value in hit.filters.split()))


def everywhere() -> dict[str, list[Value]]:
    rows = Token.objects.filter(first="", entries__gt=0)
    return _values(dict(rows.values_list("text", "entries")))


def _values(counts: Mapping[str, int]) -> dict[str, list[Value]]:
    """The most frequent first; filters in their order, without those that nothing has."""
    found: dict[str, list[tuple[str, int]]] = {name: [] for name in FILTERS}
    for text, number in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        name, _, code = text.partition(":")
        found[name].append((code, number))
    names = {name: _names(name, [code for code, _ in each]) for name, each in found.items()}
    return {
        name: [Value(code, names[name][code], number) for code, number in each]
        for name, each in found.items()
        if each
    }


def _names(name: str, codes: list[str]) -> dict[str, Text]:
    if name in LISTS:
        return {code: called(LISTS[name], code) for code in codes}
    known: dict[str, Text] = {}
    if name == "department":
        known = dict(Department.objects.filter(code__in=codes).values_list("code", "name"))
    elif codes:
        known = dict(Region.objects.filter(code__in=codes).values_list("code", "name"))
    return {code: known.get(code) or {"zh": code, "en": code} for code in codes}
