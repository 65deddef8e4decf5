"""The check page: what we already know, where it comes from, what is asked, and the one button that sends it.

The page carries a digest of every value it shows. What changed since comes back marked, and nothing is sent.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language

from portal.identity.actors import actor_of, person_required
from portal.showing.known import known_groups
from services.actions.actor import Actor
from services.applications.actions.submit import submit
from services.applications.errors import AlreadySubmitted, BadAnswers, ShownDiffers
from services.applications.gathering import gather, is_stale
from services.applications.models import Application, State
from services.applications.queries import whole
from services.applications.shown import version
from services.eforms.question import Question


@dataclass(frozen=True)
class Asked:
    question: Question
    answer: Any
    error: str


@person_required
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    application = get_object_or_404(whole(actor), pk=pk)
    if application.state != State.DRAFT:
        return redirect("application", pk=pk)
    if request.method == "POST":
        return _send(request, application, actor)
    return _page(request, application, answers=application.answers or {})


def _send(request: HttpRequest, application: Application, actor: Actor) -> HttpResponse:
    at, answers = now(), _answers(request, application)
    try:
        if is_stale(application, at=at):
            gather(application.pk, actor=actor, at=at)
        submit(
            application_id=application.pk,
            answers=answers,
            shown=read_shown(request.POST.get("shown", "")),
            actor=actor,
            at=at,
            request_key=read_key(request.POST.get("request_key", "")),
        )
    except AlreadySubmitted:  # in another tab, perhaps while the departments were asked
        pass
    except ShownDiffers as differs:
        return _page(request, application, answers=answers, changed=differs.fields, status=409)
    except BadAnswers as bad:
        language = (get_language() or "zh").split("-")[0]
        errors = {each.question: each.says[language] for each in bad.objections}
        return _page(request, application, answers=answers, errors=errors, status=422)
    return redirect("application", pk=application.pk)


def _answers(request: HttpRequest, application: Application) -> dict[str, Any]:
    form = application.item_version.form
    return form.coerce({each.code: request.POST.get(f"q-{each.code}") for each in form.questions})


def read_shown(text: str) -> dict[str, str]:
    """`field:digest field:digest …`, as the page wrote it."""
    return dict(pair.split(":", 1) for pair in text.split() if ":" in pair)


def read_key(text: str) -> UUID:
    """The key the page carried; without a proper one every press is an act of its own."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _page(
    request: HttpRequest,
    application: Application,
    *,
    answers: dict[str, Any],
    errors: dict[str, str] | None = None,
    changed: frozenset[str] = frozenset(),
    status: int = 200,
) -> HttpResponse:
    groups = known_groups(application, changed)
    shown = {each.field.code: version(each.evidence.value) for group in groups for each in group.values}
    context = {
        "application": application,
        "content": application.item_version.content,
        "groups": groups,
        "silent": application.awaited.filter(answered_at=None).select_related("department"),
        "asked": _asked(application, answers, errors or {}),
        "errors": errors or {},
        "changed": changed,
        "shown": " ".join(f"{code}:{digest}" for code, digest in shown.items()),
        "request_key": uuid4(),
    }
    return render(request, "citizen/check.html", context, status=status)


def _asked(application: Application, answers: dict[str, Any], errors: dict[str, str]) -> list[Asked]:
    return [
        Asked(question, answers.get(question.code, question.default), errors.get(question.code, ""))
        for question in application.item_version.form.visible(answers)
    ]
