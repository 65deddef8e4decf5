"""Documents that hold a character no font of ours has: seen to by a person, in the department's own way."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from portal.desk.site import site
from portal.identity.actors import actor_of
from services.certificates.actions.settle_unprintable import settle_unprintable
from services.certificates.errors import ReasonMissing
from services.certificates.queries import unprintable_of

MOST = 50


@site.page("unprintable/", "desk_unprintable")
def unprintable(request: HttpRequest) -> HttpResponse:
    actor, errors = actor_of(request), {}
    if request.method == "POST":
        pk = _id(request)
        try:
            settle_unprintable(unprintable_id=pk, note=request.POST.get("note", ""), actor=actor, at=now())
            return redirect("admin:desk_unprintable")
        except ReasonMissing:
            errors[pk] = _("Write how the holder got it.")
    rows = [(row, errors.get(row.pk, "")) for row in unprintable_of(actor)[:MOST]]
    context = {"rows": rows, **site.each_context(request)}
    return render(request, "desk/unprintable.html", context, status=422 if errors else 200)


def _id(request: HttpRequest) -> UUID:
    """What names no document at all is an address that is not there; the action judges the rest."""
    try:
        return UUID(request.POST.get("unprintable", ""))
    except ValueError:
        raise Http404 from None
