"""抽查: some approvals by rules, by lot and by risk, are looked at again by a person, who confirms or reverses them."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from services.actions.actor import Actor
from services.actions.errors import Denied
from services.aftercare.actions.spot_check import close_check, open_check
from services.aftercare.drawing import by_lot, drawn_for
from services.aftercare.errors import AlreadyAnswered, WordsMissing
from services.aftercare.models import Ending, SpotCheck
from services.applications.actions.decide import decide
from services.applications.gathering import retry_awaited
from services.certificates.models import Certificate
from services.ledger.models import Entry
from services.notifications.models import Message
from tests.aftercare.running import A_MONTH, relay, running
from tests.cast import NOON, begin, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
LATER = NOON + 2 * A_MONTH


@pytest.fixture
def check(citizen) -> SpotCheck:
    """赵桂英 is 101 and receives the highest amount, which is a risk."""
    running(citizen, "zhao_guiying")
    return SpotCheck.objects.get()


def close(check: SpotCheck, actor: Actor, state: str = "REVERSED", reason: str = "居住地已核实不符。"):
    return close_check(check_id=check.pk, state=SpotCheck.State(state), reason=reason, actor=actor, at=LATER)


# --- what is drawn
def test_the_lot_falls_on_about_so_many_of_a_hundred_and_always_on_the_same():
    ids = [uuid4() for _ in range(4000)]
    drawn = [each for each in ids if by_lot(each, 5)]
    assert 120 <= len(drawn) <= 290  # 200 expected, more than six standard deviations on either side
    assert [each for each in ids if by_lot(each, 5)] == drawn
    assert all(by_lot(each, 100) for each in ids) and not any(by_lot(each, 0) for each in ids)


def test_whoever_is_drawn_by_five_percent_is_drawn_by_ten():
    ids = [uuid4() for _ in range(500)]
    assert {each for each in ids if by_lot(each, 5)} <= {each for each in ids if by_lot(each, 10)}


def test_the_highest_amount_is_a_risk(check):
    assert check.drawn_for == ["TOP_AMOUNT"]
    assert check.due_on > check.opened_at.date()


def test_so_are_data_that_came_late(citizen, departments_stub):
    departments_stub.fail("civil_affairs")
    wang = citizen("wang_xiulan")
    send(begin(wang), wang)
    departments_stub.restore("civil_affairs")
    retry_awaited(at=NOON + timedelta(hours=1))
    relay()
    assert SpotCheck.objects.get().drawn_for == ["LATE_DATA"]


@pytest.mark.parametrize(("within", "drawn"), [(0, ["NEAR_BOUNDARY"]), (None, [])])
def test_so_is_a_value_at_a_bound_of_the_rules(citizen, within, drawn):
    application = running(citizen)  # exactly 80
    near = {} if within is None else {"age": within}
    application.item_version.content = {"spot_checks": {"percent": 0, "days": 5, "near": near}}
    assert drawn_for(application) == drawn


def test_what_a_person_decided_is_not_drawn(citizen, caseworker):
    chen = citizen("chen_deming")
    application = send(begin(chen), chen)
    li = caseworker("civil_affairs")
    decide(
        application_id=application.pk,
        outcome="APPROVED",
        reason="已核实。",
        amount_fen=30000,
        actor=li,
        at=NOON,
    )
    assert open_check(application_id=application.pk, actor=Actor("SYSTEM"), at=NOON) is None


def test_it_is_drawn_once(check):
    assert open_check(application_id=check.application_id, actor=Actor("SYSTEM"), at=LATER) == check.pk


# --- what the person found
def test_confirmed_nothing_changes(check, caseworker):
    close(check, caseworker("civil_affairs"), "CONFIRMED", "都对。")
    check.refresh_from_db()
    assert (check.state, check.reason) == ("CONFIRMED", "都对。")
    assert not Ending.objects.exists()


def test_reversed_the_certificate_is_revoked_and_all_that_was_paid_is_overpaid(check, caseworker):
    close(check, caseworker("civil_affairs"))
    relay()
    ending = Ending.objects.get()
    assert [each.month for each in ending.overpaid.all()] == [date(2026, 11, 1), date(2026, 12, 1)]
    assert Certificate.objects.get().state == "REVOKED"
    assert Message.objects.filter(template="ended").count() == 1
    assert Entry.objects.filter(kind="spot_check_closed").count() == 1


def test_in_words_and_once(check, caseworker):
    li = caseworker("civil_affairs")
    with pytest.raises(WordsMissing):
        close(check, li, reason=" ")
    close(check, li, "CONFIRMED")
    with pytest.raises(AlreadyAnswered):
        close(check, li)


def test_by_the_competent_department_alone(check, caseworker, citizen):
    for actor in (caseworker("social_insurance", "周杰"), citizen("zhao_guiying"), Actor("SYSTEM")):
        with pytest.raises(Denied):
            close(check, actor)
    assert SpotCheck.objects.get().state == "OPEN"
