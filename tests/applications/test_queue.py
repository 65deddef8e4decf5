"""The four lists of the queue: who sees what in which, and in what order."""

from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest

from services.actions.actor import Actor, Role
from services.applications import queue
from services.applications.actions.accept import accept, decline
from services.applications.actions.claim import claim, release
from services.applications.actions.correct import request_correction, resubmit
from services.applications.actions.decide import decide
from services.applications.actions.suspend import suspend
from services.applications.models import Application, Decision, State
from services.applications.models.application import FOR_PEOPLE, STOPPED
from services.applications.queue import LATELY, Tab
from services.applications.states import ENDED
from services.applications.timekeeping import close_what_is_over
from tests.cast import NOON, begin, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
DAY = timedelta(days=1)
ADDRESS = "population.hukou_address"
UNCLEAR = ("chen_deming", "li_jianguo", "liu_zhiqiang", "sun_yuzhen")  # the rules leave each to a person


@pytest.fixture
def li(caseworker):
    return caseworker("civil_affairs")


@pytest.fixture
def he(caseworker):
    return caseworker("civil_affairs", "何芳")


@pytest.fixture
def apply(citizen):
    def sent(key: str, *, at=NOON) -> Application:
        who = citizen(key)
        return send(begin(who, at=at), who, at=at)

    return sent


def on(application, actor, at=NOON, **more):
    return {"application_id": application.pk, "actor": actor, "at": at, **more}


def shown(tab, actor, *, at=NOON, **more) -> list[Application]:
    return queue.page_of(tab, actor, at=at, **more).rows


class TestWhoSeesWhat:
    def test_what_the_rules_left_open_waits_for_the_department(self, apply, li):
        application = apply("chen_deming")
        assert shown(Tab.DEPARTMENT, li) == [application]

    def test_what_they_approved_does_not(self, apply, li):
        apply("wang_xiulan")
        assert shown(Tab.DEPARTMENT, li) == []

    def test_mine_is_what_i_hold(self, apply, li, he):
        mine, theirs, _ = apply("chen_deming"), apply("li_jianguo"), apply("sun_yuzhen")
        claim(**on(mine, li))
        claim(**on(theirs, he))
        assert (shown(Tab.MINE, li), shown(Tab.MINE, he)) == ([mine], [theirs])
        assert len(shown(Tab.DEPARTMENT, li)) == 3

    def test_what_was_given_back_is_mine_no_more(self, apply, li):
        application = apply("chen_deming")
        claim(**on(application, li))
        release(**on(application, li))
        assert shown(Tab.MINE, li) == []

    @pytest.mark.parametrize("tab", list(Tab))
    def test_another_department_and_a_citizen_see_nothing_of_it(self, tab, apply, citizen, caseworker, li):
        apply("chen_deming")
        request_correction(**on(apply("li_jianguo"), li, points=[{"code": ADDRESS, "words": "门牌号"}]))
        decline(**on(apply("sun_yuzhen"), li, reason="由户籍地办理。"))
        claim(**on(apply("liu_zhiqiang"), li))
        assert len(shown(tab, li)) >= 1
        assert shown(tab, caseworker("social_insurance")) == []
        assert shown(tab, Actor(Role.STAFF, user_id=li.user_id)) == []

    def test_a_draft_is_nobodys_business(self, citizen, li):
        begin(citizen("chen_deming"))
        assert [shown(tab, li) for tab in Tab] == [[]] * 4


class TestWhichList:
    def test_who_waits_for_the_citizen_is_stopped_and_comes_back(self, apply, li, citizen):
        application = apply("chen_deming")
        request_correction(**on(application, li, points=[{"code": ADDRESS, "words": "门牌号"}]))
        assert (shown(Tab.DEPARTMENT, li), shown(Tab.STOPPED, li)) == ([], [application])
        resubmit(**on(application, citizen("chen_deming"), answers={}, replies={ADDRESS: "18 号"}))
        assert (shown(Tab.DEPARTMENT, li), shown(Tab.STOPPED, li)) == ([application], [])

    def test_until_when_the_citizen_may_answer_is_at_hand(self, apply, li, django_assert_num_queries):
        request_correction(**on(apply("chen_deming"), li, points=[{"code": ADDRESS, "words": "门牌号"}]))
        [row] = shown(Tab.STOPPED, li)
        with django_assert_num_queries(0):
            assert [asked.due_on.isoformat() for asked in row.open_corrections] == ["2026-12-14"]

    def test_a_special_procedure_stops_it(self, apply, li):
        application = apply("chen_deming")
        accept(**on(application, li))
        suspend(**on(application, li, reason="专家评审"))
        assert shown(Tab.STOPPED, li) == [application]

    def test_a_silent_department_stops_it(self, departments_stub, apply, li):
        departments_stub.fail("social_insurance")
        application = apply("chen_deming")
        assert (application.state, shown(Tab.STOPPED, li)) == (State.AWAITING_DATA, [application])

    def test_what_ended_is_there_for_a_month_closed_or_not_the_latest_first(self, apply, li):
        early, late = apply("chen_deming"), apply("li_jianguo")
        decline(**on(early, li, reason="由户籍地办理。"))
        decide(**on(late, li, at=NOON + DAY, outcome=Decision.Outcome.REFUSED, reason="不满 70 周岁。"))
        close_what_is_over(at=NOON + 3 * DAY)
        assert shown(Tab.ENDED, li, at=NOON + 3 * DAY) == [late, early]
        assert shown(Tab.ENDED, li, at=NOON + LATELY + DAY) == [late]
        assert shown(Tab.ENDED, li, at=NOON + LATELY + 2 * DAY) == []

    @pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
    def test_no_state_falls_between_the_lists(self, state):
        passing = {State.SUBMITTED}  # left in the transaction that enters it
        assert [state in each for each in (FOR_PEOPLE, STOPPED, ENDED, passing)].count(True) == 1


class TestOrder:
    def test_the_earliest_promise_comes_first_and_of_one_day_who_sent_first(self, apply, li):
        third = apply("chen_deming", at=NOON + DAY)
        second = apply("li_jianguo", at=NOON + timedelta(minutes=5))
        first = apply("sun_yuzhen")
        assert shown(Tab.DEPARTMENT, li, at=NOON + DAY) == [first, second, third]

    def test_pages_follow_each_other_in_every_list(self, apply, li, monkeypatch):
        monkeypatch.setattr(queue, "PAGE_SIZE", 1)
        for key, minutes in zip(UNCLEAR, (30, 20, 10, 0), strict=True):
            claim(**on(apply(key, at=NOON + timedelta(minutes=minutes)), li))
        for tab in (Tab.MINE, Tab.DEPARTMENT):
            pages, after = [], ""
            while not pages or after:
                found = queue.page_of(tab, li, at=NOON, after=after)
                pages, after = [*pages, found], found.after
            assert [page.rows[0].submitted_at.minute for page in pages] == [0, 10, 20, 30]


class TestItems:
    def test_only_the_departments_own_are_offered(self, li, caseworker):
        assert [item.code for item in queue.items_of(li)] == ["old-age-allowance"]
        assert [item.code for item in queue.items_of(caseworker("social_insurance"))] == [
            "insurance-certificate"
        ]

    def test_one_item_alone(self, apply, li):
        application = apply("chen_deming")
        [item] = queue.items_of(li)
        assert shown(Tab.DEPARTMENT, li, item=item) == [application]
        assert shown(Tab.DEPARTMENT, li, item=queue.Item("other", item.name, (uuid4(),))) == []


class TestFinding:
    def test_by_the_whole_code_however_it_was_typed(self, apply, li):
        application = apply("chen_deming")
        code = application.case_code
        for typed in (code, code.lower(), f" {code[:31]} {code[31:39]}-{code[39:]} "):
            assert queue.found_by_code(typed, li) == [application]

    def test_by_day_and_serial(self, apply, li):
        application, _ = apply("chen_deming"), apply("li_jianguo")
        for typed in ("202611230001", "20261123-0001", "２０２６１１２３０００１"):
            assert queue.found_by_code(typed, li) == [application]

    def test_also_what_has_ended(self, apply, li):
        application = apply("chen_deming")
        decline(**on(application, li, reason="由户籍地办理。"))
        assert queue.found_by_code(application.case_code, li) == [application]

    def test_what_is_no_code_is_told_from_what_does_not_exist(self, apply, li):
        apply("chen_deming")
        assert queue.found_by_code("陈德明", li) is None and queue.found_by_code("", li) is None
        assert queue.found_by_code("20261123-0009", li) == []

    def test_not_what_belongs_to_another_department(self, apply, caseworker):
        application, other = apply("chen_deming"), caseworker("social_insurance")
        assert queue.found_by_code(application.case_code, other) == []
        assert queue.found_by_code(application.case_code[-12:], other) == []


class TestCounts:
    def test_each_list_and_how_many_are_overdue(self, apply, li, he):
        claim(**on(apply("chen_deming"), li))
        apply("li_jianguo")
        request_correction(**on(apply("sun_yuzhen"), he, points=[{"code": ADDRESS, "words": "门牌号"}]))
        last_day = NOON + 7 * DAY
        assert queue.counted(li) == {Tab.MINE: 1, Tab.DEPARTMENT: 2, Tab.STOPPED: 1}
        assert [queue.overdue(tab, li, at=last_day) for tab in Tab] == [0, 0, 0, 0]
        assert [queue.overdue(tab, li, at=last_day + DAY) for tab in Tab] == [1, 2, 0, 0]

    def test_counting_stops(self, apply, li, monkeypatch):
        monkeypatch.setattr(queue, "MOST_COUNTED", 1)
        for key in UNCLEAR:
            apply(key)
        assert queue.counted(li)[Tab.DEPARTMENT] == 2


def test_a_page_costs_as_many_queries_for_one_row_as_for_many(
    apply, li, django_assert_num_queries, django_assert_max_num_queries
):
    apply("chen_deming")
    with django_assert_max_num_queries(7) as one:
        shown(Tab.DEPARTMENT, li)
    for key in UNCLEAR[1:]:
        claim(**on(apply(key), li))
    with django_assert_num_queries(len(one) + 1):  # who holds them; asked once for all
        rows = shown(Tab.DEPARTMENT, li)
    with django_assert_num_queries(0):
        for row, _ in product(rows, range(2)):
            assert row.person.name and row.item_version.name and row.case_code
            assert row.runs[0].rule_version.texts
