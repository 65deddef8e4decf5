"""Pages that only say something."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "citizen/accessibility_statement.html")


@login_not_required
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "citizen/privacy.html")
