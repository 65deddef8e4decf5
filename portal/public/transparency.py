"""The ledger for strangers: its newest checkpoint and every older one, who vouches for it, and what to check it with.

Pages and plain text; nothing here is about anybody. A proof that is put in to be checked is not kept.
"""

from base64 import b64encode
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal.identity.tries import CHECKS
from services.departments.models import Department
from services.ledger import ledger_check
from services.ledger.checkpoints import SHOWN as SHORT
from services.ledger.checkpoints import latest, newest, of_size, published
from services.ledger.models import Checkpoint
from services.ledger.proof_files import all_keys
from services.ledger.proofs import NoSuchSize, consistency

SHOWN = 10  # checkpoints on the page
LARGEST_PROOF = 256 * 1024
TEXT = "text/plain; charset=utf-8"


@never_cache
@login_not_required
def transparency(request: HttpRequest) -> HttpResponse:
    names = dict(Department.objects.values_list("code", "name"))
    rows = _marked([_row(checkpoint, names) for checkpoint in latest(SHOWN)])
    content = {
        "rows": rows,
        "newest": rows[0] if rows else None,
        "quorum": settings.WITNESS_QUORUM,
        "asked": len(settings.WITNESS_ADDRESSES),
    }
    return render(request, "public/transparency.html", content)


def _marked(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """`is_covered`: a later checkpoint, which continues this one entry for entry, is witnessed. The newest come first."""
    for place, row in enumerate(rows):
        row["is_covered"] = any(later["is_witnessed"] for later in rows[:place])
    return rows


def _row(checkpoint: Checkpoint, names: Mapping[str, Any]) -> dict[str, Any]:
    signed = sorted(each.witness for each in checkpoint.co_signatures.all())
    return {
        "size": checkpoint.size,
        "root": bytes(checkpoint.root).hex(),
        "short": bytes(checkpoint.root).hex()[:SHORT],
        "at": checkpoint.at,
        "witnesses": [names.get(name, {"zh": name, "en": name}) for name in signed],
        "is_witnessed": len(signed) >= settings.WITNESS_QUORUM,
    }


@never_cache
@login_not_required
def checkpoint(request: HttpRequest, size: int | None = None) -> HttpResponse:
    """The newest, or the one of a size, as it is signed."""
    found = newest() if size is None else of_size(size)
    if found is None:
        raise Http404
    return HttpResponse(published(found), TEXT)


@login_not_required
def growth(request: HttpRequest, old: int, size: int) -> HttpResponse:
    """The proof that a checkpoint continues an older one: a hash a line, in base64."""
    try:
        steps = consistency(old, size)
    except NoSuchSize:
        raise Http404 from None
    return HttpResponse("".join(f"{b64encode(step).decode()}\n" for step in steps), TEXT)


@never_cache
@login_not_required
def keys(request: HttpRequest) -> HttpResponse:
    return HttpResponse(all_keys(), TEXT)


@login_not_required
def program(request: HttpRequest) -> HttpResponse:
    """The program that checks without us."""
    source = Path(ledger_check.__file__).read_bytes()
    disposition = 'attachment; filename="ledger_check.py"'
    return HttpResponse(source, "text/x-python; charset=utf-8", headers={"Content-Disposition": disposition})


@never_cache
@login_not_required
def proof(request: HttpRequest) -> HttpResponse:
    """Checks a proof that somebody was given, by the same program."""
    if request.method != "POST":
        return render(request, "public/proof.html", {})
    if CHECKS.is_spent(request):
        words = _("Too many checks from your address. Please try again in ten minutes.")
        return _bad(request, words, HTTPStatus.TOO_MANY_REQUESTS)
    file = request.FILES.get("file")
    if file is None:
        return _bad(request, _("Choose the file of the proof first."), HTTPStatus.UNPROCESSABLE_ENTITY)
    content = file.read(LARGEST_PROOF + 1)
    if len(content) > LARGEST_PROOF:
        return _bad(request, _("This file is too large to be a proof."), HTTPStatus.UNPROCESSABLE_ENTITY)
    return render(request, "public/proof.html", {"verdict": _verdict(content)})


def _bad(request: HttpRequest, words: str, status: HTTPStatus) -> HttpResponse:
    return render(request, "public/proof.html", {"error": words}, status=status)


def _verdict(content: bytes) -> dict[str, Any]:
    try:
        found = ledger_check.examined(content.decode(), ledger_check.keys_in(all_keys()))
    except (ledger_check.Wrong, *ledger_check.UNREADABLE):
        return {"genuine": False}
    return {"genuine": True, **found}
