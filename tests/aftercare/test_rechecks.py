"""定期复核: running allowances are asked after; what ends one is proposed to a person, and never stopped by rules alone."""

from datetime import date, timedelta

import pytest

from services.actions.actor import Actor
from services.actions.errors import Denied
from services.aftercare.actions.answer_stop import confirm_stop, dismiss_stop
from services.aftercare.actions.begin import begin_entitlement
from services.aftercare.checking import recheck_due
from services.aftercare.errors import AlreadyAnswered, AlreadyEnded, BadEventDay, WordsMissing
from services.aftercare.models import Ending, Entitlement, ProposedStop, Recheck
from services.applications.actions.leave import rescind
from services.applications.models import State
from services.certificates.models import Certificate
from services.ledger.models import Entry
from services.notifications.models import Message
from services.sharing.models import DataRequest
from tests.aftercare.running import A_MONTH, check, relay, running
from tests.cast import NOON, begin, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
IN_MARCH = NOON + 4 * A_MONTH  # 2027-03-27
DIED = "2027-01-15"


def dies(departments_stub, on: str | None = DIED) -> None:
    departments_stub.set("wang_xiulan", "population.alive", "NO")
    departments_stub.set("wang_xiulan", "population.residence", "CANCELLED")
    if on:
        departments_stub.set("wang_xiulan", "population.died_on", on)


@pytest.fixture
def stop(citizen, departments_stub) -> ProposedStop:
    running(citizen)
    dies(departments_stub)
    check(IN_MARCH)
    return ProposedStop.objects.get()


@pytest.fixture
def li(caseworker) -> Actor:
    return caseworker("civil_affairs")


def confirm(stop: ProposedStop, actor: Actor, **given) -> Ending:
    given = {"kind": Ending.Kind.CANCELLED, "event_on": date(2027, 1, 15), "reason": "公安登记已故。"} | given
    return Ending.objects.get(pk=confirm_stop(stop_id=stop.pk, actor=actor, at=IN_MARCH, **given))


# --- what runs is asked after
def test_an_approval_begins_an_entitlement(citizen):
    application = running(citizen)
    entitlement = Entitlement.objects.get(application=application)
    assert (entitlement.first_month, entitlement.amount_fen) == (date(2026, 11, 1), 30000)
    assert entitlement.next_check_at == application.decision.at + timedelta(days=30)


def test_once_for_all_however_often_it_is_told(citizen):
    application = running(citizen)
    again = begin_entitlement(application_id=application.pk, actor=Actor("SYSTEM"), at=NOON)
    assert again == Entitlement.objects.get().pk


def test_an_item_that_says_nothing_of_it_begins_none(citizen):

    zhou = citizen("zhou_min")
    send(begin(zhou, "insurance-certificate"), zhou, used_for="SELF")
    relay()
    assert not Entitlement.objects.exists()


def test_nobody_is_asked_before_the_day(citizen):
    running(citizen)
    asked = DataRequest.objects.count()
    assert recheck_due(at=NOON + timedelta(days=29)) == 0
    assert DataRequest.objects.count() == asked


def test_where_nothing_has_changed_it_goes_on(citizen):
    running(citizen)
    at = NOON + A_MONTH
    entitlement = check(at)
    found = Recheck.objects.get()
    assert (found.outcome, found.code, found.failed, found.unclear) == ("APPROVE", "A02_80", [], [])
    assert entitlement.next_check_at == at + timedelta(days=30)
    assert not ProposedStop.objects.exists()
    assert {str(each.purpose) for each in DataRequest.objects.filter(started_at__gte=NOON)} >= {
        "old-age-allowance-recheck@1"
    }


def test_two_workers_at_once_ask_once(citizen):
    running(citizen)
    at = NOON + A_MONTH
    assert (recheck_due(at=at), recheck_due(at=at)) == (1, 0)


def test_what_nobody_knows_ends_nothing_and_is_asked_again_tomorrow(citizen, departments_stub):
    running(citizen)
    departments_stub.fail("public_security")
    at = NOON + A_MONTH
    entitlement = check(at)
    found = Recheck.objects.get()
    assert found.outcome == "REVIEW" and "alive" in found.unclear and found.failed == []
    assert entitlement.next_check_at == at + timedelta(days=1)
    assert not ProposedStop.objects.exists()


def test_what_the_item_does_not_name_ends_nothing(citizen, departments_stub):
    running(citizen)
    departments_stub.set("wang_xiulan", "social_cards.can_receive_payment", "NO")
    check(NOON + A_MONTH)
    assert Recheck.objects.get().code == "M03_CARD"
    assert not ProposedStop.objects.exists()


def test_nobody_is_asked_about_what_was_taken_back(citizen):
    application = running(citizen)
    wang = citizen("wang_xiulan")
    rescind(application_id=application.pk, actor=wang, at=application.decision.at)
    relay()
    asked = DataRequest.objects.count()
    assert check(NOON + A_MONTH).next_check_at is None
    assert DataRequest.objects.count() == asked


# --- what ends it is proposed
def test_a_death_proposes_a_stop_and_stops_nothing(stop):
    assert stop.recheck.failed == ["alive", "residence"]
    assert stop.recheck.since == {"alive": DIED}
    assert stop.due_on == date(2027, 4, 9) and stop.due_is_provisional
    assert Certificate.objects.get().state == "VALID"
    assert not Ending.objects.exists()
    assert not Message.objects.filter(template__startswith="ended").exists()


def test_one_proposal_at_a_time(stop):
    check(IN_MARCH + A_MONTH)
    assert (Recheck.objects.count(), ProposedStop.objects.count()) == (2, 1)


def test_a_move_away_proposes_one_too(citizen, departments_stub):
    running(citizen)
    departments_stub.set("wang_xiulan", "population.hukou_region", "310101")
    check(NOON + A_MONTH)
    assert ProposedStop.objects.get().recheck.failed == ["hukou_city"]


# --- a person answers
def test_confirmed_it_ends_and_the_months_after_the_death_are_listed(stop, li):
    ending = confirm(stop, li)
    months = [(each.month, each.amount_fen) for each in ending.overpaid.all()]
    assert months == [(date(2027, 2, 1), 30000)]  # January is kept, March is not paid yet
    assert ending.overpaid_fen == 30000
    relay()
    certificate = Certificate.objects.get()
    assert (certificate.state, certificate.reason) == ("CANCELLED", "公安登记已故。")
    assert Message.objects.filter(template="ended_family").count() == 1
    assert Entitlement.objects.get().next_check_at is None
    assert Entry.objects.filter(kind="entitlement_ended").count() == 1


def test_what_should_not_have_been_given_is_revoked(stop, li):
    ending = confirm(stop, li, kind=Ending.Kind.REVOKED, event_on=date(2026, 6, 1))
    relay()
    assert Certificate.objects.get().state == "REVOKED"
    assert [each.month.month for each in ending.overpaid.all()] == [11, 12, 1, 2]


def test_the_decision_stays_as_it_was_made(stop, li):
    confirm(stop, li)
    application = stop.entitlement.application
    application.refresh_from_db()
    assert application.standing == State.APPROVED


def test_dismissed_it_goes_on(stop, li):
    dismiss_stop(stop_id=stop.pk, reason="同名同号登记有误，已核实健在。", actor=li, at=IN_MARCH)
    stop.refresh_from_db()
    assert stop.state == "DISMISSED" and not Ending.objects.exists()
    assert Entitlement.objects.get().next_check_at is not None


def test_an_answer_is_given_once(stop, li):
    confirm(stop, li)
    with pytest.raises(AlreadyAnswered):
        dismiss_stop(stop_id=stop.pk, reason="不停。", actor=li, at=IN_MARCH)


def test_what_has_ended_does_not_end_again(stop, li):
    confirm(stop, li)
    ProposedStop.objects.filter(pk=stop.pk).update(state="OPEN", reason=None, closed_by="", closed_at=None)
    with pytest.raises(AlreadyEnded):
        confirm(stop, li)


def test_in_words_and_for_a_day_that_has_come(stop, li):
    with pytest.raises(WordsMissing):
        confirm(stop, li, reason=" ")
    with pytest.raises(BadEventDay):
        confirm(stop, li, event_on=date(2027, 3, 28))
    assert ProposedStop.objects.get().state == "OPEN" and not Ending.objects.exists()


def test_by_the_competent_department_alone(stop, caseworker, citizen):
    for actor in (caseworker("social_insurance", "周杰"), citizen("wang_xiulan"), Actor("SYSTEM")):
        with pytest.raises(Denied):
            confirm(stop, actor)
    assert not Ending.objects.exists()
