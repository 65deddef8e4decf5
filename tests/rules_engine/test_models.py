"""What is published is frozen: for the model, for query sets, and for whoever writes SQL."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, ProtectedError

from services.rules.errors import FrozenVersion
from services.rules.models import RuleSet, RuleVersion
from tests.rules_engine.publishing import NAME, NEW_YEAR, dearer_rows, published

pytestmark = pytest.mark.django_db

State = RuleVersion.State
OTHERS = {
    "number": 9,
    "jdm": {},
    "facts": {},
    "texts": {},
    "sha256": "0" * 64,
    "effective_from": date(2020, 1, 1),
    "state": "DRAFT",
    "examples": [{}],
    "author": "STAFF:9",
    "edited_by": "STAFF:9",
    "revision": 9,
    "approver": "STAFF:9",
    "gate": {"replay": None},
}


def draft(number: int = 5, **values) -> RuleVersion:
    rule_set, _ = RuleSet.objects.get_or_create(code="allowance", defaults={"name": NAME})
    content = {"jdm": {}, "facts": {}, "texts": {}, "effective_from": NEW_YEAR, **values}
    if content.get("state") in (State.PUBLISHED, State.RETIRED):
        content.setdefault("approver", "SYSTEM")
    return RuleVersion.objects.create(rule_set=rule_set, number=number, **content)


def ended(number: int, first: date, last: date) -> RuleVersion:
    return draft(number, effective_from=first, effective_to=last, state=State.RETIRED)


def past_the_model() -> models.QuerySet[RuleVersion]:
    """A query set that knows nothing of our refusals: only the database is left."""
    return models.QuerySet(RuleVersion)


def refused_by_the_database(act) -> bool:
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


def test_a_draft_may_be_changed_published_and_deleted():
    version = draft()
    version.number = 6
    version.save()
    RuleVersion.objects.filter(pk=version.pk).update(number=7)
    assert RuleVersion.objects.get().number == 7
    RuleVersion.objects.all().delete()
    assert not RuleVersion.objects.exists()


def test_a_version_is_stored_with_the_fingerprint_of_its_content():
    version = draft()
    before = version.sha256
    version.texts = {"A01_X": {"zh": "可", "en": "Yes"}}
    version.save()
    assert RuleVersion.objects.get().sha256 == version.fingerprint() != before


@pytest.mark.parametrize("field", OTHERS)
def test_the_model_refuses_to_save_a_published_version(field):
    version = published()
    setattr(version, field, OTHERS[field])
    with pytest.raises(FrozenVersion):
        version.save()
    with pytest.raises(FrozenVersion):
        version.save(update_fields=[field])


def test_the_model_refuses_a_version_that_only_claims_to_be_a_draft():
    version = published()
    twin = RuleVersion(pk=version.pk, rule_set=version.rule_set, **{**OTHERS, "number": 1})
    with pytest.raises(FrozenVersion):
        twin.save()
    with pytest.raises(FrozenVersion):
        twin.save(force_update=True)
    with pytest.raises(FrozenVersion):
        twin.delete()


def test_the_model_refuses_to_delete_a_published_version():
    with pytest.raises(FrozenVersion):
        published().delete()
    assert RuleVersion.objects.count() == 1


@pytest.mark.parametrize("field", OTHERS)
def test_a_query_set_refuses_to_update_published_versions(field):
    version = published()
    draft()
    with pytest.raises(FrozenVersion):
        RuleVersion.objects.update(**{field: OTHERS[field]})
    with pytest.raises(FrozenVersion):
        version.rule_set.versions.update(**{field: OTHERS[field]})
    assert set(RuleVersion.objects.values_list("number", flat=True)) == {1, 5}


@pytest.mark.parametrize(
    "change",
    [
        lambda version: RuleVersion.objects.bulk_update([version], ["number"]),
        lambda version: RuleVersion.objects.update_or_create(pk=version.pk, defaults={"number": 9}),
        lambda version: RuleVersion.objects.update(number=F("number") + 1),
    ],
)
def test_a_query_set_refuses_every_other_way_to_update(change):
    version = published()
    version.number = 9
    with pytest.raises(FrozenVersion), transaction.atomic():
        change(version)
    assert RuleVersion.objects.get().number == 1


def test_a_query_set_refuses_to_delete_published_versions():
    version = published()
    draft()
    with pytest.raises(FrozenVersion):
        RuleVersion.objects.all().delete()
    with pytest.raises(FrozenVersion):
        RuleVersion.objects.filter(pk=version.pk).delete()
    assert RuleVersion.objects.count() == 2


def test_an_ended_version_is_as_frozen_as_an_open_one():
    published()
    published(2, date(2026, 3, 1), rows=dearer_rows())
    first = RuleVersion.objects.get(number=1)
    with pytest.raises(FrozenVersion):
        first.save()
    with pytest.raises(FrozenVersion):
        RuleVersion.objects.filter(number=1).update(effective_to=None)
    assert RuleVersion.objects.filter(number=1).end(date(2030, 1, 1)) == 0


def test_a_rule_set_with_versions_is_not_deleted():
    with pytest.raises(ProtectedError):
        published().rule_set.delete()


@pytest.mark.parametrize("field", [*OTHERS, "id", "rule_set_id", "effective_to"])
def test_the_database_refuses_to_change_a_published_version(field):
    version = published()
    other = RuleSet.objects.create(code="other", name=NAME)
    values = {**OTHERS, "id": uuid4(), "rule_set_id": other.pk, "effective_to": date(2026, 2, 1)}
    row = past_the_model().filter(pk=version.pk)
    assert refused_by_the_database(lambda: row.update(**{field: values[field]}))


def test_the_database_refuses_to_delete_a_published_version_but_not_a_draft():
    version, sketch = published(), draft()
    assert refused_by_the_database(lambda: past_the_model().filter(pk=version.pk)._raw_delete("default"))
    assert not refused_by_the_database(lambda: past_the_model().filter(pk=sketch.pk)._raw_delete("default"))


def test_the_database_lets_an_open_version_end_once_and_never_begin_again():
    version = published()
    row = past_the_model().filter(pk=version.pk)
    ending = {"state": State.RETIRED, "effective_to": date(2026, 2, 1)}
    assert refused_by_the_database(lambda: row.update(**{**ending, "effective_to": date(2025, 12, 31)}))
    assert refused_by_the_database(lambda: row.update(**{**ending, "effective_to": None}))
    assert refused_by_the_database(lambda: row.update(**ending, number=9))
    assert not refused_by_the_database(lambda: row.update(**ending))
    assert refused_by_the_database(lambda: row.update(effective_to=date(2026, 3, 1)))
    assert refused_by_the_database(lambda: row.update(state=State.PUBLISHED, effective_to=None))


def test_the_database_refuses_bare_sql_too():
    version = published()
    sql = "UPDATE rules_ruleversion SET sha256 = '' WHERE number = 1"
    assert refused_by_the_database(lambda: connection.cursor().execute(sql))
    assert RuleVersion.objects.get().sha256 == version.sha256


def test_a_rule_set_has_one_open_version():
    published()
    assert refused_by_the_database(lambda: draft(2, state=State.PUBLISHED, effective_from=date(2027, 1, 1)))


JANUARY = date(2026, 1, 1), date(2026, 1, 31)


@pytest.mark.parametrize("days", [(0, 0), (-30, 0), (30, 60), (10, 20), (-10, 90), (30, 30)])
def test_no_two_versions_are_in_force_on_one_day(days):
    ended(1, *JANUARY)
    first, last = (NEW_YEAR + timedelta(days=each) for each in days)
    assert refused_by_the_database(lambda: ended(2, first, last))
    sketch = draft(3, effective_from=first)
    changes = {"effective_from": first, "effective_to": last, "state": State.RETIRED, "approver": "SYSTEM"}
    assert refused_by_the_database(lambda: past_the_model().filter(pk=sketch.pk).update(**changes))


@pytest.mark.parametrize("days", [(-30, -1), (31, 31), (31, 400)])
def test_versions_may_follow_one_another_day_by_day(days):
    ended(1, *JANUARY)
    first, last = (NEW_YEAR + timedelta(days=each) for each in days)
    assert not refused_by_the_database(lambda: ended(2, first, last))


def test_an_open_version_is_in_force_for_ever():
    published(effective_from=date(2026, 2, 1))
    assert refused_by_the_database(lambda: ended(2, date(2080, 1, 1), date(2080, 1, 1)))
    assert not refused_by_the_database(lambda: ended(3, *JANUARY))


def test_drafts_and_other_rule_sets_stand_in_nobodys_way():
    ended(1, *JANUARY)
    assert not refused_by_the_database(lambda: draft(2, effective_from=NEW_YEAR))
    other = RuleSet.objects.create(code="other", name=NAME)
    content = {"jdm": {}, "facts": {}, "texts": {}, "effective_from": NEW_YEAR, "state": State.PUBLISHED,
               "approver": "SYSTEM"}  # fmt: skip
    assert not refused_by_the_database(
        lambda: RuleVersion.objects.create(rule_set=other, number=1, **content)
    )


@pytest.mark.parametrize(
    ("state", "last_day"),
    [
        ("DRAFT", date(2026, 2, 1)),
        ("SUBMITTED", date(2026, 2, 1)),
        ("PUBLISHED", date(2026, 2, 1)),
        ("RETIRED", None),
        ("RETIRED", date(2025, 1, 1)),
    ],
)
def test_exactly_ended_versions_have_a_last_day_after_their_first(state, last_day):
    assert refused_by_the_database(lambda: draft(state=state, effective_to=last_day))


def test_a_number_is_used_once():
    draft(4)
    assert refused_by_the_database(lambda: draft(4))


def test_the_guards_are_in_the_database():
    """SQLite forgets triggers when a later migration rebuilds the table: then `guard` has to run again."""
    names = {
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal UNION SELECT conname FROM pg_constraint",
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    }
    with connection.cursor() as cursor:
        cursor.execute(names[connection.vendor])
        found = {name for (name,) in cursor.fetchall()}
    assert {"rule_version_content_frozen", "rule_version_state_frozen", "rule_version_kept"} <= found
    assert any(name.startswith("one_rule_version_in_force") for name in found)


@pytest.mark.parametrize(
    "people",
    [
        {"author": "STAFF:1", "approver": ""},
        {"author": "STAFF:1", "approver": "STAFF:1"},
        {"author": "STAFF:1", "edited_by": "STAFF:2", "approver": "STAFF:2"},
    ],
)
@pytest.mark.parametrize("state", ["PUBLISHED", "RETIRED"])
def test_the_database_wants_two_people(people, state):
    last_day = {"effective_to": date(2026, 2, 1)} if state == "RETIRED" else {}
    assert refused_by_the_database(lambda: draft(state=state, **last_day, **people))
    assert not refused_by_the_database(
        lambda: draft(state=state, **last_day, **{**people, "approver": "STAFF:3"})
    )


@pytest.mark.parametrize("state", ["DRAFT", "SUBMITTED"])
def test_nobody_has_approved_what_is_not_published(state):
    assert refused_by_the_database(lambda: draft(state=state, approver="STAFF:3"))


@pytest.mark.parametrize("field", [field for field in OTHERS if field not in ("state", "approver", "gate")])
def test_what_is_submitted_is_frozen_until_it_goes_back(field):
    version = draft(state=State.SUBMITTED)
    row = past_the_model().filter(pk=version.pk)
    assert refused_by_the_database(lambda: row.update(**{field: OTHERS[field]}))
    assert refused_by_the_database(lambda: row._raw_delete("default"))
    assert not refused_by_the_database(lambda: row.update(state="DRAFT"))
    assert not refused_by_the_database(lambda: row.update(**{field: OTHERS[field]})) or field == "approver"


def test_the_second_person_cannot_be_put_in_later():
    version = published()
    row = past_the_model().filter(pk=version.pk)
    ending = {"state": State.RETIRED, "effective_to": date(2026, 2, 1)}
    assert refused_by_the_database(lambda: row.update(**ending, approver="STAFF:9"))
    assert refused_by_the_database(lambda: row.update(approver="STAFF:9"))
