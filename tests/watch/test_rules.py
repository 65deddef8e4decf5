"""Cases 55 and 56: what looks like a leak is found in time and stopped; ordinary work is left alone."""

from datetime import timedelta

import pytest
from django.test import Client

from services.actions.actor import SYSTEM
from services.departments.models import Department
from services.ledger.entries import record
from services.ledger.models import Entry, Refusal
from services.people.models import User
from services.sharing.models import DataAccess, Grant
from services.watch.models import Detection
from services.watch.watching import watch
from tests.desk.signing_in import sign_in
from tests.ledger.intruder import without_triggers
from tests.watch.clock import DAY, NIGHT

pytestmark = pytest.mark.django_db
Rule = Detection.Rule


def found() -> set[tuple[str, str]]:
    return set(Detection.objects.values_list("rule", "about"))


class TestCanary:
    def test_case_55_opening_one_is_critical_at_the_next_look(self, opens, canary, officer):
        at = opens([canary])
        assert watch(at=at + timedelta(seconds=15)) == 1
        row = Detection.objects.get()
        assert (row.rule, row.severity, row.about) == (Rule.CANARY, "CRITICAL", officer.key)
        assert Entry.objects.filter(kind="detection_opened").count() == 1

    def test_case_55_asking_departments_about_one_stops_the_purpose(self, canary, allowance):
        access(canary, allowance, SYSTEM.key)
        watch(at=DAY)
        assert found() == {(Rule.CANARY, f"purpose:{allowance.pk}")}
        assert not Grant.objects.filter(purpose=allowance, suspended_at=None).exists()
        assert Grant.objects.filter(purpose=allowance).exists()

    def test_a_denied_reading_counts_as_well(self, canary, allowance, officer):
        access(canary, allowance, officer.key, decision="DENIED")
        watch(at=DAY)
        assert found() == {(Rule.CANARY, officer.key)}

    def test_people_who_exist_are_none_of_its_business(self, opens, people):
        assert watch(at=opens(people[:3])) == 0


def access(person, purpose, actor, decision="ALLOWED"):
    return DataAccess.objects.create(
        person=person,
        purpose=purpose,
        department=Department.objects.get(code="civil_affairs"),
        consumer="portal",
        actor=actor,
        source="application:x",
        stage="ASKING",
        decision=decision,
        fields=[],
        at=DAY,
    )


class TestVolume:
    def test_case_56_three_hundred_at_human_pace_are_stopped_within_five_minutes(
        self, opens, people, officer
    ):
        """One in six seconds; the watch looks every fifteen."""
        begun = at = DAY
        while not Detection.objects.exists():
            at = opens(_next(people, at), at=at)
            watch(at=at)
            assert at - begun <= timedelta(minutes=5)
            at += timedelta(seconds=6)
        assert found() == {(Rule.VOLUME, officer.key)}
        assert not User.objects.get(pk=officer.user_id).is_active

    def test_a_busy_day_is_no_leak(self, opens, people):
        assert watch(at=opens(people[:20], every=120)) == 0

    def test_the_same_person_again_and_again_is_one_person(self, opens, people):
        assert watch(at=opens([people[0]] * 40)) == 0

    def test_many_times_the_own_usual_hour_is_a_warning_and_stops_nobody(self, opens, people, officer):
        for day in range(1, 6):
            opens(people[:2], at=DAY - timedelta(days=day))
        at = opens(people[:16], every=150)
        watch(at=at)
        row = Detection.objects.get()
        assert (row.rule, row.severity, row.facts["usual"]) == (Rule.VOLUME, "WARNING", 2)
        assert User.objects.get(pk=officer.user_id).is_active


def _next(people, at):
    return [people[int((at - DAY).total_seconds() // 6) % 60]]


class TestHabits:
    def test_addresses_tried_one_after_the_other_are_critical(self, opens, officer):
        watch(at=opens([None] * 9))
        assert found() == set()
        watch(at=opens([None], at=DAY + timedelta(minutes=2)))
        assert found() == {(Rule.ENUMERATION, officer.key)}

    def test_reading_what_is_over_is_a_warning(self, opens, people, officer):
        watch(at=opens(people[:10], live=False, every=60))
        assert found() == {(Rule.NOT_LIVE, officer.key)}

    def test_reading_at_night_is_a_warning_and_by_day_it_is_work(self, opens, people, officer):
        watch(at=opens(people[:4]))
        assert found() == set()
        watch(at=opens(people[:4], at=NIGHT))
        assert found() == {(Rule.ODD_HOURS, officer.key)}


class TestLedger:
    def test_case_36_an_entry_changed_before_its_seal_is_an_alarm_at_the_next_look(self, db):
        entry = record("seen", {"n": 1})
        with without_triggers():
            Entry.objects.update(body=b'{"kind":"seen","n":2}')
        assert watch(at=entry.written_at) == 1
        assert found() == {(Rule.TAMPERED, f"entry:{entry.pk}")}

    @pytest.mark.parametrize(
        ("seconds", "rule"), [(59, None), (61, Rule.LOG_BEHIND), (301, Rule.LOG_STOPPED)]
    )
    def test_a_log_that_waits_is_a_warning_and_then_critical(self, db, seconds, rule):
        at = record("seen", {"n": 1}).written_at + timedelta(seconds=seconds)
        watch(at=at)
        assert {each for each, _ in found()} == ({rule} if rule else set())

    def test_a_witness_that_refuses_is_critical(self, db):
        Refusal.objects.create(witness="tax", size=3, seen=6, reason="conflict", at=DAY)
        assert watch(at=DAY) == 1 and found() == {(Rule.WITNESS, "witness:tax")}


class TestOnce:
    def test_it_is_opened_once_and_again_only_for_what_comes_after(self, opens, canary):
        at = opens([canary])
        assert [watch(at=at), watch(at=at + timedelta(minutes=1))] == [1, 0]
        Detection.objects.update(handled_at=at, words=seal_words())
        assert watch(at=at + timedelta(minutes=2)) == 0
        later = opens([canary], at=at + timedelta(minutes=3))
        assert watch(at=later) == 1

    def test_an_officer_who_was_stopped_is_at_the_door_with_the_next_page(self, opens, canary, officer):
        client = Client()
        sign_in(client, User.objects.get(pk=officer.user_id))
        assert client.get("/desk/").status_code == 200
        watch(at=opens([canary]))
        assert client.get("/desk/").status_code == 302


def seal_words():
    return Detection._meta.get_field("words").seal("drill", Detection.objects.get().pk)
