"""A version looks on by an officer's act, and stops by one; only what does not decide yet can look on."""

from datetime import datetime, timedelta

import pytest

from services.actions.errors import Denied
from services.departments.models import StaffMember
from services.ledger.models import Entry
from services.rules.actions.retire import retire_version
from services.rules.actions.shadow import start_shadow, stop_shadow
from services.rules.errors import AlreadyShadowed, NotInThatState
from services.rules.models import RuleVersion
from services.rules.queries import shadow_of, shadows_of
from tests.rules_engine.officers import TOMORROW, drafted, officer, rule_set
from tests.rules_engine.publishing import MORNING, dearer_rows, published

pytestmark = pytest.mark.django_db
TODAY = TOMORROW - timedelta(days=1)
LATER = MORNING + timedelta(hours=1)


@pytest.fixture
def zhang():
    return officer("章文")


def start(version: RuleVersion, actor, at: datetime = MORNING):
    return start_shadow(version_id=version.pk, actor=actor, at=at)


def watching(at: datetime = LATER, on=TODAY) -> list[RuleVersion]:
    return list(shadows_of(rule_set().pk, on, at))


def test_whoever_writes_a_draft_lets_it_look_on(zhang):
    version = drafted(zhang)
    start(version, zhang)
    assert watching() == [version]
    assert Entry.objects.filter(kind="rule_shadow_started").count() == 1


def test_nobody_else_does_while_it_is_a_draft(zhang):
    version = drafted(zhang)
    with pytest.raises(Denied, match="not_the_author"):
        start(version, officer("钱进"))
    assert watching() == []


def test_what_is_submitted_looks_on_by_any_policy_officer_of_the_department_and_nobody_else(zhang):
    version = drafted(zhang)
    RuleVersion.objects.filter(pk=version.pk).advance(RuleVersion.State.SUBMITTED)
    strangers = (
        officer("李文", role=StaffMember.Role.CASEWORKER),
        officer("外人", of="public_security"),
    )
    for stranger in strangers:
        with pytest.raises(Denied):
            start(version, stranger)
    start(version, officer("钱进"))
    assert watching() == [version]


def test_it_looks_at_nothing_from_before_it_was_started(zhang):
    start(drafted(zhang), zhang, LATER)
    assert watching(MORNING) == []


def test_twice_is_told(zhang):
    version = drafted(zhang)
    start(version, zhang)
    with pytest.raises(AlreadyShadowed):
        start(version, zhang)


def test_stopped_it_looks_on_no_more_and_may_be_started_again(zhang):
    version = drafted(zhang)
    start(version, zhang)
    stop_shadow(version_id=version.pk, actor=officer("钱进"), at=LATER)
    assert (watching(), shadow_of(version)) == ([], None)
    with pytest.raises(AlreadyShadowed):
        stop_shadow(version_id=version.pk, actor=zhang, at=LATER)
    start(version, zhang, LATER)
    turns = [(each.started_by, bool(each.stopped_by)) for each in version.shadows.all()]
    assert turns == [(zhang.key, True), (zhang.key, False)]


def test_the_day_it_begins_to_decide_it_looks_on_no_more(zhang):
    rule_set()
    coming = published(2, TOMORROW, rows=dearer_rows())
    start(coming, zhang)
    assert watching(on=TODAY) == [coming]
    assert watching(on=TOMORROW) == []


def test_what_decides_or_is_retired_does_not_look_on(zhang):
    rule_set()
    decides = published()
    with pytest.raises(NotInThatState):
        start(decides, zhang)
    retire_version(version_id=decides.pk, last_day=TODAY, actor=zhang, at=MORNING)
    with pytest.raises(NotInThatState):
        start(decides, zhang)
