"""“I bring it myself”: a person agrees to none of it. On record like a yes, and as good as one: a person looks at the papers.

A yes given before ends here, as by withdrawing it.
"""

from datetime import datetime
from uuid import UUID

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.ledger.entries import record
from services.people.models import Person
from services.sharing.actions.give_consent import refuse_strangers
from services.sharing.actions.withdraw_consent import end
from services.sharing.models import Consent, Purpose


@action
def bring_oneself(
    *,
    purpose_id: int,
    source: str,
    notice_sha256: str,
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> None:
    """For one's own application. Raises `Denied("not_yours")`, `Denied("not_live")`."""
    if actor.role != Role.CITIZEN or actor.person_id is None:
        raise Denied("not_yours")
    person = Person.objects.select_for_update().get(pk=actor.person_id)
    refuse_strangers(person, source)
    purpose = Purpose.objects.get(pk=purpose_id)
    body = {"purpose": str(purpose), "source": source, "notice": notice_sha256, "actor": actor.key}
    record("consent_refused", {**body, "at": at.isoformat()})
    former = Consent.objects.live().filter(person=person, purpose=purpose, source=source)
    for consent in former.select_related("person", "purpose"):
        end(consent, at=at)
