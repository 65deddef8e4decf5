"""Rating how it went: five levels, words if one likes, once. Afterwards the same address shows what became of it.

`templates/citizen/rate_form.html` is the form by itself: the result page includes it and needs `application` only.
"""

from contextlib import suppress
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from portal.identity.actors import actor_of, person_required
from portal.showing.found import whole_or_404
from services.ratings.actions.rate import LONGEST
from services.ratings.actions.rate import rate as give_rating
from services.ratings.errors import AlreadyRated
from services.ratings.models import Level
from services.ratings.queries import may_be_rated, rating_of

LEVELS = {str(level.value): level for level in Level}


@person_required
def rate(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    application = whole_or_404(pk, actor)
    rating = rating_of(application)
    if rating is None and not may_be_rated(application):
        return redirect("application", pk=pk)
    level, words = request.POST.get("level", ""), request.POST.get("words", "").strip()
    errors = _faults(level, words) if request.method == "POST" else {}
    if request.method == "POST" and not errors:
        with suppress(AlreadyRated):  # a second press, or another tab: the page shows the rating that counts
            give_rating(application_id=pk, level=LEVELS[level], words=words, actor=actor, at=now())
        return redirect("rate", pk=pk)
    context = {
        "application": application,
        "rating": rating,
        "rectification": getattr(rating, "rectification", None),
        "errors": errors,
        "typed": {"level": level, "words": words},
        "alone": True,
    }
    return render(request, "citizen/rate.html", context, status=422 if errors else 200)


def _faults(level: str, words: str) -> dict[str, str]:
    faults = {}
    if level not in LEVELS:
        faults["level"] = _("Choose one of the five, from very satisfied to very dissatisfied.")
    if len(words) > LONGEST:
        faults["words"] = _("Please say it in %(longest)d characters at most.") % {"longest": LONGEST}
    return faults
