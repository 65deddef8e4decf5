"""Answering a poor rating: by a colleague, in words, once."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from services.actions.actor import SYSTEM
from services.actions.errors import Denied
from services.applications.actions.leave import rescind
from services.events.models import OutboxEvent
from services.ledger.models import Entry
from services.ratings.actions.answer_rectification import LONGEST, answer_rectification
from services.ratings.errors import AlreadyAnswered, AnswerMissing, WordsTooLong
from services.ratings.models import Rectification
from tests.cast import NOON
from tests.ratings.ended import DAY, approved_by_rules, complained, decided_by, declined_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
WORDS = "已经给您打了电话，今后每一步都会发消息。"


@pytest.fixture
def chen(citizen):
    return citizen("chen_deming")


@pytest.fixture
def li(caseworker):
    return caseworker("civil_affairs")


@pytest.fixture
def he(caseworker):
    return caseworker("civil_affairs", "何芳")


@pytest.fixture
def open_one(li, chen) -> Rectification:
    return complained(decided_by(li, chen), chen)


def answer(rectification: Rectification, actor, words: str = WORDS, at: datetime = NOON + 3 * DAY, **given):
    answer_rectification(rectification_id=rectification.pk, words=words, actor=actor, at=at, **given)
    return Rectification.objects.get(pk=rectification.pk)


class TestAnswering:
    def test_a_colleague_answers_in_words(self, open_one, he):
        answered = answer(open_one, he)
        assert (answered.state, answered.answer) == (Rectification.State.ANSWERED, WORDS)
        assert (answered.answered_by.name, answered.answered_at) == ("何芳", NOON + 3 * DAY)

    def test_it_is_told_and_on_record_without_the_words(self, open_one, he):
        answer(open_one, he)
        assert OutboxEvent.objects.get(name="RectificationAnswered").body == {
            "rectification_id": str(open_one.pk)
        }
        entry = bytes(Entry.objects.get(kind="rectification_answered").body).decode()
        assert he.key in entry and WORDS not in entry

    @pytest.mark.parametrize("words", ["", "  \n"])
    def test_without_words_it_is_no_answer(self, open_one, he, words):
        with pytest.raises(AnswerMissing):
            answer(open_one, he, words)
        assert Rectification.objects.get().state == Rectification.State.OPEN

    def test_words_have_an_end(self, open_one, he):
        with pytest.raises(WordsTooLong):
            answer(open_one, he, "长" * (LONGEST + 1))

    def test_the_second_is_told_that_a_colleague_was_first(self, open_one, he, caseworker):
        answer(open_one, he)
        with pytest.raises(AlreadyAnswered):
            answer(open_one, caseworker("civil_affairs", "王强"), "另一个回答")
        assert Rectification.objects.get().answer == WORDS

    def test_the_database_wants_words_and_a_name(self, open_one):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rectification.objects.update(state=Rectification.State.ANSWERED)


class TestNobodyJudgesThemself:
    def test_who_decided_sees_no_such_thing_and_cannot_answer(self, open_one, li):
        assert not Rectification.objects.visible_to(li).exists()
        with pytest.raises(Denied, match="not_visible"):
            answer(open_one, li)
        assert Entry.objects.filter(kind="denied").count() == 1

    def test_neither_who_declined(self, li, he, chen):
        rectification = complained(declined_by(li, chen), chen)
        with pytest.raises(Denied):
            answer(rectification, li)
        assert answer(rectification, he).answered_by.name == "何芳"

    def test_what_rules_decided_anybody_of_the_department_answers(self, citizen, li):
        wang = citizen("wang_xiulan")
        assert answer(complained(approved_by_rules(wang), wang), li).state == Rectification.State.ANSWERED

    def test_taking_back_afterwards_does_not_hide_who_decided(self, citizen, li):
        """Rules approved, so Li may answer; that the citizen moved it last makes nobody else its judge."""
        wang = citizen("wang_xiulan")
        application = approved_by_rules(wang)
        rectification = complained(application, wang, at=NOON)
        rescind(application_id=application.pk, actor=wang, at=NOON + timedelta(hours=1))
        assert answer(rectification, li).state == Rectification.State.ANSWERED


class TestWhoMayAnswer:
    def test_no_other_department(self, open_one, caseworker):
        with pytest.raises(Denied, match="not_visible"):
            answer(open_one, caseworker("social_insurance"))

    def test_neither_the_rater_nor_the_portal_itself(self, open_one, chen):
        for actor in (chen, SYSTEM):
            with pytest.raises(Denied, match="not_a_caseworker"):
                answer(open_one, actor)

    def test_the_rater_sees_what_became_of_it_and_no_other_citizen_does(self, open_one, chen, citizen):
        assert Rectification.objects.visible_to(chen).get() == open_one
        assert not Rectification.objects.visible_to(citizen("wang_xiulan")).exists()


class TestTheClock:
    def test_on_the_last_day_it_is_in_time(self, open_one, he):
        late_evening = NOON.replace(month=12, day=16, hour=15, minute=59)  # 23:59 in Yunzhou
        assert open_one.in_time is None and open_one.due_on == date(2026, 12, 16)
        assert answer(open_one, he, at=late_evening).in_time

    def test_a_minute_later_it_is_not(self, open_one, he):
        assert answer(open_one, he, at=NOON.replace(month=12, day=16, hour=16)).in_time is False

    def test_overdue_is_what_is_open_after_its_last_day(self, open_one, he):
        assert not Rectification.objects.overdue(open_one.due_on).exists()
        assert Rectification.objects.overdue(open_one.due_on + DAY).get() == open_one
        answer(open_one, he, at=NOON + 60 * DAY)
        assert not Rectification.objects.overdue(open_one.due_on + 90 * DAY).exists()
