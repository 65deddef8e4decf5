"""How we are doing: the public figures, good and bad, for anybody; each with a page of its own for its numbers, what was
promised, and how it is counted. The numbers are read at most every few seconds."""

from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now

from portal.public.telling import section, sections
from services.figures.overview import Overview, overview

FRESH_SECONDS = 15  # the page is open to everybody, and adding up a year is not free


@login_not_required
def figures(request: HttpRequest) -> HttpResponse:
    found = _read()
    return render(request, "public/figures.html", {"found": found, "sections": sections(found)})


@login_not_required
def figure(request: HttpRequest, code: str) -> HttpResponse:
    found = _read()
    if (one := section(code, found)) is None:
        raise Http404(code)
    return render(request, "public/figure.html", {"found": found, "section": one})


def _read() -> Overview:
    at = now()
    return cast(Overview, cache.get_or_set(f"figures:{localdate(at)}", lambda: overview(at), FRESH_SECONDS))
