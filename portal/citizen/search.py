"""Search by the words people use, narrowed by the seven filters of the catalogue; plain GETs, each address stays what it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from services.catalogue.models import DirectoryEntry
from services.catalogue.queries import most_used
from services.catalogue.search.finding import LONGEST, Found, find
from services.catalogue.search.models import Entry
from services.catalogue.search.narrowing import Value, among, everywhere
from services.catalogue.search.searchable import FILTERS
from services.catalogue.search.shelf import shown
from services.texts import Text

PAGE, POPULAR, THEMES = 20, 6, 8
LONGEST_VALUE = 80
LABELS: Mapping[str, Promise] = {
    "kind": _("Kind of service"),
    "audience": _("For whom"),
    "department": _("Department"),
    "theme": _("What it is about"),
    "level": _("Level"),
    "form": _("How to apply"),
    "region": _("Region"),
}
# places of the site that people search for by name; elder mode is no page but a button
PAGES: Mapping[str, Promise] = {
    "applications": _("What I applied for"),
    "wallet": _("My certificates"),
    "inbox": _("My messages"),
    "ask": _("Ask a question"),
    "my_data": _("Who looked at my data"),
    "verify": _("Check a certificate"),
    "figures": _("Public figures"),
}


@dataclass(frozen=True)
class Filter:
    name: str
    label: Promise
    values: list[Value]
    chosen: str


@login_not_required
def search(request: HttpRequest) -> HttpResponse:
    words = " ".join(_given(request, "q").split())[:LONGEST]
    chosen = {name: value for name in FILTERS if (value := _given(request, name)[:LONGEST_VALUE])}
    today = localdate()
    every = find(words, on=today)
    found = find(words, on=today, filters=chosen) if chosen else every
    offered = everywhere() if every.more or not words else among(every.hits)
    return render(
        request,
        "citizen/search.html",
        {
            "words": words,
            "longest": LONGEST,
            "found": found,
            "filters": _filters(offered, chosen),
            "narrowed": bool(chosen),
            **(
                _page(request, found)
                if words or chosen
                else {"shelves": _shelves(found, offered.get("theme", []))}
            ),
            **({} if found.hits else _help(offered)),
            "places": [(name, PAGES[name]) for name in found.pages if name in PAGES],
            "elder_sought": "display" in found.pages,
        },
    )


def _given(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "")


def _page(request: HttpRequest, found: Found) -> dict[str, object]:
    page = Paginator(found.hits, PAGE).get_page(request.GET.get("page"))
    return {"page": page, "entries": _addressed(shown([hit.id for hit in page]))}


def _addressed(entries: list[Entry]) -> list[tuple[Entry, str | None]]:
    """Each with the address of its page. A line that has just been taken out of the directory has none any more."""
    listed = [entry.code for entry in entries if entry.kind == Entry.Kind.LISTED]
    lines = dict(DirectoryEntry.objects.listed().filter(code__in=listed).values_list("code", "pk"))
    return [(entry, _address(entry, lines)) for entry in entries]


def _address(entry: Entry, lines: Mapping[str, int]) -> str | None:
    if entry.kind == Entry.Kind.ITEM:
        return reverse("guide", args=[entry.code])
    return reverse("entry", args=[lines[entry.code]]) if entry.code in lines else None


def _help(offered: Mapping[str, list[Value]]) -> dict[str, object]:
    """Where to go from an empty result: what is used most, and the themes there are."""
    themes = (offered or everywhere()).get("theme", [])
    return {"popular": most_used(localdate(), POPULAR), "themes": themes[:THEMES]}


def _shelves(found: Found, themes: list[Value]) -> list[tuple[Text, list[Entry]]]:
    """Everything there is to apply for here, each under the most frequent of its themes."""
    filters = {hit.id: hit.filters.split() for hit in found.hits if hit.kind == Entry.Kind.ITEM}
    shelves: dict[str, list[Entry]] = {theme.code: [] for theme in themes}
    for entry in shown([*filters]):
        code = next((code for code in shelves if f"theme:{code}" in filters[entry.id]), None)
        if code:
            shelves[code].append(entry)
    return [(theme.name, shelves[theme.code]) for theme in themes if shelves[theme.code]]


def _filters(offered: Mapping[str, list[Value]], chosen: Mapping[str, str]) -> list[Filter]:
    """A filter that offers no choice is left out, unless it is set: then it can be taken back."""
    return [
        Filter(name, LABELS[name], offered.get(name, []), chosen.get(name, ""))
        for name in FILTERS
        if len(offered.get(name, [])) > 1 or name in chosen
    ]
