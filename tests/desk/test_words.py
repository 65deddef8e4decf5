"""What caseworkers read: the time left by the stored day, states, and names of those who did something."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portal.desk.words import STATES, Names, due_sign, number_of, state_sign
from services.actions.actor import SYSTEM
from services.applications.models import Application, Decision, Move, State
from services.calendars.days import Calendar
from tests.desk.casework import a_colleague, open_for_business, staff

MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)
CALENDAR = Calendar({}, frozenset({2026}))
CHINESE_NEW_YEAR = Calendar({MONDAY + n * DAY: False for n in range(7)}, frozenset({2026}))


def an_application(state: State = State.RECEIVED, due_on: date | None = None, **more) -> Application:
    application = Application(due_on=due_on, **more)
    application.__dict__["state"] = state
    return application


def sign(due_on: date | None, today: date = MONDAY, days: Calendar = CALENDAR, language: str = "en"):
    with translation.override(language):
        found = due_sign(an_application(due_on=due_on), today=today, days=days)
    return found.chip, found.words


class TestTimeLeft:
    @pytest.mark.parametrize(
        ("due_on", "expected"),
        [
            (MONDAY - 10 * DAY, ("over", "Overdue by 6 working days")),
            (MONDAY - 3 * DAY, ("over", "Overdue by 1 working day")),
            (MONDAY, ("soon", "Due today")),
            (MONDAY + 1 * DAY, ("soon", "1 working day left")),
            (MONDAY + 2 * DAY, ("soon", "2 working days left")),
            (MONDAY + 3 * DAY, ("wait", "3 working days left")),
            (MONDAY + 7 * DAY, ("wait", "5 working days left")),
        ],
    )
    def test_counted_in_working_days(self, due_on, expected):
        assert sign(due_on) == expected

    def test_friday_is_two_days_off_on_wednesday_and_overdue_on_saturday(self):
        friday = MONDAY + 4 * DAY
        assert sign(friday, friday - 2 * DAY) == ("soon", "2 working days left")
        assert sign(friday, friday + DAY) == ("over", "Overdue")
        assert sign(friday, friday + 3 * DAY) == ("over", "Overdue by 1 working day")

    def test_a_week_of_holidays_brings_the_day_no_nearer(self):
        assert sign(MONDAY + 8 * DAY, days=CHINESE_NEW_YEAR) == ("soon", "2 working days left")

    def test_in_chinese(self):
        assert sign(MONDAY - 3 * DAY, language="zh-hans") == ("over", "超期 1 个工作日")
        assert sign(MONDAY, language="zh-hans") == ("soon", "今天到期")

    def test_a_stopped_clock_says_so_and_one_that_has_not_begun_too(self):
        with translation.override("en"):
            stopped = due_sign(an_application(State.AWAITING_CORRECTION), today=MONDAY, days=CALENDAR)
            before = due_sign(an_application(State.AWAITING_DATA), today=MONDAY, days=CALENDAR)
        assert (stopped.chip, stopped.words, stopped.on) == ("wait", "The clock is stopped", None)
        assert before.words == "The clock has not begun"

    def test_a_day_that_may_move_is_marked(self):
        application = an_application(due_on=MONDAY, due_is_provisional=True)
        assert due_sign(application, today=MONDAY, days=CALENDAR).provisional

    @given(st.integers(-400, 400), st.integers(-400, 400))
    def test_red_is_overdue_and_nothing_else(self, due, today):
        chip, _words = sign(MONDAY + due * DAY, MONDAY + today * DAY)
        assert (chip == "over") == (due < today)

    @given(st.integers(0, 400), st.integers(0, 30))
    def test_later_is_never_more_urgent(self, days, more):
        urgency = ["over", "soon", "wait"]
        sooner, later = (sign(MONDAY + n * DAY)[0] for n in (days, days + more))
        assert urgency.index(sooner) <= urgency.index(later)


class TestStates:
    def test_every_state_has_words_of_its_own_and_a_chip(self):
        assert set(STATES) == set(State)
        assert len({words for _chip, words in STATES.values()}) == len(State)

    @pytest.mark.parametrize("state", list(State))
    def test_and_they_are_chinese(self, state):
        with translation.override("zh-hans"):
            assert not state_sign(an_application(state)).words.isascii()

    def test_what_is_closed_stands_as_it_ended(self):
        with translation.override("en"):
            assert state_sign(an_application(State.CLOSED, ended_as=State.REFUSED)).words == "Not approved"


@pytest.mark.django_db
class TestNames:
    @pytest.fixture
    def he(self):
        open_for_business()
        return staff(a_colleague("何芳"))

    def test_staff_by_name_and_the_others_by_what_they_are(self, he):
        names = Names([he.key, "CITIZEN:7", SYSTEM.key])
        with translation.override("en"):
            assert [names[key] for key in (he.key, "CITIZEN:7", SYSTEM.key)] == [
                "何芳",
                "applicant",
                "portal",
            ]

    def test_who_left_the_service_is_still_a_caseworker(self):
        with translation.override("en"):
            assert Names(["STAFF:999"])["STAFF:999"] == "caseworker"

    def test_what_the_portal_does_at_once_the_rules_do_what_time_brings_it_does(self):
        names = Names([])
        with translation.override("en"):
            told = [names.of_move(Move(target=to, actor=SYSTEM.key)) for to in (State.APPROVED, State.CLOSED)]
            decided = names.of_decision(Decision(decided_by="RULES", decider=SYSTEM.key))
        assert (told, decided) == (["rules", "portal"], "rules")

    def test_one_query_for_all_of_them(self, he, django_assert_num_queries):
        with django_assert_num_queries(1):
            Names([he.key, "STAFF:999", "CITIZEN:7"])
        with django_assert_num_queries(0):
            Names(["CITIZEN:7", SYSTEM.key])


def test_the_number_is_day_and_serial():
    assert number_of(Application(case_code="1" * 31 + "202611230042")) == "20261123-0042"
