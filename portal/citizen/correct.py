"""补正: the one thing to put right, highlighted; nothing else can be changed here."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from portal.citizen.check import read_key
from portal.citizen.uploads import hand_in, hands_in
from portal.identity.actors import actor_of, person_required
from portal.questions.asking import asked, sentences
from portal.questions.reading import read_answers
from portal.showing.correction import places_of
from portal.showing.found import whole_or_404
from services.applications.actions.correct import LONGEST_REPLY, resubmit
from services.applications.errors import BadAnswers, NothingAsked, ReplyMissing
from services.applications.models import Application, Correction
from services.applications.queries import open_correction
from services.applications.states import IllegalMove
from services.applications.uploads import files_of


@person_required
def correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    application = whole_or_404(pk, actor_of(request))
    correction = open_correction(application)
    if correction is None:
        return redirect("application", pk=pk)
    if request.method != "POST":
        return _page(request, application, correction, given={}, errors={})
    return _send(request, application, correction)


def _send(request: HttpRequest, application: Application, correction: Correction) -> HttpResponse:
    answers, replies = _read(request, application, correction)
    if hands_in(request):
        by_code = application.form.by_code
        marked = [by_code[point["code"]] for point in correction.points if point["code"] in by_code]
        errors = hand_in(request, application, marked)
        status = 422 if errors else 200
        return _page(request, application, correction, given=answers | replies, errors=errors, status=status)
    try:
        resubmit(
            application_id=application.pk,
            answers=answers,
            replies=replies,
            actor=actor_of(request),
            at=now(),
            request_key=read_key(request.POST.get("request_key", "")),
        )
    except ReplyMissing as missing:
        errors = {
            place: _("Please answer this.") for code in missing.codes for place in (f"q-{code}", f"r-{code}")
        }
        return _page(request, application, correction, given=answers | replies, errors=errors, status=422)
    except BadAnswers as bad:
        errors = sentences(bad.objections)
        return _page(request, application, correction, given=answers | replies, errors=errors, status=422)
    except (IllegalMove, NothingAsked):  # answered in another tab
        pass
    return redirect("application", pk=application.pk)


def _read(
    request: HttpRequest, application: Application, correction: Correction
) -> tuple[dict[str, Any], dict[str, str]]:
    """Only what was marked is read; whatever else a form carries is not."""
    form = application.form
    marked = {point["code"]: point["kind"] for point in correction.points}
    answers = read_answers(request.POST, [each for each in form.questions if each.code in marked])
    replies = {
        code: request.POST.get(f"r-{code}", "").strip()[:LONGEST_REPLY]
        for code, kind in marked.items()
        if kind != "QUESTION"
    }
    files = {code: list(names) for code, names in files_of(application).items() if code in marked}
    return form.coerce(answers) | files, replies


def _page(
    request: HttpRequest,
    application: Application,
    correction: Correction,
    *,
    given: dict[str, Any],
    errors: dict[str, str],
    status: int = 200,
) -> HttpResponse:
    words = {name.removeprefix("r-"): said for name, said in errors.items()}
    places = places_of(application, correction, given=given, errors=words)
    answers = {**(application.answers or {}), **given}
    questions = asked(
        [each.question for each in places if each.question], answers, errors, files=files_of(application)
    )
    by_code = {each.question.code: each for each in questions}
    context = {
        "application": application,
        "content": application.content,
        "correction": correction,
        "places": [(place, by_code.get(place.code)) for place in places],
        "errors": errors,
        "request_key": uuid4(),
        "longest": LONGEST_REPLY,
    }
    return render(request, "citizen/correct.html", context, status=status)
