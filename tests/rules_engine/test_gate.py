"""From a draft to a version that decides: two people, examples, a second engine, a replay that somebody signed."""

import json
from datetime import date, timedelta

import pytest

from services.actions.errors import Denied
from services.departments.models import StaffMember
from services.ledger.models import Entry
from services.rules import gate
from services.rules.actions.approve import approve_version
from services.rules.actions.draft import edit_draft, write_draft
from services.rules.actions.retire import retire_version
from services.rules.actions.submit import return_version, submit_version
from services.rules.agreement import Agreement, Difference
from services.rules.errors import (
    NoRuleInForce,
    NotExamined,
    NotInThatState,
    OutOfOrder,
    Overtaken,
    SecondEngineFailed,
    TooEarly,
)
from services.rules.gate import Findings, examine
from services.rules.models import RuleVersion
from services.rules.problems import RuleErrors
from services.rules.queries import in_force
from tests.rules_engine.allowance import examples, facts_block, rows, with_cell
from tests.rules_engine.officers import TOMORROW, content, drafted, officer, rule_set
from tests.rules_engine.publishing import MORNING, dearer_rows, published

pytestmark = pytest.mark.django_db
TODAY = TOMORROW - timedelta(days=1)


@pytest.fixture
def zhang():
    return officer("章文")


@pytest.fixture
def qian():
    return officer("钱进")


def dearer_examples(fen: int = 35000) -> list[dict]:
    return [{**each, "amount_fen": fen} if each["code"] == "A02_80" else each for each in examples()]


def dearer() -> dict:
    return {"rows": dearer_rows(), "examples": dearer_examples()}


def findings(version: RuleVersion, **changes) -> dict:
    """As `examine` gives them, without asking the second engine each time."""
    about = {"sha256": version.sha256, "examples_sha256": gate.sha256(gate.examples_body(version.examples))}
    return {**Findings(**about, agreement=Agreement(1944, False, ()), gaps=()).to_body(), **changes}


def submitted(author, **changes) -> RuleVersion:
    version = drafted(author, **changes)
    submit_version(version_id=version.pk, revision=1, findings=findings(version), actor=author, at=MORNING)
    return RuleVersion.objects.get(pk=version.pk)


def replay(version: RuleVersion, changed: int = 0) -> dict:
    return {"sha256": version.sha256, "decided": 100, "changed": changed}


def approve(version: RuleVersion, actor, *, changed: int = 0, accepts: bool = False) -> RuleVersion:
    approve_version(
        version_id=version.pk,
        replay=replay(version, changed),
        accepts_differences=accepts,
        actor=actor,
        at=MORNING,
    )
    return RuleVersion.objects.get(pk=version.pk)


def ledger(kind: str) -> list[dict]:
    return [json.loads(bytes(entry.body)) for entry in Entry.objects.filter(kind=kind).order_by("pk")]


class TestTheWhole:
    def test_one_officer_writes_another_approves_and_from_its_first_day_on_it_decides(self, zhang, qian):
        old = published()
        version = approve(submitted(zhang, **dearer()), qian)
        old.refresh_from_db()
        assert (version.state, version.author, version.approver) == ("PUBLISHED", zhang.key, qian.key)
        assert (old.state, old.effective_to) == ("RETIRED", TODAY)
        assert in_force("allowance", TODAY).pk == old.pk
        assert in_force("allowance", TOMORROW).pk == version.pk

    def test_every_step_stands_in_the_ledger(self, zhang, qian):
        approve(submitted(zhang), qian)
        for kind in ("drafted", "submitted", "published"):
            [entry] = ledger(f"rule_version_{kind}")
            assert entry["actor"] == (qian if kind == "published" else zhang).key

    def test_the_version_keeps_what_was_found_and_who_accepted_what_it_changes(self, zhang, qian):
        version = approve(submitted(zhang, **dearer()), qian, changed=7, accepts=True)
        assert version.gate["agreement"] == {"engine": "zen-engine 2.1.3", "compared": 1944, "sampled": False}
        assert version.gate["replay"]["changed"] == 7
        assert version.gate["replay"]["accepted_by"] == qian.key

    def test_rolling_back_is_publishing_the_old_content_again(self, zhang, qian):
        published()
        approve(submitted(zhang, **dearer()), qian)
        later = TOMORROW + timedelta(days=1)
        version = approve(submitted(zhang, effective_from=later), qian)
        assert (
            in_force("allowance", later).sha256 == version.sha256 == RuleVersion.objects.get(number=1).sha256
        )


class TestDrafts:
    def test_a_draft_has_the_next_number_and_decides_nothing(self, zhang):
        published()
        version = drafted(zhang)
        assert (version.number, version.state, version.revision) == (2, "DRAFT", 1)
        assert in_force("allowance", date(2030, 1, 1)).number == 1

    def test_a_draft_may_be_unsafe_but_not_unreadable(self, zhang):
        assert drafted(zhang, rows=with_cell("A02_80", "age", "[60..90)"))
        with pytest.raises(RuleErrors, match="A02_80"):
            drafted(zhang, rows=with_cell("A02_80", "age", "eighty"))

    def test_an_edit_counts_and_names_who_made_it(self, zhang, qian):
        version = drafted(zhang)
        edit_draft(version_id=version.pk, revision=1, **content(**dearer()), actor=qian, at=MORNING)
        version.refresh_from_db()
        assert (version.revision, version.author, version.edited_by) == (2, zhang.key, qian.key)
        assert version.sha256 == version.fingerprint()

    def test_of_two_editors_at_once_the_second_is_told_and_loses_nothing_of_the_first(self, zhang, qian):
        version = drafted(zhang)
        edit_draft(version_id=version.pk, revision=1, **content(**dearer()), actor=qian, at=MORNING)
        with pytest.raises(Overtaken) as told:
            edit_draft(version_id=version.pk, revision=1, **content(), actor=zhang, at=MORNING)
        assert told.value.by == qian.key
        assert RuleVersion.objects.get(pk=version.pk).revision == 2

    @pytest.mark.parametrize(
        ("who", "why"),
        [
            ({"role": StaffMember.Role.CASEWORKER}, "not_a_policy_officer"),
            ({"role": StaffMember.Role.SUPERVISOR}, "not_a_policy_officer"),
            ({"of": "public_security"}, "other_department"),
        ],
    )
    def test_nobody_else_writes_rules_and_the_attempt_is_recorded(self, who, why):
        other = officer("别人", **who)
        with pytest.raises(Denied, match=why):
            drafted(other)
        assert not RuleVersion.objects.exists()
        assert ledger("denied")[0]["reason"] == why

    def test_a_rule_set_nobody_answers_for_is_nobodys_to_change(self, zhang):
        published()
        with pytest.raises(Denied, match="other_department"):
            write_draft(code="allowance", **content(), actor=zhang, at=MORNING)


class TestExamining:
    def test_what_is_in_order_is_found_to_be_so(self):
        found = examine(facts_block(), rows(), examples())
        assert (found.agreement.compared, found.agreement.differences) == (1944, ())
        assert any("Not known" in gap for gap in found.gaps)

    def test_an_unsafe_table_is_refused_by_lint(self):
        with pytest.raises(RuleErrors, match="overlaps"):
            examine(facts_block(), with_cell("A02_80", "age", "[60..90)"), examples())

    def test_a_wrong_table_is_refused_by_an_example(self):
        with pytest.raises(RuleErrors, match="should end in A01_70"):
            examine(facts_block(), with_cell("A01_70", "age", "[71..80)"), examples())

    def test_a_row_without_an_example_is_refused(self):
        with pytest.raises(RuleErrors, match="No example reaches this row"):
            examine(facts_block(), rows(), [each for each in examples() if each["code"] != "A04_100"])

    def test_engines_that_differ_stop_it(self, monkeypatch):
        told = Difference({"age": 70}, "APPROVE A01_70 20000", "REVIEW M99_NO_RULE 0")
        monkeypatch.setattr(gate, "agreement", lambda *_: Agreement(1944, False, (told,)))
        with pytest.raises(RuleErrors, match="two engines differ where age = 70"):
            examine(facts_block(), rows(), examples())

    def test_a_second_engine_that_is_silent_stops_it(self, monkeypatch):
        def silent(*_):
            raise SecondEngineFailed("no answer")

        monkeypatch.setattr(gate, "agreement", silent)
        with pytest.raises(SecondEngineFailed):
            examine(facts_block(), rows(), examples())

    def test_a_forbidden_fact_stops_it(self):
        with pytest.raises(RuleErrors, match="must not use"):
            examine(facts_block(), rows(), examples(), forbidden=["residence"])


class TestSubmitting:
    @pytest.mark.parametrize("part", ["sha256", "examples_sha256"])
    def test_findings_about_other_content_do_not_count(self, zhang, part):
        version = drafted(zhang)
        with pytest.raises(NotExamined):
            submit_version(version_id=version.pk, revision=1, findings=findings(version, **{part: "0" * 64}),
                           actor=zhang, at=MORNING)  # fmt: skip

    def test_a_draft_that_was_changed_meanwhile_is_not_submitted(self, zhang, qian):
        version = drafted(zhang)
        edit_draft(version_id=version.pk, revision=1, **content(**dearer()), actor=qian, at=MORNING)
        with pytest.raises(Overtaken):
            submit_version(
                version_id=version.pk, revision=1, findings=findings(version), actor=zhang, at=MORNING
            )

    def test_what_is_submitted_is_not_edited_and_not_submitted_again(self, zhang):
        version = submitted(zhang)
        with pytest.raises(NotInThatState):
            edit_draft(version_id=version.pk, revision=1, **content(), actor=zhang, at=MORNING)
        with pytest.raises(NotInThatState):
            submit_version(
                version_id=version.pk, revision=1, findings=findings(version), actor=zhang, at=MORNING
            )

    def test_what_is_returned_is_a_draft_again_with_the_reason(self, zhang, qian):
        version = submitted(zhang)
        return_version(version_id=version.pk, reason=" 示例太少 ", actor=qian, at=MORNING)
        version.refresh_from_db()
        assert (version.state, version.gate) == ("DRAFT", {"returned_by": qian.key, "reason": "示例太少"})
        with pytest.raises(NotInThatState):
            return_version(version_id=version.pk, reason="again", actor=qian, at=MORNING)


class TestApproving:
    def test_nobody_approves_their_own_rules(self, zhang):
        with pytest.raises(Denied, match="own_rules"):
            approve(submitted(zhang), zhang)

    def test_nor_whoever_changed_them_last(self, zhang, qian):
        version = drafted(zhang)
        edit_draft(version_id=version.pk, revision=1, **content(**dearer()), actor=qian, at=MORNING)
        version.refresh_from_db()
        submit_version(version_id=version.pk, revision=2, findings=findings(version), actor=zhang, at=MORNING)
        with pytest.raises(Denied, match="own_rules"):
            approve(version, qian)

    def test_a_draft_is_not_approved(self, zhang, qian):
        with pytest.raises(NotInThatState):
            approve(drafted(zhang), qian)

    def test_differences_that_nobody_accepted_stop_it(self, zhang, qian):
        version = submitted(zhang)
        with pytest.raises(NotExamined):
            approve(version, qian, changed=1)
        assert approve(version, qian, changed=1, accepts=True).state == "PUBLISHED"

    def test_a_replay_of_other_content_does_not_count(self, zhang, qian):
        version = submitted(zhang)
        with pytest.raises(NotExamined):
            approve_version(version_id=version.pk, replay={**replay(version), "sha256": "0" * 64},
                            accepts_differences=True, actor=qian, at=MORNING)  # fmt: skip

    @pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=30)])
    def test_no_version_begins_on_a_day_whose_applications_are_decided(self, zhang, qian, day):
        with pytest.raises(TooEarly):
            approve(submitted(zhang, effective_from=day), qian)

    def test_no_version_begins_before_one_that_is_published_already(self, zhang, qian):
        first, second = submitted(zhang, effective_from=date(2026, 5, 1)), submitted(zhang)
        approve(first, qian)
        with pytest.raises(OutOfOrder):
            approve(second, qian)


class TestRetiring:
    def test_after_its_last_day_a_person_decides(self, zhang):
        version = published()
        rule_set()
        retire_version(version_id=version.pk, last_day=TODAY, actor=zhang, at=MORNING)
        assert in_force("allowance", TODAY).pk == version.pk
        with pytest.raises(NoRuleInForce):
            in_force("allowance", TOMORROW)
        assert ledger("rule_version_retired")[0]["last_day"] == TODAY.isoformat()

    def test_days_that_are_over_stay_decided(self, zhang):
        version = published()
        rule_set()
        with pytest.raises(TooEarly):
            retire_version(version_id=version.pk, last_day=TODAY - timedelta(days=1), actor=zhang, at=MORNING)

    def test_only_what_is_open_is_retired(self, zhang):
        with pytest.raises(NotInThatState):
            retire_version(version_id=drafted(zhang).pk, last_day=TOMORROW, actor=zhang, at=MORNING)
