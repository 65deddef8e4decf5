"""Search by the words people use."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from services.catalogue.queries import find, on_offer

LONGEST = 60


@login_not_required
def search(request: HttpRequest) -> HttpResponse:
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST]
    found = find(words, localdate())
    context = {"words": words, "found": found, "popular": [] if found else on_offer(localdate())[:6]}
    return render(request, "citizen/search.html", context)
