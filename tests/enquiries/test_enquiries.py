"""Asking a department and being answered: with a clock, once, and only between those two."""

from datetime import timedelta
from uuid import uuid4

import pytest

from portal.subscriptions import SUBSCRIPTIONS
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.departments.models import Department
from services.enquiries.actions.answer import answer, write_first
from services.enquiries.actions.ask import ask, say
from services.enquiries.errors import NothingSaid, TooLong
from services.enquiries.models import Enquiry, Line
from services.enquiries.queries import about, enquiries_of, unanswered
from services.enquiries.writing import LONGEST
from services.events.relay import deliver_due
from services.notifications.models import Message
from tests.cast import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


@pytest.fixture
def wang(citizen) -> Actor:
    return citizen("wang_xiulan")


@pytest.fixture
def li(caseworker) -> Actor:
    return caseworker("civil_affairs")


def put(actor: Actor, words: str = "我妈 79 岁，能先申请吗？", **given):
    department = Department.objects.get(code="civil_affairs").pk
    return ask(department_id=department, words=words, actor=actor, at=NOON, **given)


class TestAsking:
    def test_it_waits_at_the_department_with_a_day(self, wang, li):
        put(wang, item_code="old-age-allowance")
        waiting = unanswered(li).get()
        assert (waiting.state, waiting.due_on.isoformat()) == ("OPEN", "2026-11-30")

    def test_the_words_are_sealed(self, wang):
        put(wang)
        assert "妈".encode() not in bytes(Line.objects.values_list("words", flat=True).get())

    def test_writing_again_does_not_set_the_clock_back(self, wang):
        enquiry = put(wang)
        say(enquiry_id=enquiry, words="她叫赵桂英。", actor=wang, at=NOON + timedelta(days=3))
        assert Enquiry.objects.get().due_on.isoformat() == "2026-11-30"

    def test_about_one_application_there_is_one_conversation(self, wang):
        assert put(wang, source="application:1") == put(wang, "还有一件。", source="application:1")
        assert Line.objects.count() == 2

    @pytest.mark.parametrize("words", ["", "  ", "\n"])
    def test_nothing_is_not_sent(self, wang, words):
        with pytest.raises(NothingSaid):
            put(wang, words)
        assert not Enquiry.objects.exists()

    def test_too_much_is_not_cut_but_refused(self, wang):
        with pytest.raises(TooLong, match=str(LONGEST)):
            put(wang, "好" * (LONGEST + 1))

    def test_a_double_click_is_one_question(self, wang):
        key = uuid4()
        assert put(wang, request_key=key) == put(wang, request_key=key)
        assert Line.objects.count() == 1

    def test_somebody_unproven_and_caseworkers_cannot(self, li):
        for actor in (Actor(Role.CITIZEN, user_id=None), li):
            with pytest.raises(Denied):
                put(actor)


class TestAnswering:
    def test_the_clock_stops_and_the_citizen_is_told_once(self, wang, li):
        enquiry = put(wang)
        answer(enquiry_id=enquiry, words="70 岁就可以。", actor=li, at=NOON)
        while deliver_due(SUBSCRIPTIONS):
            pass
        answered = Enquiry.objects.get()
        assert (answered.state, answered.due_on) == ("ANSWERED", None)
        assert [line.name for line in answered.lines.all()] == ["", "李文"]
        assert Message.objects.filter(person_id=wang.person_id, template="answered").count() == 1

    def test_each_answer_is_told(self, wang, li):
        enquiry = put(wang)
        for words in ("可以。", "补充一句。"):
            answer(enquiry_id=enquiry, words=words, actor=li, at=NOON)
        while deliver_due(SUBSCRIPTIONS):
            pass
        assert Message.objects.filter(template="answered").count() == 2

    def test_a_further_question_starts_a_new_clock(self, wang, li):
        enquiry = put(wang)
        answer(enquiry_id=enquiry, words="可以。", actor=li, at=NOON)
        say(enquiry_id=enquiry, words="要带什么？", actor=wang, at=NOON + timedelta(days=7))
        assert Enquiry.objects.get().due_on.isoformat() == "2026-12-07"

    def test_another_department_and_citizens_cannot_answer(self, wang, caseworker, citizen):
        enquiry = put(wang)
        for actor, reason in ((caseworker("social_insurance"), "not_visible"), (wang, "not_a_caseworker")):
            with pytest.raises(Denied, match=reason):
                answer(enquiry_id=enquiry, words="x", actor=actor, at=NOON)

    def test_a_caseworker_writes_first_about_an_application_of_theirs(self, wang, li, caseworker):
        department = Department.objects.get(code="civil_affairs").pk
        given = {"person_id": wang.person_id, "department_id": department, "item_code": "", "at": NOON}
        write_first(**given, source="application:1", words="请确认住址。", actor=li)
        assert about("application:1", wang).lines.get().side == "STAFF"
        with pytest.raises(Denied, match="other_department"):
            write_first(**given, source="application:2", words="x", actor=caseworker("social_insurance"))


class TestWhoReads:
    def test_only_the_two_of_them(self, wang, li, citizen, caseworker):
        put(wang)
        assert enquiries_of(wang).count() == enquiries_of(li).count() == 1
        assert not enquiries_of(citizen("li_jianguo")).exists()
        assert not enquiries_of(caseworker("social_insurance")).exists()
        assert not enquiries_of(Actor(Role.CITIZEN)).exists()

    def test_nobody_says_something_in_somebody_elses_name(self, wang, citizen, li):
        enquiry = put(wang)
        for actor in (citizen("li_jianguo"), li):
            with pytest.raises(Denied):
                say(enquiry_id=enquiry, words="x", actor=actor, at=NOON)
