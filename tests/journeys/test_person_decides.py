"""陈德明's registration is unclear, so the rules leave it to a person: who sees it, who asks what of him, who decides it, and
what he reads of it at every step. 李建国 is refused, has the register put right, and contests it. The stories go on from each
other, as their applications do."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.conftest import Open
from tests.journeys import looking
from tests.journeys.portal import RunningPortal, eventually
from tests.journeys.walking import ALLOWANCE, find_case, go, heading, open_case, sign_in, solid, unfold

REASON = "已向派出所核实，户口正常，符合条件。"
WRONG = "登记的地址和门牌对不上，请说明住在哪里。"
REPLY = "门牌去年换过，现在是 7 号。"
REFUSAL = "还没有年满 70 周岁。"
BORN_EARLIER = "我生于 1950 年，身份证号码登记错了。"
PUT_RIGHT = "已查原始档案，登记确有错误，已经更正。"
CONTESTED = "出生日期已经更正，我年满 70 周岁了。"
ANEW = "更正后已年满 70 周岁，原决定不成立。"
ADDRESS = "population.hukou_address"
Desk = Callable[[str], Page]


@pytest.fixture(scope="module")
def case_code(portal: RunningPortal) -> str:
    return code_of(portal, "chen_deming")


def code_of(portal: RunningPortal, key: str) -> str:
    ((code,),) = portal.rows(f"SELECT case_code {looking.APPLICATIONS}", looking.username(key), ALLOWANCE)
    return str(code)


def open_own(page: Page) -> None:
    """The newest."""
    page.goto("/applications/")
    go(page.get_by_role("link", name="高龄津贴").first)


def own_page(phone: Open, key: str = "chen_deming") -> Page:
    """His application as he sees it now."""
    page = phone(None)
    sign_in(page, key)
    open_own(page)
    return page


def lede(page: Page) -> str:
    return page.locator(".verdict .lede").inner_text()


def test_a_caseworker_of_another_department_finds_nothing(desk: Desk, case_code: str) -> None:
    own = desk("mz1001")
    open_case(own, case_code)
    assert "陈德明" in heading(own)

    other = desk("rs2001")
    find_case(other, case_code)
    assert other.locator("tbody a").count() == 0
    answer = other.goto(own.url)
    assert answer and answer.status == 404


def test_nor_does_another_citizen(phone: Open, portal: RunningPortal) -> None:
    chen, wang = own_page(phone), phone(None)
    assert heading(chen) == "有人在看"
    sign_in(wang, "wang_xiulan")
    answer = wang.goto(chen.url)
    assert answer and answer.status == 404


def test_it_is_claimed_and_he_reads_who_holds_it_and_until_when(
    phone: Open, desk: Desk, case_code: str
) -> None:
    li = desk("mz1001")
    open_case(li, case_code)
    go(li.get_by_role("button", name="领办"))
    name = li.locator(".who-am-i").inner_text().strip()
    told = lede(own_page(phone))
    assert name in told and "月" in told and "日" in told


def test_a_correction_is_asked_for_with_the_wrong_field_marked(
    phone: Open, desk: Desk, case_code: str
) -> None:
    li = desk("mz1001")
    open_case(li, case_code)
    asking = unfold(li, "请申请人补正")
    asking.locator(f"[name='mark-{ADDRESS}']").check()
    asking.locator(f"[name='words-{ADDRESS}']").fill(WRONG)
    go(asking.get_by_role("button"))
    page = own_page(phone)
    assert heading(page) == "等您改一处" and li.locator(".who-am-i").inner_text().strip() in lede(page)


def test_he_puts_right_what_was_asked_and_sees_nothing_else_to_change(
    phone: Open, portal: RunningPortal
) -> None:
    page = own_page(phone)
    go(solid(page))
    assert page.get_by_text(WRONG).is_visible()
    fields = page.locator("main form textarea, main form input:not([type=hidden]), main form select")
    assert fields.count() == 1 and fields.get_attribute("name") == f"r-{ADDRESS}"
    fields.fill(REPLY)
    go(solid(page))
    assert heading(page) != "等您改一处"
    assert looking.states(portal, "chen_deming", ALLOWANCE) == ["RECEIVED"]


def test_it_is_approved_with_a_reason_that_he_reads(
    phone: Open, desk: Desk, portal: RunningPortal, case_code: str
) -> None:
    li = desk("mz1001")
    open_case(li, case_code)
    assert li.get_by_text(REPLY).is_visible()
    approving = unfold(li, "批准")
    approving.get_by_label("金额").select_option(label="每月 300 元")
    approving.locator("textarea").fill(REASON)
    go(approving.get_by_role("button"))
    assert li.locator(".panel").get_by_text(REASON).is_visible()
    assert looking.decisions(portal, "chen_deming", ALLOWANCE) == [("APPROVED", "PERSON", 30000)]

    eventually(lambda: looking.certificates(portal, "chen_deming") == ["VALID"])
    page = own_page(phone)
    assert heading(page) == "已批准"
    assert page.get_by_text(REASON).is_visible()
    assert li.locator(".who-am-i").inner_text().strip() in page.locator("section:has(#reason)").inner_text()
    assert page.get_by_text("资格证明").first.is_visible()


def test_he_is_told_and_finds_it_once_among_his_certificates(phone: Open, portal: RunningPortal) -> None:
    eventually(lambda: {"correction", "approved"} <= set(looking.messages(portal, "chen_deming")))
    page = phone("/")
    sign_in(page, "chen_deming")
    page.goto("/messages/")
    assert page.get_by_text("已批准，您的证明做好了").is_visible()
    page.goto("/certificates/")
    assert page.get_by_text("资格证明").first.is_visible()
    assert looking.certificates(portal, "chen_deming") == ["VALID"]


def test_it_is_decided_once(desk: Desk, portal: RunningPortal) -> None:
    """The second caseworker had it open when the first decided."""
    code = code_of(portal, "li_jianguo")
    first, second = desk("mz1001"), desk("mz1002")
    for page in (first, second):
        open_case(page, code)
        unfold(page, "不予批准").locator("textarea").fill(REFUSAL)
    go(first.locator("details.act[open]").get_by_role("button"))
    go(second.locator("details.act[open]").get_by_role("button"))
    assert second.get_by_role("alert").get_by_text("有人先办了").is_visible()
    assert REFUSAL in second.get_by_role("alert").inner_text()  # the words are not lost
    assert looking.decisions(portal, "li_jianguo", ALLOWANCE) == [("REFUSED", "PERSON", 0)]


def test_whoever_is_refused_reads_which_condition_failed_on_which_data(phone: Open) -> None:
    his = own_page(phone, "li_jianguo")
    assert heading(his) == "没有批准"
    assert his.locator("section:has(#reason)").get_by_text(REFUSAL).is_visible()
    failed = his.locator("ol.rules > li", has_text="不符合")
    assert failed.count() == 1
    for words in ("年满 70 周岁", "69", "公安局"):
        assert words in failed.inner_text()
    go(failed.get_by_role("link"))
    his.locator("#words").fill(BORN_EARLIER)
    go(solid(his))


def test_the_register_puts_it_right_and_he_contests_the_refusal(
    phone: Open, desk: Desk, portal: RunningPortal
) -> None:
    officer = desk("ga5009")
    officer.goto("/desk/data/")
    go(officer.get_by_role("link", name="出生日期"))
    assert BORN_EARLIER in officer.locator("main").inner_text()
    officer.locator("#value").fill("1950-06-30")
    officer.locator("#words").fill(PUT_RIGHT)
    go(officer.get_by_role("button", name="已经更正"))

    his = own_page(phone, "li_jianguo")
    go(his.locator("section:has(#reason)").get_by_role("link", name="申请复核"))
    his.locator("#words").fill(CONTESTED)
    go(solid(his))
    assert CONTESTED in his.locator("section:has(#appeal)").inner_text()
    eventually(lambda: {"appeal_open", "reexamined_open"} <= set(looking.messages(portal, "li_jianguo")))


def test_a_colleague_of_who_refused_reverses_it_and_the_rules_decide_anew(
    phone: Open, desk: Desk, portal: RunningPortal
) -> None:
    task = contested(desk("mz1001"))
    assert "由同事复核" in task.inner_text() and task.locator("textarea").count() == 0

    task = contested(desk("mz1002"))
    assert "1957" in task.inner_text() and "1950" in task.inner_text() and REFUSAL in task.inner_text()
    task.locator("textarea").fill(ANEW)
    go(task.locator("button[value=reverse]"))

    eventually(lambda: looking.certificates(portal, "li_jianguo") == ["VALID"])
    assert ("APPROVED", "RULES", 20000) in looking.decisions(portal, "li_jianguo", ALLOWANCE)
    his = own_page(phone, "li_jianguo")
    assert heading(his) == "已批准" and his.get_by_text("每月 200 元").first.is_visible()
    go(his.get_by_role("link", name="看原来的申请"))
    assert heading(his) == "没有批准" and ANEW in his.locator("section:has(#appeal)").inner_text()


def contested(clerk: Page) -> Locator:
    clerk.goto("/desk/checks/")
    return clerk.locator("section.block", has_text=CONTESTED)
