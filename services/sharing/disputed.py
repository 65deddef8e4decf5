"""What a dispute about a value does to the request that brought it: nothing new rests on it while the person says it is wrong.

Once they take that back, or the department says that it is right, the request is what it was. What was corrected stays
disputed: the corrected value comes under a request of its own.
"""

from datetime import datetime
from uuid import UUID

from services.sharing.answers import GIVEN
from services.sharing.lifecycle import DELIVERED, DISPUTED, USED, advance, give_back
from services.sharing.models import DataRequest, Dispute, RequestStep
from services.sharing.queries import open_disputes


def mark_disputed(dispute: Dispute, *, at: datetime) -> None:
    """The last request that brought the value for this occasion. In the caller's transaction, as everything here."""
    found = [each for each in _requests(dispute, DELIVERED, USED) if _said(dispute) & _given(each)]
    advance([each.pk for each in found[:1]], DISPUTED, at=at)


def mark_undisputed(dispute: Dispute, *, at: datetime) -> None:
    """After the dispute has been closed. A request that brought another value under dispute stays as it is."""
    others = set(open_disputes(dispute.person_id))
    found = [
        each.pk
        for each in _requests(dispute, DISPUTED)
        if _said(dispute) & _given(each) and not others & _given(each)
    ]
    used = _used_before(found)
    give_back(used, USED, at=at)
    give_back([each for each in found if each not in used], DELIVERED, at=at)


def _requests(dispute: Dispute, *states: str) -> list[DataRequest]:
    """The newest first."""
    rows = DataRequest.objects.filter(person=dispute.person_id, source=dispute.source, state__in=states)
    return list(rows.order_by("-ended_at"))


def _said(dispute: Dispute) -> set[str]:
    return {dispute.field.code} if dispute.field else set()


def _given(row: DataRequest) -> set[str]:
    return {each["field"] for each in row.fields if each["outcome"] == GIVEN}


def _used_before(ids: list[UUID]) -> list[UUID]:
    steps = RequestStep.objects.filter(request__in=ids, state=USED)
    return sorted(set(steps.values_list("request_id", flat=True)))
