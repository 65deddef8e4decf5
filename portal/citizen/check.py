"""The check page: what we already know, where it comes from, what is asked, and the one button that sends it.

The page carries a digest of every value it shows. What changed since comes back marked, and nothing is sent.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from accessibility.preferences import display_for
from portal.identity.actors import actor_of, person_required
from portal.questions.asking import asked, sentences
from portal.questions.reading import read_answers
from portal.questions.sheets import stands_beside
from portal.showing.found import whole_or_404
from portal.showing.known import known_groups
from services.actions.actor import Actor
from services.applications.actions.submit import submit
from services.applications.deciding import variant_value
from services.applications.errors import AlreadySubmitted, BadAnswers, ShownDiffers
from services.applications.foreseeing import looked_at, will_be_approved
from services.applications.gathering import gather, is_stale
from services.applications.models import Application, State
from services.applications.queries import silent
from services.applications.shown import version, versions
from services.applications.surroundings import world_for
from services.applications.uploads import with_files
from services.eforms.judging import judge
from services.eforms.question import Question
from services.eforms.world import World
from services.texts import Text


@dataclass(frozen=True)
class Answered:
    """A question of a long form, and the answer as it will be sent; `open_`: it is still to be given, or to be mended."""

    question: Question
    said: Text
    open_: bool


@person_required
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    application = whole_or_404(pk, actor)
    if application.state != State.DRAFT:
        return redirect("application", pk=pk)
    if request.method == "POST":
        return _send(request, application, actor)
    return _page(request, application, answers=with_files(application, application.answers or {}))


def _send(request: HttpRequest, application: Application, actor: Actor) -> HttpResponse:
    at = now()
    world = world_for(application, at=at)
    answers = _answers(request, application, world)
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
        return _page(request, application, answers=answers, errors=sentences(bad.objections), status=422)
    return redirect("application", pk=application.pk)


def _answers(request: HttpRequest, application: Application, world: World) -> dict[str, Any]:
    """From the page; those of a long form are kept already (questions.py)."""
    form = application.form
    if not stands_beside(form, elder=display_for(request).elder):
        return form.pruned(with_files(application, application.answers or {}), world.known)
    return form.pruned(form.coerce(read_answers(request.POST, form.questions)), world.known)


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
    groups, awaited = known_groups(application, changed), silent(application)
    unasked = not groups and application.item_version.purpose.is_retired(now())
    known = {each.field.code: each.value for group in groups for each in group.values}
    shown = {code: version(value) for code, value in known.items()}
    shown |= versions(variant_value(application))
    asking = _questions(request, application, answers, errors or {})
    context = {
        "application": application,
        "content": application.content,
        "groups": groups,
        "silent": awaited,
        "unasked": unasked,
        "looked_at": looked_at(application),
        **asking,
        "at_once": not awaited and not unasked and _will_be_approved(application, known, answers, asking),
        "errors": errors or {},
        "changed": changed,
        "shown": " ".join(f"{code}:{digest}" for code, digest in shown.items()),
        "request_key": uuid4(),
    }
    return render(request, "citizen/check.html", context, status=status)


def _will_be_approved(
    application: Application, known: dict[str, Any], answers: dict[str, Any], asking: dict[str, Any]
) -> bool:
    """Questions that stand beside may yet be answered otherwise."""
    beside = [each.question.code for each in asking.get("asked", ())]
    return will_be_approved(application, known=known, answers=answers, asked=beside, at=now())


def _questions(
    request: HttpRequest, application: Application, answers: dict[str, Any], errors: dict[str, str]
) -> dict[str, Any]:
    """Either the questions themselves, or the answers to those that have pages of their own."""
    form, world = application.form, world_for(application, at=now())
    questions = form.asked(answers, world.known)
    if stands_beside(form, elder=display_for(request).elder):
        return {"asked": asked(questions, answers, errors)}
    faults = {
        each.question.partition(".")[0] for each in judge(form, form.pruned(answers, world.known), world)
    }
    answered = [
        Answered(
            each, each.shown(answers[each.code], world) if each.code in answers else {}, each.code in faults
        )
        for each in questions
    ]
    return {"answered": answered, "next": next((each.question for each in answered if each.open_), None)}
