"""A person decides: with a reason, once, and only in their own department."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from services.actions.actor import SYSTEM
from services.actions.errors import Denied
from services.applications.actions.decide import amounts_of, decide
from services.applications.errors import AmountNotOffered, ReasonMissing
from services.applications.models import Application, Decision, State
from services.applications.queries import of_person
from services.applications.queue import Tab, listed
from services.applications.states import IllegalMove
from services.ledger.models import Entry
from tests.cast import NOON, begin, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
Outcome = Decision.Outcome


@pytest.fixture
def waiting(citizen) -> Application:
    chen = citizen("chen_deming")
    return send(begin(chen), chen)


@pytest.fixture
def li(caseworker):
    return caseworker("civil_affairs")


def act(application, actor, outcome=Outcome.APPROVED, reason="住址已经核实。", amount_fen=30000, key=None):
    amount = amount_fen if outcome == Outcome.APPROVED else None
    return decide(
        application_id=application.pk,
        outcome=outcome,
        reason=reason,
        amount_fen=amount,
        actor=actor,
        at=NOON,
        request_key=key or uuid4(),
    )


class TestTheQueue:
    def test_it_shows_what_waits_for_a_person_in_ones_department(self, waiting, li):
        assert [row.pk for row in listed(Tab.DEPARTMENT, li, at=NOON)] == [waiting.pk]

    def test_another_department_sees_nothing(self, waiting, caseworker):
        assert not listed(Tab.DEPARTMENT, caseworker("social_insurance"), at=NOON).exists()

    def test_a_decided_one_is_gone_from_it(self, waiting, li):
        act(waiting, li)
        assert not listed(Tab.DEPARTMENT, li, at=NOON).exists()

    def test_drafts_are_nobodys_business(self, citizen, li):
        begin(citizen("wang_xiulan"))
        assert not Application.objects.visible_to(li).exists()


class TestDeciding:
    def test_approving_records_who_why_and_how_much(self, waiting, li):
        act(waiting, li)
        decision = Decision.objects.get()
        assert (decision.outcome, decision.decided_by, decision.amount_fen) == ("APPROVED", "PERSON", 30000)
        assert decision.reason == "住址已经核实。" and decision.decider == li.key
        assert Application.objects.get().state == State.APPROVED

    def test_refusing_is_a_persons_act_with_its_reason(self, waiting, li):
        act(waiting, li, Outcome.REFUSED, "户口已经迁到外地。")
        assert Application.objects.get().state == State.REFUSED
        assert Decision.objects.get().reason == "户口已经迁到外地。"

    def test_the_database_itself_refuses_a_refusal_by_rules(self, waiting):
        with pytest.raises(IntegrityError, match="rules_never_refuse"), transaction.atomic():
            Decision.objects.create(
                application=waiting, outcome="REFUSED", decided_by="RULES", decider="SYSTEM", at=NOON
            )

    @pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
    def test_without_a_reason_nothing_is_decided(self, waiting, li, reason):
        with pytest.raises(ReasonMissing):
            act(waiting, li, reason=reason)
        assert not Decision.objects.exists()

    @pytest.mark.parametrize("amount", [None, 0, 1, 25000, -30000])
    def test_an_amount_the_item_does_not_offer_is_not_approved(self, waiting, li, amount):
        with pytest.raises(AmountNotOffered):
            act(waiting, li, amount_fen=amount)
        assert not Decision.objects.exists()

    def test_the_amounts_are_those_of_the_guide(self, waiting):
        assert amounts_of(waiting) == {20000, 30000, 50000, 100000}


class TestOnce:
    def test_the_second_caseworker_is_told_that_it_has_moved(self, waiting, li, caseworker):
        act(waiting, li)
        with pytest.raises(IllegalMove):
            act(waiting, caseworker("civil_affairs", "何芳"), Outcome.REFUSED, "不符合。")
        assert Decision.objects.get().outcome == Outcome.APPROVED

    def test_a_double_click_is_one_decision(self, waiting, li):
        key = uuid4()
        assert act(waiting, li, key=key) == act(waiting, li, key=key)
        assert Decision.objects.count() == 1


class TestWhoMayNot:
    def test_a_citizen_cannot_decide_their_own(self, waiting, citizen):
        with pytest.raises(Denied, match="not_a_caseworker"):
            act(waiting, citizen("chen_deming"))
        assert Entry.objects.filter(kind="denied").exists()

    def test_another_department_cannot(self, waiting, caseworker):
        with pytest.raises(Denied, match="not_visible"):
            act(waiting, caseworker("social_insurance"))

    def test_the_portal_itself_cannot_play_a_person(self, waiting):
        with pytest.raises(Denied, match="not_a_caseworker"):
            act(waiting, SYSTEM)

    def test_another_citizen_sees_nothing_of_it(self, waiting, citizen):
        assert not of_person(citizen("wang_xiulan")).exists()
