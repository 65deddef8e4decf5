"""One application, in reading order: everything a caseworker needs to decide, with where it comes from."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from services.applications.actions.correct import resubmit
from services.applications.actions.leave import rescind
from services.applications.handlers import certify
from services.applications.models import Evidence
from services.applications.timekeeping import accept_what_was_met_with_silence
from services.enquiries.actions.ask import ask
from services.sharing.actions.object_to import object_to
from tests.desk.application_page import buttons, page_of, section
from tests.desk.casework import (
    INSURANCE,
    a_citizen,
    a_colleague,
    act,
    an_application,
    fresh,
    staff,
)
from tests.desk.signing_in import sign_in
from tests.opened import value_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ADDRESS = "population.hukou_address"


class TestHead:
    def test_who_asks_since_when_until_when_and_who_holds_it(self, client, li, waiting):
        facts = re.sub(
            r"<[^>]+>|\s+", " ", page_of(client, waiting).partition("<dl")[2].partition("</dl>")[0]
        )
        assert "陈德明" in facts and "无人" in facts
        assert "9901 ****" in facts and waiting.person.id_no not in page_of(client, waiting)
        for day in (localdate(waiting.submitted_at), waiting.due_on):
            assert f"{day.year}年{day.month}月{day.day}日" in facts

    def test_until_when_silence_is_no_answer(self, client, li, waiting):
        day = waiting.accept_by
        assert f"{day.month}月{day.day}日以后没有告知，视为受理。" in page_of(client, waiting)
        act(client, waiting, "accept")
        assert "视为受理" not in page_of(client, waiting)

    def test_what_a_stopped_clock_has_left(self, client, li, waiting):
        act(client, waiting, "accept")
        act(client, waiting, "suspend", reason="专家评审。")
        assert f"还剩 {fresh(waiting).days_left} 天" in page_of(client, waiting)

    def test_the_sections_stand_in_reading_order(self, client, li, waiting):
        act(client, waiting, "correct", **{f"mark-{ADDRESS}": "on", f"words-{ADDRESS}": "门牌号不对。"})
        found = re.findall(r'<h2 id="([a-z-]+)"', page_of(client, waiting))
        assert found == ["rules", "evidence", "rounds", "line", "notes", "acts"]


class TestEvidence:
    def test_every_value_under_the_register_it_comes_from(self, client, li, waiting):
        evidence = section(page_of(client, waiting), "evidence")
        assert evidence.index("人口库") < evidence.index("陈德明") < evidence.index("社保卡库")

    def test_what_is_older_than_it_may_be_is_marked_once_for_its_register(self, client, li):
        html = page_of(client, an_application("chen_deming", at=now() - 3 * DAY))
        assert section(html, "evidence").count("已超过") == 2  # population and allowances: good for a day
        assert "有些数据已经过了有效期" in section(html, "rules")

    def test_and_what_is_fresh_is_not(self, client, li, waiting):
        html = page_of(client, waiting)
        assert "已超过" not in html and "有效期" not in html

    def test_one_old_value_among_fresh_ones_is_marked_in_its_place(self, client, li, waiting):
        Evidence.objects.filter(application=waiting, field_code=ADDRESS).update(as_of=now() - 9 * DAY)
        html = page_of(client, waiting)
        assert html.count('<div class="changed">') == 1 and section(html, "evidence").count("已超过") == 1

    def test_what_the_citizen_says_is_wrong(self, client, li, waiting):
        citizen = a_citizen("chen_deming")
        object_to(
            person_id=citizen.person_id,
            field_code=ADDRESS,
            source=waiting.source,
            words="我去年搬家了。",
            actor=citizen,
            at=now(),
        )
        assert "申请人说不对 我去年搬家了。" in section(page_of(client, waiting), "evidence")


class TestAnswers:
    def test_questions_with_the_words_of_the_options(self, client, departments_stub, at_work):
        departments_stub.set("chen_deming", "insurance.status", "NONE")
        application = an_application("chen_deming", INSURANCE, used_for="JOB")
        sign_in(client, a_colleague("马超", "social_insurance"))
        assert "求职、入职" in section(page_of(client, application), "answers")
        english = section(page_of(client, application, django_language="en"), "answers")
        assert "A job" in english

    def test_an_item_without_questions_has_no_such_section(self, client, li, waiting):
        assert section(page_of(client, waiting), "answers") == ""

    def test_what_was_asked_to_be_put_right_and_what_came_back(self, client, li, waiting):
        act(client, waiting, "correct", **{f"mark-{ADDRESS}": "on", f"words-{ADDRESS}": "门牌号不对。"})
        asked = section(page_of(client, waiting), "rounds")
        assert "李文" in asked and "门牌号不对。" in asked and "还没补" in asked
        replies = {ADDRESS: "是 18 号。\n<b>"}
        resubmit(
            application_id=waiting.pk, answers={}, replies=replies, actor=a_citizen("chen_deming"), at=now()
        )
        html = page_of(client, waiting)
        assert "是 18 号。" in section(html, "rounds") and "&lt;b&gt;" in html and "已补" in html

    def test_messages_of_the_applicant_lead_to_the_answer(self, client, li, waiting):
        ask(
            words="什么时候有结果？",
            department_id=waiting.competent_department_id,
            source=waiting.source,
            actor=a_citizen("chen_deming"),
            at=now(),
        )
        html = page_of(client, waiting)
        assert "什么时候有结果？" in section(html, "messages") and "/desk/enquiries/" in html


class TestHistory:
    def test_every_step_with_who_took_it(self, client, his_client, li, waiting):
        act(client, waiting, "claim")
        act(his_client, waiting, "take_over", reason="李文休假。")
        act(his_client, waiting, "release")
        line = section(page_of(client, waiting), "line")
        steps = [
            "提交",
            "申请人",
            "转人工办理",
            "规则",
            "领办",
            "李文",
            "接手",
            "何芳",
            "李文休假。",
            "退回科室",
            "何芳",
        ]
        places = []
        for step in steps:
            places.append(line.index(step, places[-1] if places else 0))
        assert places == sorted(places)

    def test_a_decision_takes_on_and_accepts_before_it_decides(self, client, li, waiting):
        act(client, waiting, "refuse", reason="户口已经迁出。")
        line = section(page_of(client, waiting), "line")
        assert line.index("领办") < line.index("受理") < line.index("不予批准")

    def test_silence_is_told_as_what_it_is(self, client, li, waiting):
        accept_what_was_met_with_silence(at=now() + 30 * DAY)
        line = section(page_of(client, waiting), "line")
        assert "五个工作日没有告知，视为受理。" in line and "系统" in line

    def test_correction_and_special_procedure_and_what_came_after(self, client, li, waiting):
        act(client, waiting, "accept")
        act(client, waiting, "suspend", reason="专家评审。")
        act(client, waiting, "resume")
        act(client, waiting, "correct", **{f"mark-{ADDRESS}": "on", f"words-{ADDRESS}": "门牌号不对。"})
        answer = {"answers": {}, "replies": {ADDRESS: "18 号"}}
        resubmit(application_id=waiting.pk, actor=a_citizen("chen_deming"), at=now(), **answer)
        line = section(page_of(client, waiting), "line")
        assert (
            line.index("专家评审。")
            < line.index("恢复计时")
            < line.index("请申请人补正")
            < line.index("已补正")
        )


class TestPanel:
    def test_what_nobody_holds_may_be_claimed_or_acted_on(self, client, li, waiting):
        expected = {"claim", "approve", "refuse", "correct", "accept", "decline", "note", "step-back"}
        assert buttons(page_of(client, waiting)) == expected

    def test_what_i_hold_i_may_give_back(self, client, li, waiting):
        act(client, waiting, "claim")
        found = buttons(page_of(client, waiting))
        assert "release" in found and not {"claim", "take-over"} & found

    def test_what_a_colleague_holds_may_be_taken_over_and_nothing_else(self, client, his_client, li, waiting):
        act(client, waiting, "claim")
        html = page_of(his_client, waiting)
        assert buttons(html) == {"take-over", "note", "step-back"} and "李文在办" in html

    def test_while_the_citizen_is_to_answer_there_is_nothing_to_decide(self, client, li, waiting):
        act(client, waiting, "correct", **{f"mark-{ADDRESS}": "on", f"words-{ADDRESS}": "门牌号不对。"})
        html = page_of(client, waiting)
        assert buttons(html) == {"release", "note", "step-back"} and "正等申请人补正" in html

    def test_every_form_has_a_key_of_its_own(self, client, li, waiting):
        keys = re.findall(r'name="request_key" value="([0-9a-f-]{36})"', page_of(client, waiting))
        assert len(set(keys)) == len(keys) == 8

    def test_the_amounts_are_those_the_item_pays(self, client, li, waiting):
        panel = section(page_of(client, waiting), "acts")
        for yuan in ("每月 200 元", "每月 300 元", "每月 500 元", "每月 1,000 元"):
            assert yuan in panel


class TestResult:
    def test_who_decided_when_why_and_how_much(self, client, li, waiting):
        act(client, waiting, "approve", amount_fen="30000", reason="社区核实，户口正常。")
        result = section(page_of(client, waiting), "acts")
        for words in ("已批准", "李文", "每月 300 元", "社区核实，户口正常。", "证明正在生成"):
            assert words in result

    def test_the_certificate_is_one_step_away(self, client, li, waiting):
        act(client, waiting, "approve", amount_fen="30000", reason="社区核实，户口正常。")
        assert f"/desk/certificates/{certify(waiting.pk)}/" in page_of(client, waiting)

    def test_what_the_rules_approved_says_so(self, client, li):
        application = an_application("wang_xiulan")
        html = page_of(client, application)
        assert "决定人 规则" in section(html, "acts")
        rescind(application_id=application.pk, actor=a_citizen("wang_xiulan"), at=now())
        assert "申请人已反悔" in page_of(client, application)

    def test_what_was_declined_shows_the_words_and_the_remedies(self, client, li, waiting):
        act(client, waiting, "decline", reason="由户籍地民政局办理。")
        result = section(page_of(client, waiting), "acts")
        assert "由户籍地民政局办理。" in result and "行政复议" in result


class TestLanguagesAndModes:
    def test_in_english_no_word_of_the_interface_stays_chinese(self, client, li, waiting):
        act(client, waiting, "note", words="x")
        html = page_of(client, waiting, django_language="en")
        for words in (
            "What the rules say",
            "Evidence",
            "What can be done",
            "Ask for a correction",
            "Held by",
        ):
            assert words in html
        names = {"陈德明", "李文", "中文"}
        panel = section(html, "acts")
        chinese = set(re.findall(r"[\u4e00-\u9fff]+", panel)) - names
        assert not {words for words in chinese if words not in evidence_texts(waiting)}

    def test_elder_mode_leaves_nothing_out(self, client, li, waiting):
        usual = buttons(page_of(client, waiting))
        assert buttons(page_of(client, waiting, mode="elder")) == usual


def evidence_texts(application) -> str:
    return " ".join(str(value_of(each)) for each in application.evidence.all())


def test_the_page_costs_the_same_however_much_has_happened(client, his_client, li, waiting):
    act(client, waiting, "note", words="一")
    page_of(client, waiting)
    with CaptureQueriesContext(connection) as little:
        page_of(client, waiting)
    for n in range(4):
        act(client, waiting, "claim")
        act(his_client, waiting, "take_over", reason=f"第 {n} 次。")
        act(his_client, waiting, "release")
        act(his_client, waiting, "note", words="又一条。")
    page_of(client, waiting)
    with CaptureQueriesContext(connection) as much:
        page_of(client, waiting)
    assert len(much) <= len(little) + 3  # who they were, once each
    assert len(much) <= 40 and staff(li)
