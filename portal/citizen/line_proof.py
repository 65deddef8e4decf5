"""存证: the proof of one line of 谁看过我的数据, to be checked without us."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now

from portal.identity.actors import actor_of, person_required
from services.ledger.proof_files import proof_file
from services.ledger.proofs import NotSealed
from services.sharing.access_log import line_of
from services.sharing.marks import entries_of


@person_required
def proof(request: HttpRequest, pk: UUID) -> HttpResponse:
    """存证: one line's entry with its path to a signed checkpoint, for the stand-alone program."""
    if line_of(pk, actor_of(request), at=now()) is None or (entry := entries_of([pk]).get(pk)) is None:
        raise Http404(str(pk))
    try:
        content = proof_file(entry)
    except NotSealed:
        return render(request, "citizen/not_sealed.html", status=409)
    name = f"proof-{entry.leaf_index}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/json", headers=headers)
