"""What stands against an erasure: whatever still runs between a person and an authority, and what a law bids us keep.

个人信息保护法 第四十七条: data go when their purpose is fulfilled or the person asks,
unless a period that a law sets still runs.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from django.utils.timezone import localdate

from services.aftercare.models import Entitlement, Reexamination, SpotCheck
from services.applications.models import Application, State
from services.certificates.models import Certificate
from services.certificates.models import State as Standing
from services.enquiries.models import Enquiry
from services.offers.models import Ending, Offer
from services.people.models import Person
from services.sharing.models import ConsentRequest, Dispute, Withholding


class Duty(StrEnum):
    APPLICATION = "an application is under way or not closed yet"
    ENTITLEMENT = "an entitlement runs"
    SECOND_LOOK = "a decision is being looked at again"
    DISPUTE = "a dispute about their data is open"
    ENQUIRY = "a question of theirs waits for an answer"
    OFFER = "an offer they accepted has not been sent yet"
    CONSENT = "somebody of their household waits for their consent"
    CERTIFICATE = "a certificate of theirs is valid"
    WITHHELD = "a law keeps rows of their log from them until a day that has not come"


def running(person: Person, at: datetime) -> list[Duty]:
    return [duty for duty, found in _looks(person, at) if found]


def _looks(person: Person, at: datetime) -> Iterator[tuple[Duty, bool]]:
    today, theirs = localdate(at), Application.objects.filter(person=person)
    yield Duty.APPLICATION, theirs.exclude(state__in=[State.DRAFT, State.CLOSED]).exists()
    granted = Entitlement.objects.filter(application__in=theirs, application__ending=None)
    yield Duty.ENTITLEMENT, granted.exclude(application__ended_as=State.RESCINDED).exists()
    yield Duty.SECOND_LOOK, _looked_at_again(person)
    yield Duty.DISPUTE, Dispute.objects.filter(person=person).open().exists()
    yield Duty.ENQUIRY, Enquiry.objects.filter(person=person, state=Enquiry.State.OPEN).exists()
    accepted = Offer.objects.filter(person=person, ended_as=Ending.ACCEPTED, application=None)
    yield Duty.OFFER, accepted.exists()
    asked = ConsentRequest.objects.filter(id_no_index=person.id_no, state=ConsentRequest.State.OPEN)
    yield Duty.CONSENT, asked.exists()
    held = Certificate.objects.filter(holder=person, state=Standing.VALID)
    yield Duty.CERTIFICATE, held.exclude(valid_to__lt=today).exists()
    kept = Withholding.objects.filter(person=person, until_on__gte=today, approved_at__isnull=False)
    yield Duty.WITHHELD, kept.exists()


def _looked_at_again(person: Person) -> bool:
    waiting = [Reexamination.State.WAITING, Reexamination.State.OPEN]
    return (
        SpotCheck.objects.filter(application__person=person, state=SpotCheck.State.OPEN).exists()
        or Reexamination.objects.filter(application__person=person, state__in=waiting).exists()
    )
