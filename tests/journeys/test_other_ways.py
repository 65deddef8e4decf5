"""The same allowance for whoever has no mouse, and for whoever has no scripts."""

import pytest

from tests.browser.conftest import Open
from tests.journeys import looking, papers
from tests.journeys.keyboard import follow, press, write
from tests.journeys.portal import RunningPortal
from tests.journeys.walking import ALLOWANCE, go, heading, sign_in, solid


def test_by_keyboard_alone(phone: Open, portal: RunningPortal) -> None:
    page = phone("/")
    follow(page, "登录")
    press(page, "用赵桂英登录")
    follow(page, "高龄津贴")
    press(page, "开始申请")
    assert heading(page) == "我们已经知道的"
    press(page, "确认")
    assert heading(page) == "已批准"
    assert looking.states(portal, "zhao_guiying", ALLOWANCE) == ["APPROVED"]
    follow(page, "看看别人核对时")
    assert heading(page) == "有效"


def test_by_keyboard_one_can_object_and_take_it_back(phone: Open) -> None:
    page = phone(None, mode="elder")
    sign_in(page, "zhou_min")
    page.goto("/items/insurance-certificate/")
    press(page, "开始申请")
    follow(page, "不对")
    write(page, "我的单位已经换了")
    press(page, "告诉他们")
    assert page.get_by_text("您说这里不对").is_visible()
    press(page, "收回")
    assert page.get_by_text("您说这里不对").count() == 0


@pytest.mark.parametrize("mode", ["standard", "elder"])
def test_without_scripts_the_mode_is_changed_and_comes_back(phone: Open, mode: str) -> None:
    page = phone("/", scripts=False, mode=mode)
    go(page.get_by_role("button", name="退出长辈版" if mode == "elder" else "长辈版"))
    assert page.locator("html").get_attribute("data-mode") != mode


def test_without_scripts(phone: Open, portal: RunningPortal) -> None:
    page = phone("/", scripts=False)
    sign_in(page, "wang_xiulan")
    go(page.get_by_role("link", name="高龄津贴").first)
    go(solid(page))
    go(solid(page))
    assert heading(page) == "已批准"
    assert looking.states(portal, "wang_xiulan", ALLOWANCE) == ["APPROVED"]
    assert papers.download(page, "看我的证明").startswith(b"%PDF")
    go(page.get_by_role("link", name="看看别人核对时看到什么"))
    assert heading(page) == "有效"
    go(page.get_by_role("link", name="我的消息").last)
    assert page.get_by_text("高龄津贴").first.is_visible()
