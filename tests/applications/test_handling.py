"""People at work: holding, accepting, declining, asking for corrections, stopping the clock."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.actions.errors import Denied
from services.applications.actions.accept import accept, decline
from services.applications.actions.claim import claim, release, take_over
from services.applications.actions.correct import request_correction, resubmit
from services.applications.actions.decide import decide
from services.applications.actions.leave import rescind, withdraw
from services.applications.actions.note import write_note
from services.applications.actions.suspend import resume, suspend
from services.applications.errors import (
    BadAnswers,
    HeldByColleague,
    NotAskedFor,
    NothingAsked,
    ReasonMissing,
    ReplyMissing,
    TooLateToRescind,
)
from services.applications.models import Application, Decision, Note, State
from services.applications.states import IllegalMove
from services.applications.timekeeping import accept_what_was_met_with_silence, close_what_is_over
from services.calendars.loading import fill_from_package
from tests.cast import NOON, begin, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
DAY = timedelta(days=1)
ADDRESS = "population.hukou_address"


@pytest.fixture
def waiting(citizen) -> Application:
    chen = citizen("chen_deming")
    return send(begin(chen), chen)


@pytest.fixture
def li(caseworker):
    return caseworker("civil_affairs")


@pytest.fixture
def he(caseworker):
    return caseworker("civil_affairs", "何芳")


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def on(application, actor, at=NOON, **given):
    return {"application_id": application.pk, "actor": actor, "at": at, **given}


class TestHolding:
    def test_whoever_claims_holds_it(self, waiting, li):
        claim(**on(waiting, li))
        assert fresh(waiting).holder.name == "李文"

    def test_claiming_again_changes_nothing(self, waiting, li):
        claim(**on(waiting, li))
        claim(**on(waiting, li))
        assert waiting.assignments.count() == 1

    def test_a_colleague_is_told_who_holds_it(self, waiting, li, he):
        claim(**on(waiting, li))
        with pytest.raises(HeldByColleague, match="李文"):
            claim(**on(waiting, he))

    def test_a_colleague_takes_over_with_a_reason_and_history_keeps_both(self, waiting, li, he):
        claim(**on(waiting, li))
        take_over(**on(waiting, he, reason="李文休假"))
        assert [row.staff.name for row in waiting.assignments.all()] == ["李文", "何芳"]
        assert waiting.assignments.last().reason == "李文休假"

    def test_without_a_reason_nothing_is_taken_over(self, waiting, li, he):
        claim(**on(waiting, li))
        with pytest.raises(ReasonMissing):
            take_over(**on(waiting, he, reason=" "))
        assert fresh(waiting).holder.name == "李文"

    def test_giving_back_leaves_it_to_all(self, waiting, li, he):
        claim(**on(waiting, li))
        release(**on(waiting, li))
        claim(**on(waiting, he))
        assert fresh(waiting).holder.name == "何芳"

    def test_nobody_gives_back_what_a_colleague_holds(self, waiting, li, he):
        claim(**on(waiting, li))
        release(**on(waiting, he))
        assert fresh(waiting).holder.name == "李文"

    def test_what_a_colleague_holds_is_not_decided(self, waiting, li, he):
        claim(**on(waiting, li))
        with pytest.raises(HeldByColleague):
            decide(**on(waiting, he, outcome=Decision.Outcome.REFUSED, reason="不符合。"))
        assert not Decision.objects.exists()

    def test_what_has_ended_is_held_by_nobody_new(self, waiting, li, citizen):
        withdraw(**on(waiting, citizen("chen_deming")))
        with pytest.raises(IllegalMove):
            claim(**on(waiting, li))

    def test_another_department_and_the_citizen_cannot(self, waiting, caseworker, citizen):
        with pytest.raises(Denied, match="not_visible"):
            claim(**on(waiting, caseworker("social_insurance")))
        with pytest.raises(Denied, match="not_a_caseworker"):
            claim(**on(waiting, citizen("chen_deming")))


class TestAccepting:
    def test_accepting_is_a_move_of_its_own(self, waiting, li):
        accept(**on(waiting, li))
        assert fresh(waiting).state == State.ACCEPTED

    def test_deciding_accepts_first(self, waiting, li):
        decide(**on(waiting, li, outcome=Decision.Outcome.APPROVED, reason="核实。", amount_fen=30000))
        assert [row.target for row in waiting.moves.all()] == [
            "SUBMITTED",
            "RECEIVED",
            "ACCEPTED",
            "APPROVED",
        ]

    def test_declining_says_why_and_ends_it(self, waiting, li):
        decline(**on(waiting, li, reason="由户籍地民政局受理。"))
        ended = fresh(waiting)
        assert (ended.state, ended.ending_words) == (State.DECLINED, "由户籍地民政局受理。")

    def test_what_was_accepted_is_no_longer_declined(self, waiting, li):
        accept(**on(waiting, li))
        with pytest.raises(IllegalMove):
            decline(**on(waiting, li, reason="太晚了。"))

    def test_five_working_days_of_silence_are_acceptance(self, waiting):
        assert waiting.accept_by.isoformat() == "2026-11-30"
        assert accept_what_was_met_with_silence(at=NOON + 7 * DAY) == 0
        assert accept_what_was_met_with_silence(at=NOON + 8 * DAY) == 1
        assert fresh(waiting).state == State.ACCEPTED and fresh(waiting).moves.last().note == "silence"

    def test_holidays_and_make_up_saturdays_count_as_the_calendar_says(self, citizen):
        fill_from_package(2026, at=NOON)
        chen, before_national_day = citizen("chen_deming"), NOON.replace(month=9, day=29)
        application = send(begin(chen, at=before_national_day), chen, at=before_national_day)
        assert application.due_on.isoformat() == "2026-10-12" and not application.due_is_provisional


class TestCorrecting:
    POINTS = [{"code": ADDRESS, "words": "门牌号和社区登记的不一样。"}]

    def test_the_citizen_is_asked_and_the_clock_stops(self, waiting, li):
        request_correction(**on(waiting, li, points=self.POINTS))
        stopped, asked = fresh(waiting), waiting.corrections.get()
        assert (stopped.state, stopped.due_on) == (State.AWAITING_CORRECTION, None)
        assert (asked.days_left, asked.due_on.isoformat()) == (5, "2026-12-14")

    def test_the_answer_brings_it_back_with_the_days_it_had(self, waiting, li, citizen):
        request_correction(**on(waiting, li, at=NOON + 2 * DAY, points=self.POINTS))
        resubmit(
            **on(
                waiting,
                citizen("chen_deming"),
                at=NOON + 7 * DAY,
                answers={},
                replies={ADDRESS: "是 18 号。"},
            )
        )
        back = fresh(waiting)
        assert (back.state, back.due_on.isoformat()) == (State.RECEIVED, "2026-12-03")
        assert waiting.corrections.get().replies == {ADDRESS: "是 18 号。"}

    def test_after_acceptance_it_comes_back_accepted(self, waiting, li, citizen):
        accept(**on(waiting, li))
        request_correction(**on(waiting, li, points=self.POINTS))
        resubmit(**on(waiting, citizen("chen_deming"), answers={}, replies={ADDRESS: "是 18 号。"}))
        assert fresh(waiting).state == State.ACCEPTED

    def test_only_what_was_marked_may_change(self, waiting, li, citizen):
        request_correction(**on(waiting, li, points=self.POINTS))
        chen = citizen("chen_deming")
        with pytest.raises(NotAskedFor) as beyond:
            resubmit(**on(waiting, chen, answers={}, replies={ADDRESS: "x", "population.name": "陈大明"}))
        assert beyond.value.codes == {"population.name"}
        with pytest.raises(ReplyMissing):
            resubmit(**on(waiting, chen, answers={}, replies={ADDRESS: "  "}))
        assert fresh(waiting).state == State.AWAITING_CORRECTION

    def test_a_marked_question_is_answered_and_judged(self, citizen, caseworker):
        wu = citizen("chen_deming")
        application = send(begin(wu, "insurance-certificate"), wu, used_for="JOB")
        ma = caseworker("social_insurance")
        request_correction(**on(application, ma, points=[{"code": "used_for", "words": "请说明用途。"}]))
        with pytest.raises(BadAnswers):
            resubmit(**on(application, wu, answers={"used_for": "FUN"}, replies={}))
        resubmit(**on(application, wu, answers={"used_for": "LOAN"}, replies={}))
        assert fresh(application).answers == {"used_for": "LOAN"}

    @pytest.mark.parametrize("points", [[], [{"code": ADDRESS, "words": "  "}]])
    def test_asking_for_nothing_is_refused(self, waiting, li, points):
        with pytest.raises(NothingAsked):
            request_correction(**on(waiting, li, points=points))

    def test_what_the_application_does_not_have_cannot_be_marked(self, waiting, li):
        with pytest.raises(NotAskedFor):
            request_correction(**on(waiting, li, points=[{"code": "insurance.employer", "words": "?"}]))

    def test_nobody_else_answers(self, waiting, li, citizen):
        request_correction(**on(waiting, li, points=self.POINTS))
        with pytest.raises(Denied):
            resubmit(**on(waiting, citizen("wang_xiulan"), answers={}, replies={ADDRESS: "x"}))

    def test_the_same_answer_twice_is_one_act(self, waiting, li, citizen):
        request_correction(**on(waiting, li, points=self.POINTS))
        given = on(
            waiting, citizen("chen_deming"), answers={}, replies={ADDRESS: "18 号"}, request_key=uuid4()
        )
        assert resubmit(**given) == resubmit(**given)
        assert waiting.moves.filter(source=State.AWAITING_CORRECTION).count() == 1


class TestTurningBack:
    def test_before_acceptance_the_citizen_withdraws(self, waiting, citizen):
        withdraw(**on(waiting, citizen("chen_deming")))
        assert fresh(waiting).state == State.WITHDRAWN

    def test_after_acceptance_no_more(self, waiting, li, citizen):
        accept(**on(waiting, li))
        with pytest.raises(IllegalMove):
            withdraw(**on(waiting, citizen("chen_deming")))

    def test_nobody_withdraws_for_somebody_else(self, waiting, citizen, li):
        for actor in (citizen("wang_xiulan"), li):
            with pytest.raises(Denied):
                withdraw(**on(waiting, actor))

    def test_what_rules_approved_is_taken_back_within_a_day(self, citizen):
        wang = citizen("wang_xiulan")
        application = send(begin(wang), wang)
        rescind(**on(application, wang, at=NOON + DAY))
        assert fresh(application).state == State.RESCINDED

    def test_a_second_later_it_stands(self, citizen):
        wang = citizen("wang_xiulan")
        application = send(begin(wang), wang)
        with pytest.raises(TooLateToRescind):
            rescind(**on(application, wang, at=NOON + DAY + timedelta(seconds=1)))

    def test_what_a_person_decided_is_not_taken_back_this_way(self, waiting, li, citizen):
        decide(**on(waiting, li, outcome=Decision.Outcome.APPROVED, reason="核实。", amount_fen=30000))
        with pytest.raises(IllegalMove):
            rescind(**on(waiting, citizen("chen_deming")))

    def test_after_taking_back_one_may_apply_again(self, citizen):
        wang = citizen("wang_xiulan")
        rescind(**on(send(begin(wang), wang), wang))
        assert send(begin(wang), wang).state == State.APPROVED


class TestTheClockStops:
    def test_a_special_procedure_keeps_the_days_left_and_resuming_spends_them(self, waiting, li):
        accept(**on(waiting, li))
        suspend(**on(waiting, li, at=NOON + DAY, reason="专家评审"))
        assert (fresh(waiting).days_left, fresh(waiting).due_on) == (4, None)
        resume(**on(waiting, li, at=NOON + 21 * DAY))
        assert fresh(waiting).due_on.isoformat() == "2026-12-18"

    def test_it_needs_a_reason_and_an_accepted_application(self, waiting, li):
        with pytest.raises(ReasonMissing):
            suspend(**on(waiting, li, reason=""))
        with pytest.raises(IllegalMove):
            suspend(**on(waiting, li, reason="专家评审"))


class TestClosing:
    def test_a_day_after_it_ended_it_is_closed_and_stands_as_it_ended(self, citizen):
        wang = citizen("wang_xiulan")
        application = send(begin(wang), wang)
        assert close_what_is_over(at=NOON + DAY) == 0
        assert close_what_is_over(at=NOON + DAY + timedelta(seconds=1)) == 1
        closed = fresh(application)
        assert (closed.state, closed.standing) == (State.CLOSED, State.APPROVED)
        assert close_what_is_over(at=NOON + 2 * DAY) == 0


class TestNotes:
    def test_colleagues_read_what_one_wrote(self, waiting, li):
        write_note(**on(waiting, li, words="已电话核实。"))
        assert Note.objects.get().words == "已电话核实。"

    def test_the_citizen_writes_none(self, waiting, citizen):
        with pytest.raises(Denied):
            write_note(**on(waiting, citizen("chen_deming"), words="x"))
