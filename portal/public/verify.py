"""Checking a certificate or a paper: by the code it bears, by its number and the holder's last four, or by the file itself.

Anyone may ask; only who holds the certificate in hand learns something, and the holder stays masked. Tries are counted
per address so that nobody walks through the numbers.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal.identity.tries import CHECKS
from services.certificates.verify import LARGEST_FILE, Verdict, by_code, by_file, by_number
from services.ledger.checkpoints import newest, short


@never_cache
@login_not_required
def verify_code(request: HttpRequest, identifier: str, check_code: str) -> HttpResponse:
    """Where the QR code on a certificate leads."""
    if CHECKS.is_spent(request):
        return _too_often(request)
    return _answer(request, by_code(identifier, check_code, at=now()))


@never_cache
@login_not_required
def verify(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request, {})
    if CHECKS.is_spent(request):
        return _too_often(request)
    if file := request.FILES.get("file"):
        return _answer(request, by_file(_read(file), at=now()))
    if faults := _faults(request):
        return _form(request, faults, 422)
    return _answer(request, by_number(request.POST["number"], request.POST["last_four"], at=now()))


def _faults(request: HttpRequest) -> dict[str, str]:
    faults = {}
    if not request.POST.get("number", "").strip():
        faults["number"] = _("Enter the number printed under the certificate, or choose the PDF file.")
    if not request.POST.get("last_four", "").strip():
        faults["last_four"] = _("Enter the last four characters of the holder's identity number.")
    return faults


def _read(file: Any) -> bytes:
    """One byte more than allowed tells that it is too large, whatever the browser claimed."""
    return bytes(file.read(LARGEST_FILE + 1))


def _too_often(request: HttpRequest) -> HttpResponse:
    words = _("Too many checks from your address. Please try again in ten minutes.")
    return _form(request, {"form": words}, 429)


def _form(request: HttpRequest, faults: dict[str, str], status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "errors": faults,
        "typed": {name: request.POST.get(name, "") for name in ("number", "last_four")},
        **_ledger(),
    }
    return render(request, "public/verify.html", context, status=status)


def _ledger() -> dict[str, Any]:
    """For the foot of the page: visitors who note it hold us to it."""
    found = newest()
    return {"checkpoint": found, "checkpoint_short": short(found) if found else ""}


def _answer(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    context: dict[str, Any] = {
        "verdict": verdict,
        "certificate": verdict.certificate,
        "paper": verdict.paper,
        "errors": {},
        "typed": {},
        **_ledger(),
    }
    return render(request, "public/verdict.html", context)
