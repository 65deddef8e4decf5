"""“This is wrong”: objecting to a value, and taking the objection back. The source answers; the portal edits nothing."""

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.citizen.check import read_key
from portal.identity.actors import PersonRequest, actor_of, person_required
from portal.showing.found import whole_or_404
from portal.showing.known import Known, known_groups
from services.applications.foreseeing import looked_at
from services.applications.models import Application, State
from services.sharing.actions.object_to import object_to
from services.sharing.actions.take_back import take_back as take_back_dispute

LONGEST = 500


@person_required
def wrong(request: PersonRequest, pk: UUID, field: str) -> HttpResponse:
    actor = actor_of(request)
    application = whole_or_404(pk, actor)
    known = _known(application, field)
    if known.dispute is not None:  # said before, perhaps by a double click
        return _back(application)
    words, error = request.POST.get("words", "").strip(), ""
    if request.method == "POST":
        error = _fault(words)
        if not error:
            object_to(
                person_id=request.person_id,
                field_code=field,
                source=application.source,
                words=words,
                actor=actor,
                at=now(),
                request_key=read_key(request.POST.get("request_key", "")),
            )
            return _told(application, field)
    context = {
        "application": application,
        "known": known,
        "words": words,
        "error": error,
        "is_draft": application.state == State.DRAFT,
        "is_looked_at": field in looked_at(application),
        "is_decided": hasattr(application, "decision"),
        "longest": LONGEST,
        "request_key": uuid4(),
    }
    return render(request, "citizen/wrong.html", context, status=422 if error else 200)


def _fault(words: str) -> str:
    if not words:
        return _("Say what is right, in your own words.")
    if len(words) > LONGEST:
        return _("Please say it in %(longest)d characters at most.") % {"longest": LONGEST}
    return ""


def _known(application: Application, field: str) -> Known:
    for group in known_groups(application):
        for each in group.values:
            if each.field.code == field:
                return each
    raise Http404(field)


@person_required
@require_POST
def take_back(request: HttpRequest, pk: UUID, field: str) -> HttpResponse:
    actor = actor_of(request)
    application = whole_or_404(pk, actor)
    dispute = _known(application, field).dispute
    if dispute is not None:
        take_back_dispute(dispute_id=dispute.pk, actor=actor, at=now())
    return _back(application)


def _told(application: Application, field: str) -> HttpResponse:
    """The values lie folded on the page of what was sent: it opens them, and says to whom the words went."""
    if application.state == State.DRAFT:
        return _back(application)
    return redirect(f"{reverse('application', args=[application.pk])}?said={field}#known")


def _back(application: Application) -> HttpResponse:
    return redirect("check" if application.state == State.DRAFT else "application", pk=application.pk)
