"""A dispute about a value and the request that brought it: disputed while it is open, and for ever where it was corrected."""

from datetime import timedelta

import pytest

from services.actions.actor import Actor
from services.departments.models import Department
from services.sharing.actions.object_to import object_to
from services.sharing.actions.settle import settle
from services.sharing.actions.take_back import take_back
from services.sharing.lifecycle import DELIVERED, DISPUTED, USED, advance
from services.sharing.models import DataRequest, Dispute, RequestStep
from tests.sharing.conftest import AT, citizen, data_officer, source

BORN, LIVES = "population.birth_on", "population.residence"
HERE = source()


@pytest.fixture
def her(wang) -> Actor:
    return citizen(wang)


@pytest.fixture
def brought(allowance, wang):
    """`brought(BORN, state="USED")`: a request that brought these values, each later than the one before."""
    moments = iter(AT + timedelta(seconds=number) for number in range(9))

    def make(*codes: str, state: str = DELIVERED, outcome: str = "GIVEN", where: str = HERE) -> DataRequest:
        at = next(moments)
        row = DataRequest.objects.create(
            purpose=allowance,
            person=wang,
            department=Department.objects.get(code="public_security"),
            fields=[{"field": code, "disclosure": "VALUE", "outcome": outcome} for code in codes],
            source=where,
            state=state,
            started_at=at,
            ended_at=at,
        )
        RequestStep.objects.create(request=row, state=state, at=at)
        return row

    return make


def says_wrong(her: Actor, field: str = BORN) -> Dispute:
    pk = object_to(person_id=her.person_id, field_code=field, source=HERE, words="不对", actor=her, at=AT)
    return Dispute.objects.get(pk=pk)


def state(row: DataRequest) -> str:
    return DataRequest.objects.get(pk=row.pk).state


class TestWhileItIsOpen:
    @pytest.mark.parametrize("before", [DELIVERED, USED])
    def test_the_request_that_brought_it_is_disputed(self, brought, her, before):
        row = brought(BORN, LIVES, state=before)
        says_wrong(her)
        assert state(row) == DISPUTED
        assert [each.state for each in row.steps.order_by("pk")] == [before, DISPUTED]

    def test_of_several_the_last(self, brought, her):
        first, last = brought(BORN), brought(BORN)
        says_wrong(her)
        assert [state(first), state(last)] == [DELIVERED, DISPUTED]

    def test_not_one_that_brought_something_else_or_nothing_or_elsewhere(self, brought, her):
        rows = [brought(LIVES), brought(BORN, outcome="ABSENT"), brought(BORN, where=source())]
        says_wrong(her)
        assert [state(each) for each in rows] == [DELIVERED] * 3

    def test_nothing_new_rests_on_it(self, brought, her):
        row = brought(BORN)
        says_wrong(her)
        assert advance([row.pk], USED, at=AT) == [] and advance([row.pk], DELIVERED, at=AT) == []


class TestOnceItIsOver:
    @pytest.mark.parametrize("before", [DELIVERED, USED])
    def test_taken_back_it_is_what_it_was(self, brought, her, before):
        row = brought(BORN, state=before)
        take_back(dispute_id=says_wrong(her).pk, actor=her, at=AT)
        assert state(row) == before

    def test_right_as_it_is_it_may_be_used(self, brought, her):
        row = brought(BORN)
        self.settle(says_wrong(her), "RIGHT")
        assert advance([row.pk], USED, at=AT) == [row.pk]

    def test_what_was_corrected_stays_disputed(self, brought, her):
        row = brought(BORN, state=USED)
        self.settle(says_wrong(her), "CORRECTED")
        assert state(row) == DISPUTED

    def test_while_another_value_of_it_is_disputed_it_stays_so(self, brought, her):
        row = brought(BORN, LIVES)
        first, second = says_wrong(her), says_wrong(her, LIVES)
        take_back(dispute_id=first.pk, actor=her, at=AT)
        assert state(row) == DISPUTED
        take_back(dispute_id=second.pk, actor=her, at=AT)
        assert state(row) == DELIVERED

    def settle(self, dispute: Dispute, outcome: str) -> None:
        officer = data_officer("public_security")
        given = {"outcome": Dispute.Outcome(outcome), "words": "已核对。"}
        settle(dispute_id=dispute.pk, **given, actor=officer, at=AT)
