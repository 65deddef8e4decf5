"""The facts from the rows of the portal. `from_ledger.py` reads the same from the ledger alone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.applications.models import Decision
from services.applications.used import used_fields
from services.figures.sharing.facts import ANSWERED, Asked, Decided, Disputed, Facts, Refused
from services.sharing.models import DataAccess, DataRequest, Dispute, RequestState

CHINA = ZoneInfo("Asia/Shanghai")


def span(since: date, until: date) -> tuple[datetime, datetime]:
    """From the first moment of the first day to the first moment after the last, in China."""
    first = datetime.combine(since, time(), CHINA)
    return first.astimezone(UTC), (datetime.combine(until, time(), CHINA) + timedelta(days=1)).astimezone(UTC)


def facts(since: date, until: date) -> Facts:
    low, high = span(since, until)
    return Facts(
        since,
        until,
        asked=_asked(low, high),
        refused=_refused(low, high),
        disputes=_disputes(low, high),
        decided=_decided(low, high),
    )


def _asked(low: datetime, high: datetime) -> list[Asked]:
    rows = DataRequest.objects.filter(ended_at__gte=low, ended_at__lt=high).exclude(
        state=RequestState.DISPATCHED
    )
    return [
        Asked(
            id=str(row.pk),
            department=row.department.code,
            occasion=row.source,
            fields=[(each["field"], each["disclosure"], each["outcome"]) for each in row.fields],
            answered=row.state in ANSWERED,
            reason=row.reason,
            over_delivered=len(row.over_delivered),
            at=row.ended_at or row.started_at,
        )
        for row in rows.select_related("department").order_by("ended_at", "pk").iterator(1000)
    ]


def _refused(low: datetime, high: datetime) -> list[Refused]:
    rows = DataAccess.objects.filter(at__gte=low, at__lt=high, decision=DataAccess.Decision.DENIED)
    return [
        Refused(
            id=str(row.pk),
            occasion=row.source,
            fields=[each["field"] for each in row.fields if each["decision"] == DataAccess.Decision.DENIED],
            at=row.at,
        )
        for row in rows.order_by("at", "pk").iterator(1000)
    ]


def _disputes(low: datetime, high: datetime) -> list[Disputed]:
    """Those opened before the end that were not closed before the beginning."""
    rows = Dispute.objects.filter(opened_at__lt=high).exclude(closed_at__lt=low)
    rows = rows.exclude(state=Dispute.State.WITHDRAWN, closed_at__lt=high)
    return [
        Disputed(
            id=str(row.pk),
            department=row.department.code,
            opened_at=row.opened_at,
            due_on=row.due_on,
            closed_at=closed,
            corrected=bool(closed) and row.outcome == Dispute.Outcome.CORRECTED,
            about_a_value=row.field_id is not None,
        )
        for row in rows.select_related("department").order_by("opened_at", "pk")
        for closed in [row.closed_at if row.closed_at and row.closed_at < high else None]
    ]


def _decided(low: datetime, high: datetime) -> list[Decided]:
    rows = Decision.objects.filter(at__gte=low, at__lt=high).select_related("application__item_version")
    return [
        Decided(row.application.source, used_fields(row.application.item_version.content), row.at)
        for row in rows.order_by("at", "pk").iterator(1000)
    ]
