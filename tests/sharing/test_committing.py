"""What only real commits and threads show: two tabs at once, and that a fetch leaves no transaction open."""

import pytest
from django.db import connection, transaction

from services.people.models import Person
from services.sharing.actions.object_to import object_to
from services.sharing.actions.take_back import take_back
from services.sharing.errors import AlreadyDisputed, NotOpen
from services.sharing.fetch import InsideTransaction, Subject, fetch
from services.sharing.models import DataRequest, Dispute
from tests.databases import at_once
from tests.sharing.conftest import AT, citizen, load_allowance, load_world, source

pytestmark = pytest.mark.processes
HERE = "application:00000000-0000-4000-8000-000000000001"


@pytest.fixture
def wang(committing_db: None) -> Person:
    load_world()
    return Person.objects.create(
        name="王秀兰", id_no="990102194603080026", confirmed_at=AT, proof="social_card"
    )


def test_two_tabs_at_once_are_one_dispute(wang):
    her = citizen(wang)

    def act() -> object:
        return object_to(
            person_id=wang.id, field_code="population.birth_on", source=HERE, words="错了", actor=her, at=AT
        )

    results = at_once(act, act)
    assert [type(each) for each in results].count(AlreadyDisputed) == 1
    assert Dispute.objects.get().pk in results


def test_two_tabs_at_once_take_back_once(wang):
    her = citizen(wang)
    dispute_id = object_to(
        person_id=wang.id, field_code="population.birth_on", source=HERE, words="错了", actor=her, at=AT
    )

    def act() -> object:
        return take_back(dispute_id=dispute_id, actor=her, at=AT)

    results = at_once(act, act)
    assert [type(each) for each in results].count(NotOpen) == 1
    assert dispute_id in results


def test_a_fetch_leaves_no_transaction_open_and_its_trace_committed(wang, departments):
    replies = fetch(
        purpose=load_allowance(), subject=Subject(wang.name, wang.id_no, wang.id), source=source(), at=AT
    )
    assert all(each.available for each in replies)
    assert not connection.in_atomic_block
    (seen,) = at_once(DataRequest.objects.count)
    assert seen == 3


def test_a_fetch_inside_a_transaction_is_refused_here_too(wang, departments):
    purpose = load_allowance()
    with transaction.atomic(), pytest.raises(InsideTransaction):
        fetch(purpose=purpose, subject=Subject(wang.name, wang.id_no), source=source(), at=AT)
