import json
from datetime import date
from uuid import uuid4

import pytest

from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.events.event import Event
from services.events.models import OutboxEvent
from services.ledger.models import Entry
from services.rules.errors import NumberTaken, OutOfOrder
from services.rules.events import RuleVersionPublished
from services.rules.models import RuleSet, RuleVersion
from services.rules.problems import RuleErrors
from tests.rules_engine.allowance import allowance, facts_block, rows, with_cell
from tests.rules_engine.publishing import MORNING, NAME, NEW_YEAR, dearer_rows, publish, published

pytestmark = pytest.mark.django_db

MARCH = date(2026, 3, 1)
CITIZEN = Actor(Role.CITIZEN, user_id=7, person_id=uuid4())
CASEWORKER = Actor(Role.STAFF, user_id=8, department_id=1)


def ledger(kind: str) -> list[dict]:
    return [json.loads(bytes(entry.body)) for entry in Entry.objects.filter(kind=kind).order_by("pk")]


def test_a_published_version_holds_table_facts_and_words_under_their_fingerprint():
    version = published()
    assert (version.rule_set.code, version.rule_set.name) == ("allowance", NAME)
    assert (version.number, version.state) == (1, "PUBLISHED")
    assert (version.effective_from, version.effective_to) == (NEW_YEAR, None)
    assert (version.jdm, version.facts, version.texts) == (
        allowance().jdm,
        allowance().facts,
        allowance().texts,
    )
    assert version.sha256 == version.fingerprint() == allowance().sha256


def test_publishing_is_written_into_the_ledger():
    version = published()
    assert ledger("rule_version_published") == [
        {
            "kind": "rule_version_published",
            "version": str(version.pk),
            "rule_set": "allowance",
            "number": 1,
            "sha256": version.sha256,
            "effective_from": "2026-01-01",
            "ends": None,
            "actor": "SYSTEM",
            "at": MORNING.isoformat(),
        }
    ]


def test_publishing_is_told_to_whoever_listens():
    version = published()
    told = OutboxEvent.objects.get()
    assert Event.registry[told.name].from_body(told.body) == RuleVersionPublished(
        version_id=version.pk, rule_set="allowance", number=1, effective_from=NEW_YEAR
    )


def test_publishing_the_same_again_changes_and_tells_nothing():
    first = publish()
    assert publish() == first
    assert (RuleVersion.objects.count(), OutboxEvent.objects.count()) == (1, 1)
    assert len(ledger("rule_version_published")) == 1


def test_an_older_version_may_be_loaded_again_after_a_newer_one():
    first = publish()
    publish(2, MARCH, rows=dearer_rows())
    assert publish() == first
    assert RuleVersion.objects.count() == 2


def test_full_width_typing_is_the_same_content():
    assert publish(rows=with_cell("R02_AGE", "age", "＜　７０")) == publish(
        rows=with_cell("R02_AGE", "age", "< 70")
    )


@pytest.mark.parametrize(
    "other",
    [
        {"rows": dearer_rows()},
        {"rows": with_cell("R02_AGE", "age", "< 65")},
        {"effective_from": MARCH},
        {"facts": {**facts_block(), "age": {**facts_block()["age"], "label": {"zh": "岁数", "en": "Age"}}}},
    ],
)
def test_other_content_under_the_same_number_is_refused(other):
    version = published()
    with pytest.raises(NumberTaken, match="allowance/1"):
        publish(**other)
    assert RuleVersion.objects.get() == version
    assert RuleVersion.objects.get().sha256 == allowance().sha256


def test_a_draft_of_that_number_is_not_overwritten():
    rule_set = RuleSet.objects.create(code="allowance", name=NAME)
    RuleVersion.objects.create(
        rule_set=rule_set, number=1, jdm={}, facts={}, texts={}, effective_from=NEW_YEAR
    )
    with pytest.raises(NumberTaken):
        publish()


def test_the_next_version_ends_the_one_before_it_on_the_day_before():
    first, second = published(), published(2, MARCH, rows=dearer_rows())
    first.refresh_from_db()
    assert (first.state, first.effective_to) == ("RETIRED", date(2026, 2, 28))
    assert (second.state, second.effective_to) == ("PUBLISHED", None)
    assert ledger("rule_version_published")[1]["ends"] == str(first.pk)


def test_the_content_of_the_ended_version_stays_as_it_was():
    first = published()
    publish(2, MARCH, rows=dearer_rows())
    ended = RuleVersion.objects.get(number=1)
    assert (ended.sha256, ended.fingerprint()) == (first.sha256, first.sha256)


@pytest.mark.parametrize(
    ("number", "day"), [(3, NEW_YEAR), (3, MARCH), (3, date(2025, 12, 31)), (1, date(2026, 4, 1))]
)
def test_a_version_needs_a_higher_number_and_a_later_day(number, day):
    publish(2, MARCH)
    with pytest.raises(OutOfOrder, match=f"allowance/{number}"):
        publish(number, day, rows=dearer_rows())
    assert RuleVersion.objects.get().state == "PUBLISHED"


def test_rule_sets_do_not_end_each_other():
    first = published()
    other = published(code="certificate")
    first.refresh_from_db()
    assert (first.state, other.state) == ("PUBLISHED", "PUBLISHED")


def test_the_name_of_a_rule_set_may_be_corrected():
    publish()
    better = {"zh": "高龄老人津贴", "en": "Allowance for the old"}
    publish(name=better)
    assert RuleSet.objects.get().name == better


@pytest.mark.parametrize("actor", [CITIZEN, CASEWORKER])
def test_nobody_but_a_package_publishes_and_the_attempt_is_recorded(actor):
    with pytest.raises(Denied, match="only_packages_publish_rules"):
        publish(actor=actor)
    assert not RuleSet.objects.exists()
    assert [(entry["action"], entry["actor"]) for entry in ledger("denied")] == [
        ("publish_version", actor.key)
    ]


@pytest.mark.parametrize(
    "broken",
    [
        {"rows": with_cell("A02_80", "alive", "YES")},
        {"rows": with_cell("A02_80", "alive", '"NO"')},
        {"rows": rows()[:-1]},
        {"rows": []},
        {"facts": {}},
        {"forbidden": ["residence"]},
    ],
)
def test_what_does_not_pass_the_checks_is_not_stored(broken):
    with pytest.raises(RuleErrors):
        publish(**broken)
    assert not RuleSet.objects.exists()
    assert not OutboxEvent.objects.exists()


def test_a_next_version_that_fails_leaves_the_one_in_force_open():
    version = published()
    with pytest.raises(RuleErrors):
        publish(2, MARCH, rows=rows()[:-1])
    version.refresh_from_db()
    assert version.state == "PUBLISHED"
