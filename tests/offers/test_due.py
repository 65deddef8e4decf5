"""The day the right begins: decided by rules, with the data of that day, once."""

from datetime import timedelta

import pytest

from services.applications.handlers import certify
from services.applications.models import Application, Decision, State
from services.certificates.models import Certificate
from services.offers.actions.accept_offer import accept_offer
from services.offers.due import LEASE, send_accepted
from services.offers.models import Offer
from services.people.models import User
from tests.cast import NOON, begin, send
from tests.offers.conftest import BIRTHDAY

pytestmark = pytest.mark.django_db
EVENING_BEFORE = BIRTHDAY - timedelta(hours=10)


@pytest.fixture
def accepted(offer, deng) -> Offer:
    accept_offer(offer_id=offer.pk, actor=deng, at=NOON)
    return offer


def test_nothing_is_sent_the_evening_before(accepted):
    assert send_accepted(at=EVENING_BEFORE) == 0 and not Application.objects.exists()


def test_on_the_day_rules_approve(accepted, deng):
    assert send_accepted(at=BIRTHDAY) == 1
    application = Application.objects.get()
    assert application.person_id == deng.person_id and application.state == State.APPROVED
    decision = Decision.objects.get()
    assert (decision.decided_by, decision.amount_fen) == ("RULES", 20_000)
    assert Offer.objects.get().application_id == application.pk


def test_an_offer_nobody_took_is_not_sent(offer):
    assert send_accepted(at=BIRTHDAY) == 0 and not Application.objects.exists()


def test_again_changes_nothing(accepted):
    send_accepted(at=BIRTHDAY)
    assert send_accepted(at=BIRTHDAY + timedelta(days=1)) == 0 and Application.objects.count() == 1


def test_cut_off_before_it_was_noted_it_ends_with_the_same_application(accepted):
    send_accepted(at=BIRTHDAY)
    Offer.objects.update(application=None, next_try_at=BIRTHDAY)
    send_accepted(at=BIRTHDAY)
    assert Offer.objects.get().application_id == Application.objects.get().pk


def test_what_was_applied_for_in_the_meantime_is_what_was_wanted(accepted, deng):
    own = send(begin(deng, at=BIRTHDAY), deng, at=BIRTHDAY)
    certify(own.pk)
    send_accepted(at=BIRTHDAY)
    assert Offer.objects.get().application_id == own.pk
    assert Application.objects.count() == Certificate.objects.count() == 1


def test_a_silent_department_is_waited_for(accepted, departments_stub):
    departments_stub.fail("civil_affairs")
    send_accepted(at=BIRTHDAY)
    assert Application.objects.get().state == State.AWAITING_DATA


def test_what_rules_cannot_approve_goes_to_a_person(accepted, departments_stub):
    departments_stub.set("deng_shulan", "population.residence", "UNKNOWN")
    send_accepted(at=BIRTHDAY)
    assert Application.objects.get().state == State.RECEIVED


def test_without_an_account_it_waits_and_the_others_go_on(accepted, deng):
    User.objects.filter(pk=deng.user_id).update(is_active=False)
    assert send_accepted(at=BIRTHDAY) == 1 and send_accepted(at=BIRTHDAY) == 0
    User.objects.filter(pk=deng.user_id).update(is_active=True)
    send_accepted(at=BIRTHDAY + LEASE)
    assert Offer.objects.get().application
