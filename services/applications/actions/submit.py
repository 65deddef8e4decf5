"""Submitting: the one moment in which a draft becomes an application, and most become a decision.

In one transaction: what was shown is compared with what is stored, the answers are judged, the facts frozen, the rules
run, the decision recorded, and last of all the case code taken. No department is asked here.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from services.actions.action import action
from services.actions.actor import SYSTEM, Actor
from services.applications.actions.locking import locked
from services.applications.deciding import answer_values, settle, variant_value
from services.applications.errors import AlreadySubmitted, BadAnswers, ShownDiffers
from services.applications.events import ApplicationAwaitsData, ApplicationSubmitted
from services.applications.models import Application, Move, State
from services.applications.models.case_codes import next_case_code
from services.applications.opening import known_values
from services.applications.policies import Act, authorise
from services.applications.replies import is_waiting
from services.applications.shown import differing, seal_of, versions
from services.applications.states import move, one_update
from services.applications.surroundings import undisputed, world_of
from services.applications.uploads import keep_as_evidence
from services.eforms.judging import judge
from services.events.models import OutboxEvent
from services.events.outbox import publish
from services.ledger.models import Entry
from services.prepared import together


@action
def submit(
    *,
    application_id: UUID,
    answers: dict[str, Any],
    shown: dict[str, str],
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> UUID:
    """`shown`: field code -> digest, as the check page carried it, with that of the variant where there is one.

    Raises AlreadySubmitted, ShownDiffers, BadAnswers.
    """
    application = locked(application_id, actor)
    authorise(Act.SUBMIT, application, actor)
    if application.state != State.DRAFT:
        raise AlreadySubmitted(str(application_id))
    known, chosen = known_values(application), variant_value(application)
    if fields := differing(shown, versions(known | chosen)):
        raise ShownDiffers(fields)
    form, world = (
        application.form,
        world_of(application, at=at, known=undisputed(application, known)),
    )
    if objections := judge(form, answers, world):
        raise BadAnswers(objections)
    answers = form.complete(answers, world.known)
    application.answers, application.submitted_at = answers, at
    application.shown_sha256 = seal_of(shown, answers)
    with one_update(application, "answers", "submitted_at", "shown_sha256", "case_code"):
        with together(Move, Entry, OutboxEvent):
            move(application, State.SUBMITTED, actor=actor, at=at, on_record=_choice(application))
            keep_as_evidence(application, answers, at=at)
            publish(ApplicationSubmitted(application_id=application.pk))
            if is_waiting(application):
                move(application, State.AWAITING_DATA, actor=SYSTEM, at=at)
                publish(ApplicationAwaitsData(application_id=application.pk))
            else:
                settle(application, values=known | chosen | answer_values(answers), actor=SYSTEM, at=at)
        application.case_code = next_case_code(
            application.item_version.item.implementation_code, localdate(at)
        )
    return application.pk


def _choice(application: Application) -> dict[str, str]:
    """业务办理项编码, for the ledger."""
    return {"variant": application.variant_code} if application.variant else {}
