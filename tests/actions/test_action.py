"""Every write: one transaction, one act for one request key, and a refusal that leaves its trace and nothing else."""

import json
from contextlib import nullcontext
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.actions.actor import SYSTEM, Actor, Role
from services.actions.errors import Denied, DomainError, KeyReused
from services.actions.models import RequestKey
from services.events.models import OutboxEvent
from services.ledger.models import Entry
from services.people.models import Person
from tests.actions.acts import AT, CITIZEN, CLERK, OTHER_CLERK, Broken, careless, enrol, rename
from tests.databases import at_once

KEY = UUID(int=42)
LATER = AT + timedelta(minutes=1)


def traces() -> dict[str, int]:
    """What is there of rows, events, entries and keys."""
    kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True))
    return {
        "people": Person.objects.count(),
        "events": OutboxEvent.objects.count(),
        "entries": kinds.count("enrolled"),
        "denials": kinds.count("denied"),
        "keys": RequestKey.objects.count(),
    }


NOTHING = {"people": 0, "events": 0, "entries": 0, "denials": 0, "keys": 0}
ONE_ACT = {"people": 1, "events": 1, "entries": 1, "denials": 0, "keys": 0}


@pytest.mark.django_db
class TestTransaction:
    def test_an_act_leaves_its_row_its_event_and_its_entry(self) -> None:
        person_id = enrol(id_no="1", actor=CLERK, at=AT)
        assert Person.objects.get().pk == person_id
        assert traces() == ONE_ACT

    def test_an_act_that_fails_leaves_nothing(self) -> None:
        with pytest.raises(Broken):
            enrol(id_no="1", actor=CLERK, at=AT, fail=True)
        assert traces() == NOTHING

    def test_what_the_database_refuses_leaves_nothing_either(self) -> None:
        enrol(id_no="1", actor=CLERK, at=AT)
        with pytest.raises(IntegrityError):
            enrol(id_no="1", actor=CLERK, at=AT, request_key=KEY)
        assert traces() == ONE_ACT

    def test_an_action_inside_an_action_is_refused(self) -> None:
        with pytest.raises(RuntimeError, match="durable"):
            careless(actor=CLERK, at=AT)
        with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
            enrol(id_no="1", actor=CLERK, at=AT)
        assert traces() == NOTHING

    def test_values_have_names(self) -> None:
        with pytest.raises(TypeError, match="enrol takes keyword-only values"):
            enrol("1", actor=CLERK, at=AT)  # type: ignore[misc]

    def test_it_keeps_its_name_and_its_words(self) -> None:
        assert enrol.__name__ == "enrol" and "Writes before" in str(enrol.__doc__)


@pytest.mark.django_db
class TestDenial:
    def test_it_is_recorded_with_who_what_why_and_when(self) -> None:
        with pytest.raises(Denied) as denied:
            enrol(id_no="1", actor=CITIZEN, at=AT)
        assert denied.value.reason == "not_staff" and isinstance(denied.value, DomainError)
        assert json.loads(bytes(Entry.objects.get().body)) == {
            "kind": "denied",
            "action": "enrol",
            "actor": "CITIZEN:3",
            "reason": "not_staff",
            "at": AT.isoformat(),
        }

    def test_nothing_else_of_the_act_stays(self) -> None:
        with pytest.raises(Denied):
            enrol(id_no="1", actor=CITIZEN, at=AT)
        assert traces() == {**NOTHING, "denials": 1}

    def test_without_a_key_every_try_is_recorded(self) -> None:
        for _ in range(2):
            with pytest.raises(Denied):
                enrol(id_no="1", actor=CITIZEN, at=AT)
        assert traces()["denials"] == 2

    def test_repeated_with_its_key_it_stays_a_denial_and_is_recorded_once(self) -> None:
        for at in (AT, LATER):
            with pytest.raises(Denied, match="not_staff"):
                enrol(id_no="1", actor=CITIZEN, at=at, request_key=KEY)
        assert traces() == {**NOTHING, "denials": 1, "keys": 1}

    def test_a_key_that_was_denied_does_not_serve_for_other_input(self) -> None:
        with pytest.raises(Denied):
            enrol(id_no="1", actor=CITIZEN, at=AT, request_key=KEY)
        with pytest.raises(KeyReused):
            enrol(id_no="2", actor=CITIZEN, at=AT, request_key=KEY)
        assert traces()["denials"] == 1

    def test_it_carries_no_trace_of_the_machinery(self) -> None:
        with pytest.raises(Denied) as denied:
            enrol(id_no="1", actor=CITIZEN, at=AT)
        assert denied.value.__cause__ is None and denied.value.__suppress_context__


@pytest.mark.django_db
class TestRequestKey:
    def test_the_same_again_is_the_same_act(self) -> None:
        first = enrol(id_no="1", actor=CLERK, at=AT, request_key=KEY)
        again = enrol(id_no="1", actor=CLERK, at=LATER, request_key=KEY)
        assert first == again
        assert traces() == {**ONE_ACT, "keys": 1}

    def test_without_a_key_the_same_again_is_another_act(self) -> None:
        rename(actor=CLERK, at=AT)
        rename(actor=CLERK, at=AT)
        assert Entry.objects.count() == 2

    def test_an_act_without_outcome_happens_once_too(self) -> None:
        for _ in range(3):
            assert rename(actor=CLERK, at=AT, request_key=KEY) is None
        assert Entry.objects.count() == 1

    def test_other_input_under_the_same_key_is_an_error(self) -> None:
        enrol(id_no="1", actor=CLERK, at=AT, request_key=KEY)
        with pytest.raises(KeyReused):
            enrol(id_no="2", actor=CLERK, at=AT, request_key=KEY)
        assert traces() == {**ONE_ACT, "keys": 1}

    def test_another_key_another_actor_and_another_action_are_other_acts(self) -> None:
        for actor, key in ((CLERK, KEY), (CLERK, uuid4()), (OTHER_CLERK, KEY), (SYSTEM, KEY)):
            rename(actor=actor, at=AT, request_key=key)
        enrol(id_no="1", actor=CLERK, at=AT, request_key=KEY)
        assert Entry.objects.filter(kind="renamed").count() == 4
        assert RequestKey.objects.count() == 5

    def test_a_failure_leaves_no_key_so_it_can_be_tried_again(self) -> None:
        with pytest.raises(Broken):
            enrol(id_no="1", actor=CLERK, at=AT, fail=True, request_key=KEY)
        assert traces() == NOTHING
        enrol(id_no="1", actor=CLERK, at=AT, request_key=KEY)
        assert traces() == {**ONE_ACT, "keys": 1}

    def test_every_kind_of_plain_value_counts_as_input(self) -> None:
        given = {"born_on": date(1946, 3, 8), "sum": Decimal("1.50"), "friends": (uuid4(), uuid4())}
        first = enrol(id_no="1", actor=CLERK, at=AT, request_key=KEY, **given)
        assert enrol(id_no="1", actor=CLERK, at=AT, request_key=KEY, **given) == first
        for other in (
            {"born_on": date(1946, 3, 9)},
            {"sum": Decimal("1.51")},
            {"friends": given["friends"][::-1]},
        ):
            with pytest.raises(KeyReused):
                enrol(id_no="1", actor=CLERK, at=AT, request_key=KEY, **(given | other))

    def test_what_is_not_plain_is_refused(self) -> None:
        with pytest.raises(TypeError, match="An action takes plain values, not Person"):
            enrol(id_no=Person(), actor=CLERK, at=AT, request_key=KEY)  # type: ignore[arg-type]
        assert traces() == NOTHING

    def test_what_was_typed_is_kept_as_a_digest_only(self) -> None:
        enrol(id_no="990102194603080028", actor=CLERK, at=AT, request_key=KEY)
        row = RequestKey.objects.values().get()
        assert "990102194603080028" not in str(row) and len(row["input_hash"]) == 64

    @settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        tries=st.lists(
            st.tuples(
                st.sampled_from([1, 2, 3]), st.sampled_from("ab"), st.sampled_from([CLERK, OTHER_CLERK])
            ),
            max_size=10,
        )
    )
    def test_however_often_each_key_of_each_actor_acts_once(
        self, tries: list[tuple[int, str, Actor]]
    ) -> None:
        before, keys = Entry.objects.count(), [uuid4() for _ in range(4)]
        first: dict[tuple[int, Actor], str] = {}
        for number, name, actor in tries:
            known = first.setdefault((number, actor), name)
            with nullcontext() if name == known else pytest.raises(KeyReused):
                rename(name=name, actor=actor, at=AT, request_key=keys[number])
        assert Entry.objects.count() == before + len(first)


class TestAtOnce:
    def test_one_key_in_several_threads_is_one_act(self, committing_db: None) -> None:
        outcomes = at_once(*[lambda: enrol(id_no="1", actor=CLERK, at=AT, request_key=KEY)] * 4)
        assert set(outcomes) == {Person.objects.get().pk}
        assert traces() == {**ONE_ACT, "keys": 1}

    def test_one_key_with_two_inputs_is_one_act_and_one_error(self, committing_db: None) -> None:
        outcomes = at_once(
            lambda: enrol(id_no="1", actor=CLERK, at=AT, request_key=KEY),
            lambda: enrol(id_no="2", actor=CLERK, at=AT, request_key=KEY),
        )
        assert sorted(type(outcome) for outcome in outcomes if isinstance(outcome, Exception)) == [KeyReused]
        assert traces() == {**ONE_ACT, "keys": 1}

    def test_a_denial_in_several_threads_is_one_denial(self, committing_db: None) -> None:
        outcomes = at_once(*[lambda: enrol(id_no="1", actor=CITIZEN, at=AT, request_key=KEY)] * 3)
        assert [type(outcome) for outcome in outcomes] == [Denied] * 3
        assert traces() == {**NOTHING, "denials": 1, "keys": 1}

    def test_when_the_first_fails_the_second_acts(self, committing_db: None) -> None:
        """Both under one key: whoever comes second waits, finds no key, and acts itself."""
        outcomes = at_once(
            lambda: enrol(id_no="1", actor=CLERK, at=AT, fail=True, request_key=KEY),
            lambda: rename(actor=CLERK, at=AT, request_key=KEY),
            lambda: enrol(id_no="1", actor=CLERK, at=AT, fail=True, request_key=KEY),
        )
        assert [type(outcome) for outcome in outcomes] == [Broken, type(None), Broken]
        assert RequestKey.objects.count() == 1

    def test_a_denial_is_committed_before_anybody_hears_of_it(self, committing_db: None) -> None:
        try:
            enrol(id_no="1", actor=CITIZEN, at=AT)
        except Denied:
            assert not connection.in_atomic_block
            assert at_once(lambda: Entry.objects.filter(kind="denied").count()) == [1]


class TestActor:
    def test_its_key_tells_role_and_account(self) -> None:
        assert (CITIZEN.key, CLERK.key, SYSTEM.key) == ("CITIZEN:3", "STAFF:1", "SYSTEM")
        assert Actor(Role.CITIZEN, user_id=1).key != Actor(Role.STAFF, user_id=1).key

    def test_it_cannot_be_changed_on_the_way(self) -> None:
        actor: Any = CITIZEN
        with pytest.raises(AttributeError):
            actor.role = Role.STAFF
