"""How we are doing: the public figures, good and bad, for anybody. The numbers are read at most every few seconds."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now

from portal.public.telling import sections
from services.figures.overview import overview

FRESH_SECONDS = 15  # the page is open to everybody, and adding up a year is not free


@login_not_required
def figures(request: HttpRequest) -> HttpResponse:
    at = now()
    found = cache.get_or_set(f"figures:{localdate(at)}", lambda: overview(at), FRESH_SECONDS)
    assert found is not None  # noqa: S101  get_or_set is typed for callables that may give nothing
    return render(request, "public/figures.html", {"found": found, "sections": sections(found)})
