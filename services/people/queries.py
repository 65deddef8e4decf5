"""Reading people and the proofs they tried."""

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from services.people.models import Person, ProofAttempt
from services.prepared import Given, Prepared
from services.sealing import keys

CHINA = ZoneInfo("Asia/Shanghai")
TRIES_A_DAY = 5  # of one account
TRIES_AT_A_NUMBER_A_DAY = 10  # of all accounts together: signing up once more buys no more guesses
STILL_ASKING = timedelta(minutes=1)  # an attempt without an end: being asked, or cut off when older


def person_with(key: UUID) -> Person | None:
    """A confirmed person by the key every other row knows them by; a statement that is written once (services/prepared.py)."""
    return next(iter(_person(key=key)), None)


_person = Prepared(lambda: Person.objects.filter(pk=Given("key")))


def tries_left(user_id: int, at: datetime) -> int:
    """How often this account may still fail today."""
    return max(0, TRIES_A_DAY - _counted(at).filter(user=user_id).count())


def tries_left_at(id_no: str, at: datetime) -> int:
    """How often all accounts together may still fail today at this identity number."""
    return max(0, TRIES_AT_A_NUMBER_A_DAY - _counted(at).filter(id_no_index=tried_number(id_no)).count())


def tried_number(id_no: str) -> bytes:
    """The digest under which tries at a number are counted; another one than the index of confirmed
    people."""
    return keys.blind(id_no, "people_proofattempt.id_no")


def _counted(at: datetime) -> QuerySet[ProofAttempt]:
    """Tries of the day that failed, or that are being asked right now."""
    midnight = datetime.combine(at.astimezone(CHINA).date(), time.min, CHINA)
    asked = Q(state=ProofAttempt.State.ASKED, at__gt=at - STILL_ASKING)
    return ProofAttempt.objects.filter(Q(state=ProofAttempt.State.FAILED) | asked, at__gte=midnight)
