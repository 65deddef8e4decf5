"""Submitting: what is approved at once, what goes to a person, what waits, and what is refused to happen twice."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.actions.errors import Denied, KeyReused
from services.applications.actions.submit import submit
from services.applications.deciding import values_of
from services.applications.errors import AlreadySubmitted, BadAnswers, ShownDiffers
from services.applications.gathering import gather
from services.applications.models import Application, Assessment, Decision, Evidence, State
from services.applications.shown import versions
from services.ledger.models import Entry
from services.sharing.actions.object_to import object_to
from services.sharing.models import DataField
from tests.cast import NOON, begin, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]


class TestApprovedAtOnce:
    def test_an_allowance_that_meets_every_condition_is_approved_by_the_rules_with_its_amount(self, citizen):
        wang = citizen("wang_xiulan")
        application = send(begin(wang), wang)
        assert application.state == State.APPROVED
        assert application.decision.decided_by == Decision.DecidedBy.RULES
        assert application.decision.amount_fen == 30000

    @pytest.mark.parametrize(("who", "fen"), [("wang_xiulan", 30000), ("zhao_guiying", 100000)])
    def test_the_amount_follows_the_age(self, citizen, who, fen):
        actor = citizen(who)
        assert send(begin(actor), actor).decision.amount_fen == fen

    def test_history_tells_both_moves_in_order(self, citizen):
        wang = citizen("wang_xiulan")
        application = send(begin(wang), wang)
        moves = [(move.source, move.target) for move in application.moves.all()]
        assert moves == [(State.DRAFT, State.SUBMITTED), (State.SUBMITTED, State.APPROVED)]

    def test_the_facts_are_frozen_and_every_condition_is_explained(self, citizen):
        wang = citizen("wang_xiulan")
        run = Assessment.objects.get(application=send(begin(wang), wang))
        assert run.facts["age"] == 80 and run.code == "A02_80"
        assert [condition["met"] for condition in run.conditions] == [True] * 6

    def test_the_case_code_has_43_characters_and_counts_without_gaps(self, citizen):
        codes = [
            send(begin(actor), actor).case_code for actor in map(citizen, ["wang_xiulan", "zhao_guiying"])
        ]
        assert [code[:39] for code in codes] == ["11990100MB1002024T3990500101001" + "20261123"] * 2
        assert [code[39:] for code in codes] == ["0001", "0002"]

    def test_a_certificate_of_insurance_needs_an_answer_and_is_then_approved(self, citizen):
        zhou = citizen("zhou_min")
        draft = begin(zhou, "insurance-certificate")
        with pytest.raises(BadAnswers):
            send(draft, zhou)
        assert send(draft, zhou, used_for="LOAN").state == State.APPROVED


class TestSentToAPerson:
    @pytest.mark.parametrize(
        ("who", "outcome", "code"),
        [
            ("li_jianguo", "PROPOSE_REFUSAL", "R01_AGE"),
            ("chen_deming", "REVIEW", "M99_NO_RULE"),
            ("liu_zhiqiang", "PROPOSE_REFUSAL", "R04_DUPLICATE"),
            ("sun_yuzhen", "REVIEW", "M03_CARD"),
            ("zheng_guodong", "PROPOSE_REFUSAL", "R06_DECEASED"),
        ],
    )
    def test_what_the_rules_cannot_approve_goes_to_a_person_and_is_never_refused(
        self, citizen, who, outcome, code
    ):
        actor = citizen(who)
        application = send(begin(actor), actor)
        run = application.assessments.get()
        assert (application.state, run.outcome, run.code) == (State.RECEIVED, outcome, code)
        assert not Decision.objects.exists()

    def test_the_promise_is_five_working_days(self, citizen):
        chen = citizen("chen_deming")
        assert send(begin(chen), chen).due_on.isoformat() == "2026-11-30"

    def test_a_value_nobody_gave_goes_to_a_person_and_names_the_fact(self, citizen, departments_stub):
        departments_stub.set("wang_xiulan", "population.birth_on", None)
        wang = citizen("wang_xiulan")
        assert send(begin(wang), wang).assessments.get().code == "M00_FACT_AGE_MISSING"

    def test_a_value_the_citizen_says_is_wrong_goes_to_a_person(self, citizen):
        wang = citizen("wang_xiulan")
        draft = begin(wang)
        object_to(
            person_id=wang.person_id, field_code="population.birth_on", source=f"application:{draft}", words="生日不对",
            actor=wang, at=NOON,
        )  # fmt: skip
        run = send(draft, wang).assessments.get()
        assert (run.outcome, run.code, run.trace["holes"]) == (
            "REVIEW", "M00_FACT_AGE_DISPUTED", {"age": "DISPUTED"},
        )  # fmt: skip

    def test_a_value_its_source_vouched_for_too_long_ago_goes_to_a_person(self, citizen):
        wang = citizen("wang_xiulan")
        draft = begin(wang)
        Evidence.objects.filter(application=draft, field_code="population.alive").update(
            as_of=NOON - timedelta(days=400)
        )
        run = send(draft, wang).assessments.get()
        assert (run.outcome, run.code) == ("REVIEW", "M00_FACT_ALIVE_STALE")
        assert not Decision.objects.exists()

    def test_a_value_as_old_as_its_register_allows_is_still_good(self, citizen):
        wang = citizen("wang_xiulan")
        draft = begin(wang)
        age = DataField.objects.get(code="population.alive").max_age_days
        Evidence.objects.filter(application=draft, field_code="population.alive").update(
            as_of=NOON - timedelta(days=age)
        )
        assert send(draft, wang).state == State.APPROVED


class TestOnce:
    def test_the_same_request_key_again_is_the_same_act(self, citizen):
        wang, key = citizen("wang_xiulan"), uuid4()
        draft = begin(wang)
        application = Application.objects.get(pk=draft)
        given = {
            "application_id": draft,
            "answers": {},
            "shown": versions(values_of(application)),
            "actor": wang,
        }
        assert submit(**given, at=NOON, request_key=key) == submit(**given, at=NOON, request_key=key) == draft
        assert Decision.objects.count() == 1 and Application.objects.count() == 1

    def test_the_same_key_with_other_input_is_an_error(self, citizen):
        wang, key = citizen("wang_xiulan"), uuid4()
        draft = begin(wang)
        send(draft, wang, key=key)
        with pytest.raises(KeyReused):
            submit(application_id=draft, answers={}, shown={}, actor=wang, at=NOON, request_key=key)

    def test_a_second_tab_with_its_own_key_is_told_that_it_was_sent(self, citizen):
        wang = citizen("wang_xiulan")
        draft = begin(wang)
        send(draft, wang)
        with pytest.raises(AlreadySubmitted):
            send(draft, wang)
        assert Decision.objects.count() == 1


class TestShownIsStored:
    def test_a_value_that_changed_since_is_named_and_nothing_is_sent(self, citizen, departments_stub):
        wang = citizen("wang_xiulan")
        draft = begin(wang)
        shown = versions(values_of(Application.objects.get(pk=draft)))
        departments_stub.set("wang_xiulan", "population.hukou_address", "云州市青石区新街 1 号")
        gather(draft, actor=wang, at=NOON)
        with pytest.raises(ShownDiffers) as differs:
            submit(application_id=draft, answers={}, shown=shown, actor=wang, at=NOON, request_key=uuid4())
        assert differs.value.fields == {"population.hukou_address"}
        assert Application.objects.get().state == State.DRAFT

    def test_reading_the_same_values_again_changes_nothing_for_the_citizen(self, citizen):
        wang = citizen("wang_xiulan")
        draft = begin(wang)
        shown = versions(values_of(Application.objects.get(pk=draft)))
        gather(draft, actor=wang, at=NOON)
        submit(application_id=draft, answers={}, shown=shown, actor=wang, at=NOON, request_key=uuid4())
        assert Application.objects.get().state == State.APPROVED

    def test_what_was_never_shown_cannot_be_sent(self, citizen):
        wang = citizen("wang_xiulan")
        with pytest.raises(ShownDiffers):
            submit(application_id=begin(wang), answers={}, shown={}, actor=wang, at=NOON, request_key=uuid4())


class TestNotOnesOwn:
    def test_somebody_elses_draft_is_not_there_and_the_try_is_on_record(self, citizen):
        draft = begin(citizen("wang_xiulan"))
        with pytest.raises(Denied, match="not_visible"):
            send(draft, citizen("li_jianguo"))
        assert Entry.objects.filter(kind="denied").count() == 1
        assert Application.objects.get().state == State.DRAFT

    def test_a_caseworker_cannot_send_for_a_citizen(self, citizen, caseworker):
        draft = begin(citizen("wang_xiulan"))
        with pytest.raises(Denied):
            send(draft, caseworker("civil_affairs"))
