"""Every act of the panel: done once, refused in words, told when somebody was faster, and not there for others."""

import json
from uuid import uuid4

import pytest
from django.utils.timezone import now

from services.applications.actions.correct import resubmit
from services.applications.actions.leave import withdraw
from services.applications.models import Application, Decision, Note, State
from services.applications.timekeeping import close_what_is_over
from services.ledger.models import Entry
from tests.desk.casework import (
    INSURANCE,
    a_citizen,
    a_colleague,
    act,
    an_application,
    fresh,
)
from tests.desk.signing_in import give_password, sign_in

ADDRESS = "population.hukou_address"
MARKED = {f"mark-{ADDRESS}": "on", f"words-{ADDRESS}": "门牌号不对，请写明现在住哪里。"}
APPROVAL = {"amount_fen": "30000", "reason": "社区核实，户口正常。"}
# what each act needs, and the state it leads to from RECEIVED
COMPLETE = {
    "claim": {},
    "take_over": {"reason": "李文休假。"},
    "accept": {},
    "decline": {"reason": "由户籍地办理。"},
    "correct": MARKED,
    "approve": APPROVAL,
    "refuse": {"reason": "户口已经迁出。"},
    "note": {"words": "打过电话。"},
}
LEADS_TO = {
    "accept": State.ACCEPTED,
    "decline": State.DECLINED,
    "correct": State.AWAITING_CORRECTION,
    "approve": State.APPROVED,
    "refuse": State.REFUSED,
}
EVERY_ACT = {**COMPLETE, "release": {}, "suspend": {"reason": "专家评审。"}, "resume": {}, "step_back": {}}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_desk")]


def page_of(client, application) -> str:
    return client.get(f"/desk/applications/{application.pk}/").content.decode()


def text_of(answer) -> str:
    return answer.content.decode()


def told(answer, *words: str) -> bool:
    """In the note at the top, which takes the focus."""
    note = text_of(answer).partition('role="alert"')[2].partition("</div>")[0]
    return all(each in note for each in words)


class TestHolding:
    def test_one_claims_and_the_page_says_so(self, client, li, waiting):
        answer = act(client, waiting, "claim")
        assert answer.url == f"/desk/applications/{waiting.pk}/"
        assert fresh(waiting).holder.name == "李文"
        assert "这件归您办了。" in text_of(client.get(answer.url))

    def test_from_a_row_one_stays_in_the_list(self, client, li, waiting):
        assert act(client, waiting, "claim", next="/desk/?tab=department").url == "/desk/?tab=department"

    @pytest.mark.parametrize(
        "place", ["https://example.org/desk/", "//example.org/desk/", "/me/", "javascript:1"]
    )
    def test_but_is_led_nowhere_else(self, client, li, waiting, place):
        assert act(client, waiting, "claim", next=place).url == f"/desk/applications/{waiting.pk}/"

    def test_whoever_comes_second_is_told_who_has_it(self, client, his_client, li, waiting):
        act(client, waiting, "claim")
        answer = act(his_client, waiting, "claim")
        assert answer.status_code == 409 and told(answer, "有人先办了", "李文：领办")
        assert fresh(waiting).holder.name == "李文" and "接手" in text_of(answer)

    def test_with_a_reason_one_takes_over(self, client, his_client, li, waiting):
        act(client, waiting, "claim")
        assert act(his_client, waiting, "take_over", reason="李文休假。").status_code == 302
        assert fresh(waiting).holder.name == "何芳"
        assert "李文休假。" in page_of(client, waiting)

    def test_without_one_nothing_is_taken_over(self, client, his_client, li, waiting):
        act(client, waiting, "claim")
        answer = act(his_client, waiting, "take_over", reason="  ")
        assert answer.status_code == 422 and "请写明为什么接手。" in text_of(answer)
        assert fresh(waiting).holder.name == "李文"

    def test_what_was_given_back_is_free_again(self, client, his_client, li, waiting):
        act(client, waiting, "claim")
        act(client, waiting, "release")
        assert act(his_client, waiting, "claim").status_code == 302
        assert fresh(waiting).holder.name == "何芳"

    def test_nobody_gives_back_what_a_colleague_holds(self, client, his_client, li, waiting):
        act(client, waiting, "claim")
        act(his_client, waiting, "release")
        assert fresh(waiting).holder.name == "李文"

    def test_whoever_acts_without_claiming_holds_it(self, client, li, waiting):
        act(client, waiting, "accept")
        assert (fresh(waiting).holder.name, fresh(waiting).state) == ("李文", State.ACCEPTED)


class TestMoving:
    @pytest.mark.parametrize("name", LEADS_TO)
    def test_each_act_does_what_it_says(self, client, li, waiting, name):
        answer = act(client, waiting, name, **COMPLETE[name])
        assert answer.status_code == 302 and fresh(waiting).state == LEADS_TO[name]

    @pytest.mark.parametrize("name", LEADS_TO)
    def test_not_while_a_colleague_holds_it(self, client, his_client, li, waiting, name):
        act(client, waiting, "claim")
        answer = act(his_client, waiting, name, **COMPLETE[name])
        assert answer.status_code == 409 and told(answer, "李文：领办")
        assert fresh(waiting).state == State.RECEIVED

    @pytest.mark.parametrize("name", LEADS_TO)
    def test_sent_twice_it_is_one_act(self, client, li, waiting, name):
        key = uuid4()
        answers = [act(client, waiting, name, key=key, **COMPLETE[name]) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302]
        assert waiting.moves.filter(target=LEADS_TO[name]).count() == 1

    @pytest.mark.parametrize("name", LEADS_TO)
    def test_once_it_is_over_nothing_more_happens(self, client, li, waiting, name):
        withdraw(application_id=waiting.pk, actor=a_citizen("chen_deming"), at=now())
        answer = act(client, waiting, name, **COMPLETE[name])
        assert answer.status_code == 409 and told(answer, "有人先办了", "申请人：撤回")
        assert fresh(waiting).state == State.WITHDRAWN

    def test_the_words_of_a_late_decision_are_not_lost(self, client, his_client, li, waiting):
        act(client, waiting, "approve", **APPROVAL)
        answer = act(his_client, waiting, "refuse", reason="户口已经迁出，有派出所的回函。")
        assert answer.status_code == 409 and told(answer, "李文：已批准", "没有记录")
        assert "户口已经迁出，有派出所的回函。" in text_of(answer)
        assert Decision.objects.get().outcome == "APPROVED"

    def test_a_form_used_again_with_other_words_is_told_from_a_double_click(self, client, li, waiting):
        key = uuid4()
        act(client, waiting, "note", key=key, words="打过电话。")
        answer = act(client, waiting, "note", key=key, words="没有打通。")
        assert answer.status_code == 409 and Note.objects.get().words == "打过电话。"

    def test_a_special_procedure_and_its_end(self, client, li, waiting):
        act(client, waiting, "accept")
        assert act(client, waiting, "suspend", reason="专家评审，约十天。").status_code == 302
        assert "专家评审，约十天。" in page_of(client, waiting)
        assert act(client, waiting, "resume").status_code == 302
        assert (fresh(waiting).state, fresh(waiting).due_on is not None) == (State.ACCEPTED, True)

    def test_which_needs_acceptance_and_a_reason(self, client, li, waiting):
        assert act(client, waiting, "suspend", reason="专家评审。").status_code == 409
        act(client, waiting, "accept")
        answer = act(client, waiting, "suspend", reason="")
        assert answer.status_code == 422 and "请写明在等什么。" in text_of(answer)

    def test_an_address_opened_again_leads_to_the_page(self, client, li, waiting):
        for name in EVERY_ACT:
            answer = client.get(f"/desk/applications/{waiting.pk}/{name.replace('_', '-')}/")
            assert answer.url == f"/desk/applications/{waiting.pk}/"


class TestDeciding:
    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"reason": "核实。"}, "请选批准的金额。"),
            ({"amount_fen": "1", "reason": "核实。"}, "请从列出的金额里选。"),
            ({"amount_fen": "x", "reason": "核实。"}, "请从列出的金额里选。"),
            ({"amount_fen": "30000", "reason": " "}, "请写明为什么批准。"),
            ({"amount_fen": "30000", "reason": "核" * 1001}, "1000"),
        ],
    )
    def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(self, client, li, waiting, given, words):
        answer = act(client, waiting, "approve", **given)
        assert answer.status_code == 422 and words in text_of(answer)
        assert given["reason"].strip() in text_of(answer) and not Decision.objects.exists()

    def test_the_form_that_came_back_stands_open_and_is_named_above(self, client, li, waiting):
        page = text_of(act(client, waiting, "refuse", reason=""))
        assert page.count('<details class="act" name="act" open>') == 1
        assert 'href="#refuse-reason"' in page and 'id="refuse-reason"' in page

    def test_a_retry_with_the_same_key_after_an_error_is_the_act(self, client, li, waiting):
        key = uuid4()
        page = text_of(act(client, waiting, "refuse", key=key, reason=""))
        assert f'value="{key}"' in page
        assert act(client, waiting, "refuse", key=key, reason="户口已经迁出。").status_code == 302

    def test_an_item_that_pays_nothing_asks_for_no_amount(self, client, departments_stub, li):
        departments_stub.set("chen_deming", "insurance.status", "NONE")
        application = an_application("chen_deming", INSURANCE, used_for="JOB")
        ma = a_colleague("马超", "social_insurance")
        sign_in(client, ma)
        assert 'name="amount_fen"' not in page_of(client, application)
        assert act(client, application, "approve", reason="查到了纸质记录。").status_code == 302
        assert Decision.objects.get().amount_fen == 0

    def test_the_reason_of_a_refusal_and_the_remedies_reach_the_citizen(self, client, li, waiting):
        remedies = "您可以在 60 日内申请行政复议（行政复议法第二十条），或者在 6 个月内向人民法院起诉（行政诉讼法第四十六条）。"
        assert remedies in page_of(client, waiting)
        act(client, waiting, "refuse", reason="户口已经迁出。")
        client.force_login(waiting.person.user, backend="portal.identity.doors.CitizenDoor")
        page = text_of(client.get(f"/applications/{waiting.pk}/"))
        assert remedies in page and "户口已经迁出。" in page

    def test_a_request_without_a_key_still_counts_once(self, client, li, waiting):
        path = f"/desk/applications/{waiting.pk}/refuse/"
        assert client.post(path, {"reason": "户口已经迁出。"}).status_code == 302
        assert client.post(path, {"reason": "户口已经迁出。", "request_key": "x"}).status_code == 409


class TestCorrecting:
    def test_each_marked_place_carries_its_words(self, client, li, waiting):
        act(
            client,
            waiting,
            "correct",
            **MARKED,
            **{"mark-population.name": "on", "words-population.name": "有错字。"},
        )
        assert {point["code"]: point["words"] for point in waiting.corrections.get().points} == {
            "population.name": "有错字。",
            ADDRESS: "门牌号不对，请写明现在住哪里。",
        }

    def test_nothing_marked_is_nothing_asked(self, client, li, waiting):
        answer = act(client, waiting, "correct", **{f"words-{ADDRESS}": "门牌号不对。"})
        assert answer.status_code == 422 and "请至少勾选一处" in text_of(answer)
        assert "门牌号不对。" in text_of(answer) and not waiting.corrections.exists()

    def test_a_mark_without_words_is_asked_for_them_at_its_place(self, client, li, waiting):
        answer = act(client, waiting, "correct", **{**MARKED, "mark-population.name": "on"})
        page = text_of(answer)
        assert answer.status_code == 422 and "请写明哪里不对：姓名。" in page
        assert 'href="#correct-words-population.name"' in page and "门牌号不对" in page

    def test_what_the_application_does_not_have_cannot_be_marked(self, client, li, waiting):
        given = {"mark-insurance.employer": "on", "words-insurance.employer": "?"}
        assert act(client, waiting, "correct", **given).status_code == 422

    def test_a_question_may_be_marked_and_the_answer_comes_back(self, client, departments_stub, li):
        departments_stub.set("chen_deming", "insurance.status", "NONE")
        application = an_application("chen_deming", INSURANCE, used_for="JOB")
        sign_in(client, a_colleague("马超", "social_insurance"))
        act(client, application, "correct", **{"mark-used_for": "on", "words-used_for": "请选贷款。"})
        assert "还没补" in page_of(client, application)
        resubmit(
            application_id=application.pk,
            answers={"used_for": "LOAN"},
            replies={},
            actor=a_citizen("chen_deming"),
            at=now(),
        )
        page = page_of(client, application)
        assert "请选贷款。" in page and "已补正" in page and "贷款" in page


class TestNotes:
    def test_colleagues_read_it_and_the_citizen_does_not(self, client, his_client, li, waiting):
        act(client, waiting, "note", words="打过电话，<b>没人接</b>。")
        page = page_of(his_client, waiting)
        assert "打过电话，&lt;b&gt;没人接&lt;/b&gt;。" in page and "李文" in page
        client.force_login(waiting.person.user, backend="portal.identity.doors.CitizenDoor")
        assert "没人接" not in text_of(client.get(f"/applications/{waiting.pk}/"))

    def test_an_empty_one_is_none(self, client, li, waiting):
        answer = act(client, waiting, "note", words=" ")
        assert answer.status_code == 422 and not Note.objects.exists()

    def test_a_colleague_who_does_not_hold_it_may_write_one(self, client, his_client, li, waiting):
        act(client, waiting, "claim")
        assert act(his_client, waiting, "note", words="我见过他。").status_code == 302


class TestTheEnd:
    @pytest.fixture
    def closed(self, client, li, waiting) -> Application:
        act(client, waiting, "refuse", reason="户口已经迁出。")
        close_what_is_over(at=fresh(waiting).ended_at.replace(year=now().year + 1))
        return fresh(waiting)

    def test_a_closed_application_takes_no_act(self, client, closed):
        assert closed.state == State.CLOSED
        answers = {name: act(client, closed, name, **words).status_code for name, words in EVERY_ACT.items()}
        assert answers == dict.fromkeys(EVERY_ACT, 409) and fresh(closed).state == State.CLOSED

    def test_and_offers_none(self, client, closed):
        page = page_of(client, closed)
        assert 'class="act"' not in page and f"/desk/applications/{closed.pk}/note/" not in page
        assert "户口已经迁出。" in page


class TestBoundaries:
    def test_for_another_department_it_is_not_there_and_every_try_is_on_record(self, client, waiting):
        sign_in(client, a_colleague("马超", "social_insurance"))
        answers = {name: act(client, waiting, name, **words).status_code for name, words in EVERY_ACT.items()}
        assert answers == dict.fromkeys(EVERY_ACT, 404)
        denials = [json.loads(entry.body)["reason"] for entry in Entry.objects.filter(kind="denied")]
        assert denials == ["not_visible"] * len(EVERY_ACT)
        assert fresh(waiting).state == State.RECEIVED and not waiting.assignments.exists()

    def test_nor_is_its_page(self, client, waiting):
        sign_in(client, a_colleague("马超", "social_insurance"))
        assert client.get(f"/desk/applications/{waiting.pk}/").status_code == 404

    def test_what_does_not_exist_is_not_there_either(self, client, li):
        ghost = Application(pk=uuid4())
        assert act(client, ghost, "claim").status_code == 404
        assert client.get(f"/desk/applications/{ghost.pk}/").status_code == 404

    def test_without_the_second_factor_there_is_no_act(self, client, waiting):
        give_password(client, a_colleague("李文"))
        for name, words in EVERY_ACT.items():
            assert act(client, waiting, name, **words).url.startswith("/desk/login/")
        assert not waiting.assignments.exists() and not Note.objects.exists()

    def test_a_citizen_is_sent_to_the_door(self, client, waiting):
        client.force_login(waiting.person.user, backend="portal.identity.doors.CitizenDoor")
        assert act(client, waiting, "approve", **APPROVAL).url.startswith("/desk/login/")
        assert not Decision.objects.exists()

    def test_forms_need_their_token(self, client, li, waiting):
        client.handler.enforce_csrf_checks = True
        assert act(client, waiting, "claim").status_code == 403 and fresh(waiting).holder is None
