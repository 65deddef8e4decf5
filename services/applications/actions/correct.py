"""补正: asking the citizen to mend something, and the citizen's answer. All of it is asked at once, only that may change."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from services.actions.action import action
from services.actions.actor import Actor
from services.applications.actions.locking import locked
from services.applications.clocks import CORRECTION_DAYS, after, days_left
from services.applications.errors import BadAnswers, NotAskedFor, NothingAsked, ReplyMissing
from services.applications.events import ApplicationCorrected, CorrectionRequested
from services.applications.holding import hold
from services.applications.models import Application, Correction, State
from services.applications.policies import Act, authorise
from services.applications.states import move
from services.applications.surroundings import world_of
from services.applications.uploads import keep_as_evidence
from services.calendars.queries import calendar
from services.eforms.judging import judge
from services.events.outbox import publish

Point = dict[str, str]
LONGEST_REPLY = 1000  # characters of a reply, as faces take them


@action
def request_correction(
    *, application_id: UUID, points: list[Point], actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    """`points`: `[{"code", "words"}]`, codes of questions or of fields of the evidence. Stops the promised clock.

    Raises NothingAsked, NotAskedFor (a code the application does not have), HeldByColleague, IllegalMove.
    """
    application = locked(application_id, actor)
    authorise(Act.HANDLE, application, actor)
    marked = _marked(application, points)
    me, before, today = hold(application, actor=actor, at=at), application.state, localdate(at)
    limits, days = application.content["limits"], calendar()
    left = days_left(application.due_on or today, today, limits["unit"], days)
    due = after(CORRECTION_DAYS, "WORKING", today, days)
    application.due_on = None
    move(application, State.AWAITING_CORRECTION, actor=actor, at=at, also=("due_on",))
    correction = Correction.objects.create(
        application=application,
        asked_by=me,
        points=marked,
        back_to=before,
        days_left=left,
        asked_at=at,
        due_on=due.on,
    )
    publish(CorrectionRequested(application_id=application.pk, correction_id=correction.pk))
    return application.pk


def _marked(application: Application, points: list[Point]) -> list[Point]:
    questions = {question.code for question in application.form.questions}
    fields = {read["field"] for read in application.content["purpose"]["reads"]}
    wanted = [
        {"code": each["code"], "words": each["words"].strip()} for each in points if each["words"].strip()
    ]
    if not wanted:
        raise NothingAsked
    if unknown := [each["code"] for each in wanted if each["code"] not in questions | fields]:
        raise NotAskedFor(unknown)
    return [{**each, "kind": "QUESTION" if each["code"] in questions else "FIELD"} for each in wanted]


@action
def resubmit(
    *,
    application_id: UUID,
    answers: dict[str, Any],
    replies: dict[str, str],
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> UUID:
    """`answers` to the marked questions, `replies` in words to the marked fields; nothing else may change.

    Raises NotAskedFor, ReplyMissing, BadAnswers, IllegalMove. The promised clock goes on with the days it had left.
    """
    application = locked(application_id, actor)
    authorise(Act.ANSWER_CORRECTION, application, actor)
    correction = application.corrections.filter(answered_at=None).first()
    if correction is None:
        raise NothingAsked
    _check_scope(correction, answers, replies)
    mended = {**(application.answers or {}), **answers}
    if objections := judge(application.form, mended, world_of(application, at=at)):
        raise BadAnswers(objections)
    keep_as_evidence(application, answers, at=at)
    correction.replies, correction.answered_at = replies, at
    correction.save(update_fields=["replies", "answered_at"])
    limits = application.content["limits"]
    due = after(correction.days_left, limits["unit"], localdate(at), calendar())
    application.answers, application.due_on, application.due_is_provisional = mended, due.on, due.provisional
    columns = ("answers", "due_on", "due_is_provisional")
    move(application, State(correction.back_to), actor=actor, at=at, also=columns)
    publish(ApplicationCorrected(application_id=application.pk))
    return application.pk


def _check_scope(correction: Correction, answers: dict[str, Any], replies: dict[str, str]) -> None:
    asked = {
        kind: {p["code"] for p in correction.points if p["kind"] == kind} for kind in ("QUESTION", "FIELD")
    }
    if beyond := [*(answers.keys() - asked["QUESTION"]), *(replies.keys() - asked["FIELD"])]:
        raise NotAskedFor(beyond)
    replied = {code for code, words in replies.items() if words.strip()}
    if missing := [*(asked["QUESTION"] - answers.keys()), *(asked["FIELD"] - replied)]:
        raise ReplyMissing(missing)
