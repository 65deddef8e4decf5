"""回避 (公务员法, article 76): a caseworker who is concerned steps back from an application, and a colleague takes it over.

From then on this officer does nothing in any matter of the person (policies.py) and reads none of their data: not by a
purpose, not on a page (services/sharing). The ledger names the application, not the person, and nobody has to say why.
"""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor
from services.applications.actions.locking import locked
from services.applications.holding import assign, holder_of, post_of
from services.applications.policies import Act, authorise
from services.applications.states import refuse_unless_open
from services.ledger.entries import record
from services.sharing.officers import avoid, avoided


@action
def step_back_from_case(
    *, application_id: UUID, actor: Actor, at: datetime, request_key: UUID | None = None
) -> UUID:
    """What they held is with the department again. Twice is once. Raises `Denied`, `IllegalMove`."""
    application = locked(application_id, actor)
    if application.person_id in avoided(actor):
        return application.pk
    authorise(Act.HANDLE, application, actor)
    refuse_unless_open(application)
    me = post_of(actor)
    if holder_of(application) == me:
        assign(application, None, actor=actor, at=at)
    avoid(me.user_id, application.person.id_no, at=at)
    record("stepped_back", {"application": str(application.pk), "actor": actor.key, "at": at.isoformat()})
    return application.pk
