"""Approvals that are older than entitlements get theirs, once; nothing else does."""

from io import StringIO

import pytest
from django.core.management import call_command

from services.actions.actor import SYSTEM
from services.aftercare.actions.begin import begin_entitlement
from services.aftercare.catching_up import catch_up
from services.aftercare.models import Entitlement
from services.applications.actions.leave import rescind
from tests.cast import NOON, begin, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]


@pytest.fixture
def old(citizen):
    """Approved, and nobody was told: as in an installation that knew no entitlements."""
    wang = citizen("wang_xiulan")
    return send(begin(wang), wang)


def test_an_approval_without_one_gets_the_one_it_would_have_had(old):
    assert catch_up(at=NOON) == 1
    late = Entitlement.objects.get()
    told = (late.first_month, late.amount_fen, late.next_check_at)
    Entitlement.objects.all().delete()
    begin_entitlement(application_id=old.pk, actor=SYSTEM, at=NOON)
    in_time = Entitlement.objects.get()
    assert told == (in_time.first_month, in_time.amount_fen, in_time.next_check_at)


def test_again_changes_nothing(old):
    assert (catch_up(at=NOON), catch_up(at=NOON), Entitlement.objects.count()) == (1, 0, 1)


def test_what_was_taken_back_left_to_a_person_or_gives_nothing_monthly_gets_none(old, citizen):
    rescind(application_id=old.pk, actor=citizen("wang_xiulan"), at=NOON)
    chen, zhou = citizen("chen_deming"), citizen("zhou_min")
    send(begin(chen), chen)
    send(begin(zhou, "insurance-certificate"), zhou, used_for="SELF")
    assert catch_up(at=NOON) == 0


def test_the_command_says_how_many(old):
    said = StringIO()
    call_command("begin_entitlements", stdout=said)
    assert said.getvalue() == "1 entitlements begun.\n"
