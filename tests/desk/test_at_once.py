"""What must hold when everything is sent at the same time."""

from datetime import UTC, datetime, timedelta

from portal.desk import back_off, enrolment, second_factor
from portal.desk.back_off import Lock
from portal.desk.models import AuthenticatorApp, BackOff
from tests.databases import at_once
from tests.desk.signing_in import a_clerk, enrol

MONDAY = datetime(2026, 11, 23, 1, 0, 10, tzinfo=UTC)
LATER = MONDAY + timedelta(minutes=2)


def test_one_code_sent_many_times_at_once_opens_one_session(committing_db):
    clerk = a_clerk()
    device, _ = enrol(clerk, at=MONDAY)
    code = device.next_code(at=LATER)
    opened = at_once(*[lambda: second_factor.check(clerk, code, at=LATER)] * 4)
    assert sorted(each is not None for each in opened) == [False, False, False, True]


def test_one_backup_code_sent_many_times_at_once_opens_one_session(committing_db):
    clerk = a_clerk()
    _, codes = enrol(clerk, at=MONDAY)
    opened = at_once(*[lambda: second_factor.check(clerk, codes[0], at=LATER)] * 4)
    assert [isinstance(each, AuthenticatorApp) for each in opened].count(True) == 1


def test_guesses_at_once_are_counted_one_by_one(committing_db):
    locks = [Lock("number", 3), Lock("address", 30)]
    waits = at_once(*[lambda: back_off.claim(locks, at=MONDAY)] * 8)
    assert sorted(waits) == [0, 0, 0, 1, 1, 1, 1, 1]
    assert BackOff.objects.get(key="number").failures == 3


def test_one_activation_code_used_at_once_makes_one_authenticator(committing_db):
    clerk = a_clerk()
    code = enrolment.issue_activation_code(clerk, issued_by=None, at=MONDAY)
    activation = enrolment.activation(clerk, code, at=MONDAY)
    first_code = enrolment.fresh_authenticator(clerk).next_code(at=MONDAY)
    made = at_once(*[lambda: enrolment.enrol(clerk, activation, first_code, at=MONDAY)] * 3)
    assert sorted(each is not None for each in made) == [False, False, True]
    assert AuthenticatorApp.objects.filter(confirmed=True).count() == 1
