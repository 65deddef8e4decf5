"""Sending: what the citizen saw is what is decided, once, and whatever stands in the way is said on the page it concerns."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.applications.models import Application, Decision, Evidence, State
from services.ledger.models import Entry
from services.ledger.sealer import seal
from tests.citizen.conftest import Visitor
from tests.citizen.pages import Page, posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]


@pytest.fixture
def check(wang):
    return wang.begin()


def fields(visitor, check):
    return posted(visitor.open(check).form("send"))


class TestApproved:
    def test_the_next_page_says_so_with_sum_month_and_six_conditions(self, wang):
        page = wang.open(wang.apply())
        assert page.h1 == "Approved"
        assert page.one("div", css="sum").text == "a month 300 yuan"
        assert "November 2026" in page.one("main").text
        rules = page.one("ol", css="rules").all("li")
        assert len(rules) == 6 and all("Met" in rule.text for rule in rules)

    def test_it_is_decided_when_the_answer_comes(self, wang):
        wang.apply()
        assert Application.objects.get().state == State.APPROVED
        assert Decision.objects.get().decided_by == Decision.DecidedBy.RULES

    def test_an_answer_goes_into_the_application(self, wang):
        wang.apply("insurance-certificate", **{"q-used_for": "LOAN"})
        assert Application.objects.get().answers == {"used_for": "LOAN"}

    def test_what_the_rules_leave_to_a_person_is_no_refusal(self, visitor):
        chen = visitor("chen_deming")
        page = chen.open(chen.apply())
        assert "30 November 2026" in page.one("main").text and "Approved" not in page.h1
        assert not Decision.objects.exists()


class TestOnce:
    def test_a_double_click_is_one_application(self, wang, check):
        given = fields(wang, check)
        first, second = wang.client.post(check, given), wang.client.post(check, given)
        assert (first.status_code, second.status_code) == (302, 302) and first.url == second.url
        assert Decision.objects.count() == 1

    def test_two_tabs_are_one_application(self, wang, check):
        one, other = fields(wang, check), fields(wang, check)
        assert one["request_key"] != other["request_key"]
        assert wang.client.post(check, one).url == wang.client.post(check, other).url
        assert Application.objects.count() == Decision.objects.count() == 1

    def test_a_tab_that_was_open_for_an_hour_finds_it_sent(self, wang, check, noon):
        one, other = fields(wang, check), fields(wang, check)
        wang.client.post(check, one)
        noon.shift(timedelta(hours=1))
        assert wang.client.post(check, other).status_code == 302
        assert Decision.objects.count() == 1

    @pytest.mark.parametrize("key", ["", "no-key", "x" * 5000, "\x00"])
    def test_a_key_that_is_none_is_a_press_of_its_own(self, wang, check, key):
        assert wang.client.post(check, {**fields(wang, check), "request_key": key}).status_code == 302
        assert Decision.objects.count() == 1

    def test_somebody_elses_key_is_ones_own_affair(self, wang, visitor):
        key, zhao = str(uuid4()), visitor("zhao_guiying")
        wang.apply(request_key=key)
        zhao.apply(request_key=key)
        assert Decision.objects.count() == 2


class TestChangedBetween:
    @pytest.fixture
    def changed(self, wang, check, departments_stub, noon):
        """The page stood open too long; meanwhile the register got another address."""
        given = fields(wang, check)
        departments_stub.set("wang_xiulan", "population.hukou_address", "云州市青石区新街 1 号")
        seal()  # as the worker has by then
        noon.shift(timedelta(minutes=31))
        return Page(wang.client.post(check, given), 409)

    def test_the_page_comes_back_with_the_new_value_marked(self, changed):
        marked = changed.all("div", css="changed")
        assert [row.one("dt").text for row in marked] == ["Registered address"]
        assert "新街 1 号" in marked[0].text and "Changed just now" in marked[0].text

    def test_it_says_so_at_the_top_and_in_the_title(self, changed):
        assert changed.one("div", role="alert").one("h2").text == "Something has changed"
        assert changed.title.startswith("Please look again")

    def test_nothing_was_sent(self, changed):
        assert Application.objects.get().state == State.DRAFT
        assert not Decision.objects.exists() and not Entry.objects.filter(kind="application_moved").exists()

    def test_sending_what_is_shown_now_is_accepted(self, wang, check, changed):
        assert wang.client.post(check, posted(changed.form("send"))).status_code == 302
        assert Application.objects.get().state == State.APPROVED

    def test_the_same_values_read_again_are_no_change(self, wang, check, noon):
        given = fields(wang, check)
        seal()  # as the worker has by then
        noon.shift(timedelta(hours=3))
        assert wang.client.post(check, given).status_code == 302

    def test_a_page_that_is_fresh_is_not_read_again(self, wang, check, departments_stub, noon):
        given, before = fields(wang, check), Evidence.objects.count()
        noon.shift(timedelta(minutes=29))
        wang.client.post(check, given)
        assert Evidence.objects.count() == before

    @pytest.mark.parametrize(
        "shown", ["", "population.name:0000", ":", "a b c", "\x00", "population.name", "x:y:z"]
    )
    def test_what_was_never_shown_cannot_be_sent(self, wang, check, shown):
        page = Page(wang.client.post(check, {**fields(wang, check), "shown": shown}), 409)
        assert page.all("div", css="changed") and Application.objects.get().state == State.DRAFT

    def test_a_department_that_came_back_shows_its_values_first(self, wang, departments_stub, noon):
        departments_stub.fail("civil_affairs")
        check = wang.begin()
        given = fields(wang, check)
        departments_stub.restore("civil_affairs")
        noon.shift(timedelta(minutes=1))
        page = Page(wang.client.post(check, given), 409)
        assert [row.one("dt").text for row in page.all("div", css="changed")] == [
            "Receives the allowance elsewhere"
        ]


class TestDepartmentDown:
    def test_it_can_be_sent_and_waits_naming_the_department(self, wang, departments_stub):
        departments_stub.fail("civil_affairs")
        page = wang.open(wang.apply())
        assert Application.objects.get().state == State.AWAITING_DATA
        assert "Yunzhou Civil Affairs Bureau has not answered yet" in page.one("div", css="verdict").text
        assert not page.all("ol", css="rules") and not Decision.objects.exists()


class TestBadAnswers:
    @pytest.fixture
    def check(self, wang):
        return wang.begin("insurance-certificate")

    @pytest.mark.parametrize(
        ("answer", "sentence"),
        [
            (None, "Answer “What the certificate is for”."),
            ("", "Answer “What the certificate is for”."),
            ("  ", "Answer “What the certificate is for”."),
            ("LOTTERY", "Choose one of the options for “What the certificate is for”."),
            ("loan", "Choose one of the options for “What the certificate is for”."),
            ("\x00LOAN OR", "Choose one of the options for “What the certificate is for”."),
        ],
    )
    def test_the_page_comes_back_with_the_sentence_at_the_top_and_at_the_question(
        self, wang, check, answer, sentence
    ):
        given = {**fields(wang, check), "q-used_for": answer}
        page = Page(wang.client.post(check, {k: v for k, v in given.items() if v is not None}), 422)
        (link,) = page.one("div", role="alert").all("a")
        assert (link["href"], link.text) == ("#q-used_for", sentence)
        question = page.one("fieldset", id="q-used_for")
        assert question.one("p", css="msg", id=question["aria-describedby"]).text == sentence
        assert page.title.startswith("Please look again")

    def test_in_chinese_too(self, wang, check):
        given = {**fields(wang, check), "q-used_for": "LOTTERY"}
        response = wang.client.post(check, given, headers={"accept-language": "zh-CN"})
        assert "请在“证明用来做什么”里选一项。" in response.content.decode()

    def test_nothing_was_sent_and_a_right_answer_goes_through_with_the_same_key(self, wang, check):
        given = fields(wang, check)
        wang.client.post(check, {**given, "q-used_for": "LOTTERY"})
        assert Application.objects.get().state == State.DRAFT
        assert wang.client.post(check, {**given, "q-used_for": "JOB"}).status_code == 302
        assert Application.objects.get().answers == {"used_for": "JOB"}

    def test_a_field_nobody_asked_for_is_not_looked_at(self, wang, check):
        wang.client.post(check, {**fields(wang, check), "q-amount_fen": "999", "state": "APPROVED"})
        assert Application.objects.get().answers == {"used_for": "SELF"}


class TestFromElsewhere:
    def test_a_form_of_another_site_sends_nothing(self, wang, check):
        given = fields(wang, check)
        strict = Visitor(wang.actor)
        strict.client.handler.enforce_csrf_checks = True
        assert strict.client.post(check, given).status_code == 403
        assert Application.objects.get().state == State.DRAFT
