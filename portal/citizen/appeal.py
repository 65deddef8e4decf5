"""复核: whoever was refused says why that is wrong, and another person of the department looks again."""

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from portal.citizen.check import read_key
from portal.identity.actors import actor_of, person_required
from portal.showing.found import whole_or_404
from services.aftercare.actions.appeal import LONGEST, may_appeal
from services.aftercare.actions.appeal import appeal as ask_again
from services.aftercare.actions.reexamine import DAYS
from services.aftercare.errors import AlreadyAppealed, NotRefused, TooLateToAppeal, TooManyWords, WordsMissing
from services.aftercare.queries import appeal_of


@person_required
def appeal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where there is nothing to ask for, or no more, the application's own page says how it stands."""
    actor, at = actor_of(request), now()
    application = whole_or_404(pk, actor)
    words, error = request.POST.get("words", ""), ""
    if request.method == "POST":
        key = read_key(request.POST.get("request_key", ""))
        try:
            ask_again(application_id=pk, words=words, actor=actor, at=at, request_key=key)
            return redirect("application", pk=pk)
        except WordsMissing:
            error = _("Say why the refusal is wrong.")
        except TooManyWords:
            error = _("Please say it in %(longest)d characters at most.") % {"longest": LONGEST}
        except (NotRefused, AlreadyAppealed, TooLateToAppeal):
            return redirect("application", pk=pk)
    elif not may_appeal(application, appeal_of(application), at):
        return redirect("application", pk=pk)
    context = {
        "application": application,
        "content": application.content,
        "words": words,
        "error": error,
        "longest": LONGEST,
        "days": DAYS,
        "request_key": uuid4(),
    }
    return render(request, "citizen/appeal.html", context, status=422 if error else 200)
