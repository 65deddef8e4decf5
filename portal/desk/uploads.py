"""The files of an application, for those who handle it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from portal.desk.recused import keep_out, turning_away
from portal.desk.site import site
from portal.identity.actors import actor_of
from portal.showing.files import attachment
from services.applications.uploads import visible_upload


@site.page("applications/<uuid:pk>/uploads/<uuid:upload_id>/", "desk_upload")
@turning_away
def upload(request: HttpRequest, pk: UUID, upload_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = visible_upload(upload_id, actor, of=pk)
    if found:
        keep_out(found.application, actor)
    return attachment(found)
