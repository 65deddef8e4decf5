"""The record of an automatic decision as a file, for auditors, courts and whoever decides it again (`manage.py explain`)."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from portal.desk.recused import keep_out, turning_away
from portal.desk.site import site
from portal.identity.actors import actor_of
from portal.showing.found import whole_or_404
from services.applications.explaining import explanation, last_run


@site.page("applications/<uuid:pk>/explanation.json", "desk_explanation")
@turning_away
def explanation_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """404 where the rules have not looked at it."""
    found = whole_or_404(pk, actor_of(request))
    keep_out(found, actor_of(request))
    run = last_run(found)
    if run is None:
        raise Http404
    name = f"explanation-{found.case_code}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(explanation(run), content_type="application/json", headers=headers)
