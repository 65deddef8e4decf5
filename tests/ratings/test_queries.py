"""What caseworkers read of a complaint, and what they do not."""

from dataclasses import asdict, fields

import pytest

from services.ratings.actions.answer_rectification import answer_rectification
from services.ratings.models import Level
from services.ratings.queries import Complaint, complaint, complaints, may_be_rated, rating_of
from tests.cast import NOON, begin, send
from tests.ratings.ended import DAY, approved_by_rules, closed, complained, decided_by, fresh, rated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]


@pytest.fixture
def wang(citizen):
    return citizen("wang_xiulan")


@pytest.fixture
def li(caseworker):
    return caseworker("civil_affairs")


def answered(opened, actor):
    answer_rectification(rectification_id=opened.pk, words="已整改。", actor=actor, at=NOON + 4 * DAY)


class TestWhatACaseworkerReads:
    def test_the_item_the_level_and_the_words(self, wang, li):
        opened = complained(approved_by_rules(wang), wang)
        (found,) = complaints(li)
        assert (found.id, found.item["zh"], found.level) == (opened.pk, "高龄津贴", Level.VERY_DISSATISFIED)
        assert (found.words, found.due_on) == ("等了太久，没有人告诉我。", opened.due_on)

    def test_nothing_that_leads_to_the_person(self, wang, li):
        application = approved_by_rules(wang)
        complained(application, wang)
        told = str(asdict(complaints(li)[0]))
        for secret in (application.person.name, application.person.id_no, application.case_code):
            assert secret not in told
        assert str(application.pk) not in told and str(wang.person_id) not in told
        assert not {field.name for field in fields(Complaint)} & {"application", "person", "rating"}

    def test_the_earliest_last_day_first_and_only_what_is_open(self, wang, citizen, li):
        chen, zhao = citizen("chen_deming"), citizen("zhao_guiying")
        later = complained(approved_by_rules(wang), wang, at=NOON + 5 * DAY)
        earlier = complained(approved_by_rules(zhao), zhao, at=NOON + 2 * DAY)
        done = complained(decided_by(li, chen), chen)
        assert [each.id for each in complaints(li)] == [earlier.pk, later.pk]
        answered(later, li)
        assert [each.id for each in complaints(li)] == [earlier.pk]
        assert done.state == "OPEN"

    def test_a_colleague_reads_those_one_may_not(self, citizen, li, caseworker):
        chen = citizen("chen_deming")
        opened = complained(decided_by(li, chen), chen)
        assert complaints(li) == [] and complaint(li, opened.pk) is None
        assert complaint(caseworker("civil_affairs", "何芳"), opened.pk).id == opened.pk

    def test_another_department_reads_none(self, wang, caseworker):
        opened = complained(approved_by_rules(wang), wang)
        stranger = caseworker("social_insurance")
        assert complaints(stranger) == [] and complaint(stranger, opened.pk) is None

    def test_an_answered_one_is_still_there_to_read(self, wang, li):
        opened = complained(approved_by_rules(wang), wang)
        answered(opened, li)
        found = complaint(li, opened.pk)
        assert (found.answer, found.answered_by, found.answered_at) == ("已整改。", "李文", NOON + 4 * DAY)


class TestMayBeRated:
    def test_when_it_has_ended_and_until_it_is_rated(self, wang):
        application = approved_by_rules(wang)
        assert may_be_rated(application) and rating_of(application) is None
        given = rated(application, wang, 4)
        assert not may_be_rated(fresh(application)) and rating_of(application) == given

    def test_also_when_it_is_closed(self, wang):
        assert may_be_rated(closed(approved_by_rules(wang)))

    def test_not_while_it_is_under_way(self, citizen):
        chen = citizen("chen_deming")
        assert not may_be_rated(send(begin(chen), chen))
