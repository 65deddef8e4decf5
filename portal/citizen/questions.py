"""The questions of a long form, a few a page (portal/questions/sheets.py). What was typed is kept at every step, right or
wrong: one can leave and come back, and an error loses nothing. The check page sends it."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now

from accessibility.preferences import display_for
from portal.citizen.uploads import hand_in, hands_in
from portal.identity.actors import actor_of, person_required
from portal.questions.asking import asked, sentences
from portal.questions.reading import read_answers
from portal.questions.sheets import Sheet, after, sheet_with
from portal.showing.found import whole_or_404
from services.applications.actions.keep_answers import keep_answers
from services.applications.models import Application, State
from services.applications.surroundings import world_for
from services.applications.uploads import files_of, with_files
from services.eforms.judging import judge
from services.eforms.world import World

KEEP, MORE, LESS = "keep", "more", "less"


@person_required
def questions(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """The page with that question."""
    application = whole_or_404(pk, actor_of(request))
    if application.state != State.DRAFT:
        return redirect("application", pk=pk)
    world, answers = world_for(application, at=now()), application.answers or {}
    sheet = _sheet(request, application, code, answers, world)
    if not sheet:
        raise Http404(code)
    if request.method == "POST":
        return _go_on(request, application, sheet, world)
    return _page(request, application, sheet, answers)


def _sheet(
    request: HttpRequest, application: Application, code: str, answers: dict[str, Any], world: World
) -> Sheet:
    open_ = application.form.asked(answers, world.known)
    return sheet_with(code, open_, elder=display_for(request).elder)


def _go_on(request: HttpRequest, application: Application, sheet: Sheet, world: World) -> HttpResponse:
    form = application.form
    if hands_in(request):
        errors = hand_in(request, application, sheet)
        here = redirect("questions", application.pk, sheet[0].code)
        return (
            _page(request, application, sheet, application.answers or {}, errors=errors) if errors else here
        )
    typed = dict.fromkeys(each.code for each in sheet) | form.coerce(read_answers(request.POST, sheet))
    if LESS in request.POST:
        _take_away(typed, request.POST[LESS])
    keep_answers(application_id=application.pk, answers=typed, actor=actor_of(request), at=now())
    answers = with_files(application, {**(application.answers or {}), **typed})
    if step := _stays(request, application, sheet):
        return step
    objections = [each for each in judge(form, answers, world) if each.question.partition(".")[0] in typed]
    if objections:
        return _page(request, application, sheet, answers, errors=sentences(objections))
    following = after(sheet, form.asked(answers, world.known))
    return (
        redirect("questions", application.pk, following) if following else redirect("check", application.pk)
    )


def _take_away(typed: dict[str, Any], place: str) -> None:
    """An entry of a group, `children.1`."""
    code, _, number = place.partition(".")
    entries = typed.get(code)
    if isinstance(entries, list) and number.isdecimal() and int(number) < len(entries):
        typed[code] = [*entries[: int(number)], *entries[int(number) + 1 :]] or None


def _stays(request: HttpRequest, application: Application, sheet: Sheet) -> HttpResponse | None:
    """Where another button was pressed than the one that goes on."""
    if KEEP in request.POST:
        return redirect("applications")
    if MORE in request.POST or LESS in request.POST:
        here = reverse("questions", args=[application.pk, sheet[0].code])
        return redirect(f"{here}?{urlencode({MORE: request.POST[MORE]})}" if MORE in request.POST else here)
    return None


def _page(
    request: HttpRequest,
    application: Application,
    sheet: Sheet,
    answers: dict[str, Any],
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    context = {
        "application": application,
        "content": application.content,
        "asked": asked(
            sheet,
            answers,
            errors or {},
            more=request.GET.get(MORE, ""),
            heading=len(sheet) == 1,
            files=files_of(application),
        ),
        "errors": errors or {},
    }
    return render(request, "citizen/questions.html", context, status=422 if errors else 200)
