"""What follows from what happened to consents. A handler that finds nobody is tried again by the relay."""

import time

from django.conf import settings
from django.utils.timezone import now

from services.actions.actor import SYSTEM
from services.departments.models import Department
from services.sharing.actions.note_told import note_told
from services.sharing.events import WithdrawalConcerns
from services.sharing.models import Consent
from services.sharing.port import Question
from services.sharing.providers import provider_for
from services.sharing.withdrawals import letter


def tell_withdrawal(event: WithdrawalConcerns) -> None:
    """Raises `NoAnswer` until the department has acknowledged; then it stands in the ledger, once."""
    consent = Consent.objects.select_related("purpose").get(pk=event.consent_id)
    department = Department.objects.get(pk=event.department_id)
    head, body = letter(consent, department)
    deadline = time.monotonic() + settings.DEPARTMENT_DEADLINE_SECONDS
    told = provider_for(department.code).tell(Question(head, body, deadline, now()))
    note_told(
        consent_id=consent.pk,
        department=department.code,
        key=told.key,
        actor=SYSTEM,
        at=now(),
        request_key=head.id,
    )
