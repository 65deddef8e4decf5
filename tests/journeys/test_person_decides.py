"""陈德明's registration is unclear, so the rules leave it to a person: who sees it, decides it, and what he reads of it."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.journeys import looking
from tests.journeys.portal import RunningPortal, eventually
from tests.journeys.walking import (
    ALLOWANCE,
    find_case,
    go,
    heading,
    open_case,
    sign_in,
    sign_in_at_desk,
    unfold,
)

REASON = "已向派出所核实，户口正常，符合条件。"


@pytest.fixture(scope="module")
def case_code(portal: RunningPortal) -> str:
    ((code,),) = portal.rows(
        f"SELECT case_code {looking.APPLICATIONS}", looking.username("chen_deming"), ALLOWANCE
    )
    return str(code)


def open_own(page: Page) -> None:
    page.goto("/applications/")
    go(page.get_by_role("link", name="高龄津贴"))


def test_a_caseworker_of_another_department_finds_nothing(
    phone: Open, portal: RunningPortal, case_code: str
) -> None:
    own = phone(None)
    sign_in_at_desk(own, "mz1001")
    open_case(own, case_code)
    assert "陈德明" in heading(own)

    other = phone(None)
    sign_in_at_desk(other, "rs2001")
    find_case(other, case_code)
    assert other.locator("tbody a").count() == 0
    answer = other.goto(own.url)
    assert answer and answer.status == 404


def test_nor_does_another_citizen(phone: Open, portal: RunningPortal) -> None:
    chen, wang = phone(None), phone(None)
    sign_in(chen, "chen_deming")
    open_own(chen)
    assert heading(chen) == "有人在看"
    sign_in(wang, "wang_xiulan")
    answer = wang.goto(chen.url)
    assert answer and answer.status == 404


def test_it_is_approved_with_a_reason_that_he_reads(
    phone: Open, portal: RunningPortal, case_code: str
) -> None:
    desk = phone(None)
    sign_in_at_desk(desk, "mz1001")
    open_case(desk, case_code)
    approving = unfold(desk, "批准")
    approving.get_by_label("金额").select_option(label="每月 300 元")
    approving.locator("textarea").fill(REASON)
    go(approving.get_by_role("button"))
    assert desk.locator(".panel").get_by_text(REASON).is_visible()
    assert looking.decisions(portal, "chen_deming", ALLOWANCE) == [("APPROVED", "PERSON", 30000)]

    eventually(lambda: looking.certificates(portal, "chen_deming") == ["VALID"])
    page = phone(None)
    sign_in(page, "chen_deming")
    open_own(page)
    assert heading(page) == "已批准"
    assert page.get_by_text(REASON).is_visible()
    assert page.get_by_text("资格证明").first.is_visible()


def test_he_is_told_and_finds_it_among_his_certificates(phone: Open, portal: RunningPortal) -> None:
    eventually(lambda: "approved" in looking.messages(portal, "chen_deming"))
    page = phone("/")
    sign_in(page, "chen_deming")
    page.goto("/messages/")
    assert page.get_by_text("已批准，您的证明做好了").is_visible()
    page.goto("/certificates/")
    assert page.get_by_text("资格证明").first.is_visible()


def test_it_is_decided_once(phone: Open, portal: RunningPortal) -> None:
    """The second caseworker had it open when the first decided."""
    ((code,),) = portal.rows(
        f"SELECT case_code {looking.APPLICATIONS}", looking.username("li_jianguo"), ALLOWANCE
    )
    first, second = phone(None), phone(None)
    for desk, number in ((first, "mz1001"), (second, "mz1002")):
        sign_in_at_desk(desk, number)
        open_case(desk, code)
        unfold(desk, "不予批准").locator("textarea").fill("还没有年满 70 周岁。")
    go(first.locator("details.act[open]").get_by_role("button"))
    go(second.locator("details.act[open]").get_by_role("button"))
    assert second.get_by_role("alert").get_by_text("有人先办了").is_visible()
    assert "还没有年满 70 周岁。" in second.get_by_role("alert").inner_text()  # the words are not lost
    assert looking.decisions(portal, "li_jianguo", ALLOWANCE) == [("REFUSED", "PERSON", 0)]
