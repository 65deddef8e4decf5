"""同意: what a person chooses for a draft, value by value; then the departments are asked for what they may be asked.

Whoever else has to agree comes first, so that nothing is read in between; then the person's own choice. Pages and API
call `choose`; none of it happens in a transaction that a department could keep open.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from services.actions.actor import Actor
from services.applications.gathering import gather
from services.applications.models import Application
from services.sharing.actions.ask_household import ask_household
from services.sharing.actions.give_consent import give_consent
from services.sharing.models import Consent
from services.sharing.notices import notice_of


@dataclass(frozen=True)
class Member:
    """Husband or wife, as the person names them."""

    name: str = field(repr=False)
    id_no: str = field(repr=False)


def asks_consent(application: Application) -> bool:
    """Whether something is read for it only if the person agrees, and they have not been asked yet."""
    if not application.item_version.purpose.by_consent():
        return False
    return not (application.evidence.exists() or Consent.objects.filter(source=application.source).exists())


def choose(
    application: Application,
    *,
    read: Sequence[str],
    member: Member | None,
    language: str,
    actor: Actor,
    at: datetime,
    request_key: UUID | None = None,
) -> None:
    """`read`: codes of the fields that may be read; the person brings the others. `member`: asked where a register answers for
    the household and one of those fields is in it. Raises what the actions raise."""
    purpose, notice = application.item_version.purpose, notice_of(application.item_version.purpose)
    about: dict[str, Any] = {"purpose_id": purpose.pk, "source": application.source, "actor": actor, "at": at}
    if member and purpose.of_household() & set(read):
        ask_household(**about, name=member.name, id_no=member.id_no)
    about |= {"notice_sha256": notice, "request_key": request_key}
    give_consent(**about, fields=sorted(read), language=language)
    gather(application.pk, actor=actor, at=at)
