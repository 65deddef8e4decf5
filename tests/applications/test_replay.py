"""What a change of the rules would mean for everybody they have looked at, and who accepted that."""

from datetime import date

import pytest

from services.applications.models import Decision
from services.applications.releasing import examine_and_submit
from services.applications.replay import Change, Said, replay
from services.rules.actions.draft import write_draft
from services.rules.exchange.content import Content, content_of
from services.rules.models import RuleVersion
from services.rules.problems import RuleErrors
from tests.cast import NOON, begin, send
from tests.catalogue.test_forbidden import close
from tests.rules_engine.officers import officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
TUESDAY = date(2026, 11, 24)
PEOPLE = ("wang_xiulan", "li_jianguo", "zhao_guiying", "chen_deming")  # 80, 69, 101, 85 and not clear


@pytest.fixture
def past(citizen):
    actors = {who: citizen(who) for who in PEOPLE}
    return {who: send(begin(actor), actor) for who, actor in actors.items()}


def content() -> Content:
    version = RuleVersion.objects.get(rule_set__code="old-age-allowance", number=1)
    return content_of(version.jdm, version.facts, version.texts, version.examples)


def drafted(rows, examples=None, author=None) -> RuleVersion:
    given = content()
    key = write_draft(
        code="old-age-allowance", facts=given.facts, rows=rows, examples=examples or given.examples,
        effective_from=TUESDAY, actor=author or officer("章文"), at=NOON,
    )  # fmt: skip
    return RuleVersion.objects.get(pk=key)


def from_age(age: int) -> list[dict]:
    """The allowance begins at another age."""
    rows = []
    for row in content().rows:
        when = dict(row["when"])
        if row["code"] in ("R01_AGE", "A01_70"):
            when["age"] = when["age"].replace("70", str(age))
        rows.append({**row, "when": when})
    return rows


def dearer() -> list[dict]:
    return [
        {**row, "then": {**row["then"], "amount_fen": 90000}} if row["code"] == "A02_80" else row
        for row in content().rows
    ]


def examples_of_dearer() -> list[dict]:
    return [
        {**each, "amount_fen": 90000} if each["code"] == "A02_80" else each for each in content().examples
    ]


def changes(version) -> list[tuple]:
    return [
        (each.application_id, each.before.outcome, each.after.outcome) for each in replay(version).changes
    ]


def test_the_rules_that_decided_change_nothing(past):
    found = replay(drafted(content().rows))
    assert (found.decided, found.changes) == (4, ())


def test_everyone_whose_outcome_would_change_is_named(past):
    assert changes(drafted(from_age(65))) == [
        (past["li_jianguo"].pk, "PROPOSE_REFUSAL", "APPROVE"),
    ]


def test_another_sum_is_a_change_too(past):
    [change] = replay(drafted(dearer())).changes
    assert change == Change(
        past["wang_xiulan"].pk, Said("APPROVE", "A02_80", 30000), Said("APPROVE", "A02_80", 90000)
    )


def test_a_fact_that_was_never_asked_sends_everybody_to_a_person(past):
    given = content()
    facts = {**given.facts, "insured": {"kind": "boolean", "label": {"zh": "参保", "en": "Insured"},
             "condition": {"zh": "参保", "en": "Insured"},
             "value_labels": {"true": {"zh": "是", "en": "Yes"}, "false": {"zh": "否", "en": "No"}}}}  # fmt: skip
    rows = [
        {**row, "when": {**row["when"], "insured": "true"}} if row["then"]["outcome"] == "APPROVE" else row
        for row in given.rows
    ]
    examples = [{**each, "facts": {**each["facts"], "insured": True}} for each in given.examples]
    key = write_draft(code="old-age-allowance", facts=facts, rows=rows, examples=examples,
                      effective_from=TUESDAY, actor=officer("章文"), at=NOON)  # fmt: skip
    found = replay(RuleVersion.objects.get(pk=key)).changes
    assert {each.after.code for each in found} == {"M00_FACT_INSURED"}
    assert [each.before.outcome for each in found][:2] == ["APPROVE", "APPROVE"]


def test_the_worst_for_people_comes_first():
    order = [("APPROVE", "PROPOSE_REFUSAL"), ("APPROVE", "REVIEW"), ("REVIEW", "PROPOSE_REFUSAL")]
    severities = [Change(None, Said(old, "", 0), Said(new, "", 0)).severity for old, new in order]
    less = Change(None, Said("APPROVE", "A", 5), Said("APPROVE", "A", 4)).severity
    more = Change(None, Said("APPROVE", "A", 5), Said("APPROVE", "A", 6)).severity
    assert severities == sorted(severities) and max(severities) < less < more


def test_nothing_is_written(past):
    before = Decision.objects.count()
    replay(drafted(from_age(65)))
    assert Decision.objects.count() == before


class TestReleasing:
    def test_a_version_that_fails_its_examples_is_not_submitted(self):
        version = drafted(from_age(71))
        with pytest.raises(RuleErrors, match="R01_AGE"):
            examine_and_submit(version.pk, revision=1, actor=officer("章文"), at=NOON)
        version.refresh_from_db()
        assert version.state == "DRAFT"

    def test_one_that_looks_at_what_nobody_may_read_is_not_submitted(self):
        version = drafted(content().rows)
        close("allowances.receives_old_age_allowance")
        with pytest.raises(RuleErrors, match="receiving"):
            examine_and_submit(version.pk, revision=1, actor=officer("章文"), at=NOON)
        version.refresh_from_db()
        assert version.state == "DRAFT"
