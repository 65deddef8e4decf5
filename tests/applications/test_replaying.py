"""Replays in the worker: asked for by an officer, counted while they run, and approved as they were seen."""

from datetime import timedelta

import pytest

from services.actions.errors import Denied
from services.applications import replaying
from services.applications.actions.ask_replay import ask_replay
from services.applications.models import ReplayRun
from services.applications.releasing import approve_as_seen, examine_and_submit
from services.applications.replaying import latest, run_asked
from services.rules.errors import NotExamined
from services.rules.models import RuleVersion
from services.rules.problems import RuleErrors
from tests.applications.test_replay import dearer, drafted, examples_of_dearer, from_age, past  # noqa: F401
from tests.cast import NOON, begin, send
from tests.catalogue.test_forbidden import close
from tests.rules_engine.officers import officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
LATER = NOON + timedelta(hours=1)


def asked(version: RuleVersion, at=LATER) -> ReplayRun:
    return ReplayRun.objects.get(pk=ask_replay(version_id=version.pk, actor=officer("章文"), at=at))


def run(version: RuleVersion) -> ReplayRun:
    key = asked(version).pk
    assert run_asked(clock=lambda: LATER) == 1
    return ReplayRun.objects.get(pk=key)


def test_it_counts_everybody_and_lists_who_is_affected(past):  # noqa: F811
    done = run(drafted(from_age(65)))
    assert (done.total, done.decided, done.found["changed"]) == (4, 4, 1)
    [[application, _, before, after]] = done.found["listed"]
    assert application == str(past["li_jianguo"].pk)
    assert (before[0], after[0]) == ("PROPOSE_REFUSAL", "APPROVE")


def test_asking_twice_is_asking_once_until_it_is_done(past):  # noqa: F811
    version = drafted(from_age(65))
    assert asked(version).pk == asked(version).pk == run(version).pk
    again = asked(version, at=LATER + timedelta(hours=1))
    assert (ReplayRun.objects.count(), latest(version)) == (2, again)


def test_what_another_worker_has_is_left_to_it_until_its_lease_is_over(past):  # noqa: F811
    held = asked(drafted(from_age(65)))
    ReplayRun.objects.update(leased_until=NOON + replaying.LEASE)
    assert run_asked(clock=lambda: NOON) == 0
    assert run_asked(clock=lambda: LATER) == 1
    held.refresh_from_db()
    assert held.finished_at == LATER


def test_with_nothing_asked_nothing_is_done():
    assert run_asked(clock=lambda: NOON) == 0


def test_a_caseworker_does_not_ask(past):  # noqa: F811
    version = drafted(from_age(65))
    with pytest.raises(Denied):
        ask_replay(version_id=version.pk, actor=officer("别人", role="CASEWORKER"), at=NOON)


class TestApproving:
    def submitted(self) -> RuleVersion:
        author = officer("章文")
        version = drafted(dearer(), examples_of_dearer(), author)
        examine_and_submit(version.pk, revision=1, actor=author, at=NOON)
        return RuleVersion.objects.get(pk=version.pk)

    def test_whoever_saw_the_list_accepts_it_by_name(self, past):  # noqa: F811
        version = self.submitted()
        approve_as_seen(run(version), actor=officer("钱进"), at=NOON)
        version.refresh_from_db()
        assert (version.state, version.gate["replay"]["changed"]) == ("PUBLISHED", 1)
        assert version.gate["replay"]["accepted_by"] == officer("钱进").key

    def test_a_replay_that_is_not_done_is_no_replay(self, past):  # noqa: F811
        with pytest.raises(NotExamined):
            approve_as_seen(asked(self.submitted()), actor=officer("钱进"), at=NOON)

    def test_whoever_would_be_affected_and_came_since_has_to_be_looked_at(self, citizen):
        version = self.submitted()
        done = run(version)
        wang = citizen("wang_xiulan")
        send(begin(wang, at=LATER), wang, at=LATER)
        with pytest.raises(NotExamined):
            approve_as_seen(done, actor=officer("钱进"), at=NOON)
        key = asked(version, at=LATER + timedelta(minutes=1)).pk
        run_asked(clock=lambda: LATER)
        approve_as_seen(ReplayRun.objects.get(pk=key), actor=officer("钱进"), at=NOON)
        assert RuleVersion.objects.get(pk=version.pk).state == "PUBLISHED"

    def test_what_nobody_may_read_since_it_was_submitted_is_not_approved(self, past):  # noqa: F811
        done = run(self.submitted())
        close("population.birth_on")
        with pytest.raises(RuleErrors, match="age"):
            approve_as_seen(done, actor=officer("钱进"), at=NOON)
        assert RuleVersion.objects.get(pk=done.version_id).state == "SUBMITTED"
