"""A draft whose version has ended goes on under the one that holds now, if that asks nothing more of anybody. With notice."""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor
from services.applications.actions.locking import locked
from services.applications.errors import AlreadySubmitted
from services.applications.events import DraftMoved
from services.applications.models import Application, State
from services.applications.policies import Act, authorise
from services.catalogue.compatibility import hindrances
from services.catalogue.models import ItemVersion
from services.events.outbox import publish
from services.ledger.entries import record


class NotCompatible(ValueError):
    """The other version asks, reads, needs or costs more, or is of another item; what stands in the way."""


@action
def move_draft(*, application_id: UUID, item_version_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Answers to questions that are gone are dropped. The same again changes nothing; raises `NotCompatible`."""
    draft = locked(application_id, actor)
    authorise(Act.MOVE_DRAFT, draft, actor)
    if draft.state != State.DRAFT:
        raise AlreadySubmitted(str(application_id))
    old, new = draft.item_version, ItemVersion.objects.get(pk=item_version_id)
    if old.pk == new.pk:
        return draft.pk
    if (
        found := ["item"]
        if old.item_id != new.item_id
        else hindrances(old.content, new.content, draft.variant)
    ):
        raise NotCompatible(", ".join(found))
    _move(draft, new)
    record(
        "draft_moved",
        {"application": str(draft.pk), "from": old.number, "to": new.number, "at": at.isoformat()},
    )
    publish(DraftMoved(application_id=draft.pk, item_version_id=new.pk))
    return draft.pk


def _move(draft: Application, version: ItemVersion) -> None:
    asked = {question["code"] for question in version.content_of(draft.variant)["questions"]}
    if draft.answers is not None:
        draft.answers = {code: answer for code, answer in draft.answers.items() if code in asked}
    draft.item_version = version
    draft.save(update_fields=["item_version", "answers"])
