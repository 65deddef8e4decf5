"""One application for a page about it, or the page that says there is none: whose it is decides, in the same statement."""

from uuid import UUID

from django.http import Http404

from services.actions.actor import Actor
from services.applications.models import Application
from services.applications.queries import one_whole


def whole_or_404(application_id: UUID, actor: Actor) -> Application:
    found = one_whole(application_id, actor)
    if found is None:
        raise Http404(str(application_id))
    return found
