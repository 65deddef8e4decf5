"""复核, to its end: 李建国, refused by 李文, asks for another look, and 何芳 answers; what does not stand is decided anew."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import localdate

from services.actions.errors import Denied
from services.aftercare.actions.appeal import APPEAL_DAYS, LONGEST, appeal
from services.aftercare.errors import (
    AlreadyAnswered,
    AlreadyAppealed,
    NotRefused,
    TooLateToAppeal,
    TooManyWords,
    WordsMissing,
)
from services.aftercare.models import Reexamination
from services.aftercare.queries import open_reexaminations
from services.aftercare.rereading import PATIENCE, reread_corrected
from services.applications.models import Application
from services.sharing.models import DataRequest
from tests.aftercare.appeals.conftest import (
    ANSWER,
    BIRTH,
    LATER,
    STILL_LATER,
    WORDS,
    asked,
    close,
    fresh,
    fresh_row,
    on_record,
    told,
)
from tests.aftercare.test_corrections import settled
from tests.cast import NOON, begin, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]


class TestAsking:
    def test_it_has_words_and_a_clock_of_working_days(self, refused, jianguo):
        row = asked(refused, jianguo)
        assert (row.state, row.words, row.department_id) == (
            "WAITING",
            WORDS,
            refused.competent_department_id,
        )
        assert (localdate(LATER), row.due_on) == (date(2026, 11, 25), date(2026, 12, 9))

    def test_it_stands_in_the_ledger_without_its_words(self, refused, jianguo):
        row = asked(refused, jianguo)
        [entry] = on_record("appeal_opened")
        assert entry["reexamination"] == str(row.pk) and WORDS not in str(entry)

    def test_twice_under_one_key_is_once_and_a_second_one_is_refused(self, refused, jianguo):
        given = {"application_id": refused.pk, "words": WORDS, "actor": jianguo, "at": LATER}
        key = uuid4()
        assert appeal(**given, request_key=key) == appeal(**given, request_key=key)
        with pytest.raises(AlreadyAppealed):
            appeal(**given)

    @pytest.mark.parametrize(("words", "error"), [(" ", WordsMissing), ("字" * (LONGEST + 1), TooManyWords)])
    def test_it_says_why_in_so_many_words(self, refused, jianguo, words, error):
        with pytest.raises(error):
            asked(refused, jianguo, words)

    def test_it_may_be_asked_for_until_the_last_day_and_not_on_the_next(self, refused, jianguo):
        with pytest.raises(TooLateToAppeal):
            asked(refused, jianguo, at=NOON + timedelta(days=APPEAL_DAYS + 1))
        asked(refused, jianguo, at=NOON + timedelta(days=APPEAL_DAYS))

    def test_what_was_approved_or_not_decided_is_not_asked_for(self, citizen):
        wang, chen = citizen("wang_xiulan"), citizen("chen_deming")
        for her in (wang, chen):
            with pytest.raises(NotRefused):
                asked(send(begin(her), her), her)

    def test_nobody_asks_for_somebody_else(self, refused, citizen, who_refused):
        with pytest.raises(Denied, match="not_visible"):
            asked(refused, citizen("wang_xiulan"))
        with pytest.raises(Denied, match="not_a_citizen"):
            asked(refused, who_refused)
        assert len(on_record("denied")) == 2


class TestLookingAgain:
    def test_every_register_is_asked_again_under_a_request_of_its_own(self, waiting):
        departments = DataRequest.objects.filter(source=f"reexamination:{waiting.pk}")
        assert "public_security" in {each.department.code for each in departments} and len(departments) > 1

    def test_the_person_sees_what_changed_and_what_the_rules_make_of_it(self, corrected, waiting):
        assert waiting.changes == [{"field": BIRTH, "before": "1957-06-30", "after": "1950-06-30"}]
        assert waiting.conclusion["outcome"] == "APPROVE"

    def test_what_a_register_no_longer_tells_decides_nothing(self, refused, jianguo, departments_stub):
        departments_stub.set("li_jianguo", BIRTH, None)
        asked(refused, jianguo)
        reread_corrected(at=STILL_LATER)
        row = Reexamination.objects.get()
        assert row.changes == [{"field": BIRTH, "before": "1957-06-30", "after": None}]
        assert row.conclusion == {"outcome": "REVIEW", "code": "M00_FACT_AGE_MISSING"}

    def test_its_days_run_from_the_day_it_was_asked_for(self, refused, jianguo):
        row = asked(refused, jianguo)
        reread_corrected(at=LATER + timedelta(days=6))
        assert fresh_row(row).state == "OPEN" and fresh_row(row).due_on == row.due_on

    def test_it_does_not_wait_for_a_silent_register_for_ever(self, refused, jianguo, departments_stub):
        row = asked(refused, jianguo)
        departments_stub.fail("public_security")
        for hour in range(PATIENCE):
            reread_corrected(at=LATER + timedelta(hours=hour))
            assert fresh_row(row).state == "WAITING"
        reread_corrected(at=LATER + timedelta(hours=PATIENCE))
        assert (fresh_row(row).state, fresh_row(row).conclusion) == ("OPEN", {})

    def test_who_refused_does_not_answer_it(self, waiting, who_refused, colleague):
        with pytest.raises(Denied, match="own_decision"):
            close(waiting, who_refused, "REVERSED")
        assert fresh_row(waiting).state == "OPEN" and not Application.objects.filter(renews__isnull=False)
        close(waiting, colleague, "CONFIRMED")
        assert fresh_row(waiting).state == "CONFIRMED"

    def test_another_department_does_not_see_it(self, waiting, caseworker):
        other = caseworker("social_insurance")
        assert not open_reexaminations(other)
        with pytest.raises(Denied, match="not_visible"):
            close(waiting, other, "REVERSED")

    def test_what_a_correction_asks_of_the_same_refusal_is_answered_with_it(
        self, corrected, waiting, refused, colleague
    ):
        settled(refused, BIRTH)
        reread_corrected(at=STILL_LATER)
        close(waiting, colleague, "REVERSED")
        [row] = Reexamination.objects.filter(dispute__isnull=False)
        assert (row.state, row.reason, row.closed_by) == ("REVERSED", ANSWER, colleague.key)
        assert Application.objects.filter(renews=refused).count() == 1
        assert "reexamined_reversed" not in told(refused)

    def test_it_is_answered_once_and_in_words(self, waiting, colleague):
        with pytest.raises(WordsMissing):
            close(waiting, colleague, "CONFIRMED", reason=" ")
        close(waiting, colleague, "CONFIRMED")
        with pytest.raises(AlreadyAnswered):
            close(waiting, colleague, "REVERSED")

    def test_the_citizen_is_told_at_each_step(self, waiting, refused, colleague):
        assert "appeal_open" in told(refused)
        close(waiting, colleague, "CONFIRMED")
        assert "appeal_confirmed" in told(refused) and not told(refused) & {"reexamined_open"}

    def test_upheld_the_refusal_stays_as_it_was(self, waiting, refused, colleague):
        close(waiting, colleague, "CONFIRMED", reason="年龄不够。")
        assert fresh(refused).standing == "REFUSED" and not Application.objects.filter(renews=refused)
