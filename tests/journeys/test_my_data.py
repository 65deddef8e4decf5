"""王秀兰 reads who looked at her data, checks a proof without us, says that a value is wrong, and sees it corrected and the
decision looked at again. The stories go on from each other."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from services.ledger import ledger_check
from tests.browser.conftest import Open
from tests.journeys import looking
from tests.journeys.portal import RunningPortal, eventually
from tests.journeys.walking import ALLOWANCE, begin, go, sign_in, solid

FOUND = "已查出生医学证明，登记确有错误，已经更正。"
LOOKED = "更正后仍然年满 70 周岁，决定不变。"
Desk = Callable[[str], Page]


@pytest.fixture
def her(phone: Open) -> Page:
    page = phone(None)
    sign_in(page, "wang_xiulan")
    return page


def lines(page: Page) -> list[str]:
    return [" ".join(each.split()) for each in page.locator("ol.log > li").all_inner_texts()]


def application(page: Page) -> None:
    page.goto("/applications/")
    go(page.get_by_role("link", name="高龄津贴"))


def test_she_applies_and_reads_every_line_of_who_looked(her: Page, portal: RunningPortal) -> None:
    begin(her, ALLOWANCE)
    go(solid(her))
    assert looking.states(portal, "wang_xiulan", ALLOWANCE) == ["APPROVED"]
    her.goto("/me/data/")
    told = lines(her)
    assert len(told) == looking.times_asked(portal, "wang_xiulan")
    for line in told:
        assert "机器自动核对，没有人看到" in line and "给了" in line and "依据" in line
    [civil] = [line for line in told if "在别处领过高龄津贴吗" in line]
    assert "云州市民政局的程序" in civil and "在别处领过高龄津贴吗（只回答是或否）" in civil
    assert any("出生日期" in line and "公安局" in line for line in told)


def test_she_checks_a_proof_with_a_program_that_is_not_ours(
    her: Page, portal: RunningPortal, tmp_path: Path
) -> None:
    def sealed() -> bool:
        her.goto("/me/data/")
        return her.locator("ol.log .proof a", has_text="存证").count() > 0

    eventually(sealed)
    with her.expect_download() as given:
        her.locator("ol.log .proof a", has_text="存证").first.click()
    proof, keys = tmp_path / "proof.json", tmp_path / "KEYS"
    given.value.save_as(proof)
    keys.write_text(her.request.get("/transparency/keys/").text(), encoding="utf-8")
    assert checked(keys, proof).returncode == 0
    proof.write_text(proof.read_text(encoding="utf-8").replace("ANSWERED", "REFUSED"), encoding="utf-8")
    assert checked(keys, proof).returncode == 1


def checked(keys: Path, proof: Path) -> subprocess.CompletedProcess[str]:
    """In a process that knows neither Django nor the portal."""
    command = [sys.executable, "-I", str(ledger_check.__file__), str(keys), "proof", str(proof)]
    return subprocess.run(command, cwd=proof.parent, capture_output=True, text=True, timeout=60, check=False)


def test_she_says_a_value_is_wrong_and_the_register_corrects_it(her: Page, desk: Desk) -> None:
    application(her)
    her.get_by_text("查看内容").click()
    go(her.locator(".kv > div", has_text="出生日期").get_by_role("link"))
    her.locator("#words").fill("我生于 1947 年。")
    go(solid(her))
    assert "您说这里不对" in her.locator("main").inner_text()

    officer = desk("ga5009")
    officer.goto("/desk/data/")
    go(officer.get_by_role("link", name="出生日期"))
    assert "我生于 1947 年。" in officer.locator("main").inner_text()
    officer.locator("#value").fill("1947-03-08")
    officer.locator("#words").fill(FOUND)
    go(officer.get_by_role("button", name="已经更正"))
    assert FOUND in officer.locator("main").inner_text()


def test_the_decision_is_looked_at_again_by_a_person(her: Page, desk: Desk, portal: RunningPortal) -> None:
    eventually(lambda: "reexamined_open" in looking.messages(portal, "wang_xiulan"))
    clerk = desk("mz1001")
    clerk.goto("/desk/checks/")
    task = clerk.locator("section.block", has_text="“出生日期”已更正")
    assert "1946" in task.inner_text() and "1947" in task.inner_text()
    task.locator("textarea").fill(LOOKED)
    go(task.get_by_role("button", name="决定不变"))
    eventually(lambda: "reexamined_confirmed" in looking.messages(portal, "wang_xiulan"))


def test_she_sees_what_was_corrected_and_what_became_of_the_decision(her: Page) -> None:
    application(her)
    section = her.locator("section", has=her.locator("#corrected"))
    said = section.inner_text()
    assert "1946" in said and "1947" in said and "决定不变" in said and LOOKED in said
    her.goto("/me/data/")
    assert any("重新审查" in each for each in her.locator("main h2").all_inner_texts())
    assert FOUND in _answer(her)


def _answer(page: Page) -> str:
    go(page.locator("#disputes ~ .rows a").first)
    return page.locator("main").inner_text()
