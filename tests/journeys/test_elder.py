"""王秀兰 is eighty, holds a phone, and types nothing. What she is given anyone can check, and nobody can alter.

She applies once, at the beginning; the stories below look at that journey from several sides, the last one from the desk.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import PHONE, Open, opener
from tests.journeys import looking, papers
from tests.journeys.portal import RunningPortal
from tests.journeys.strangers import Stranger
from tests.journeys.walking import (
    ALLOWANCE,
    go,
    heading,
    in_sight,
    loads_of,
    person,
    sign_in,
    sign_in_at_desk,
    solid,
)

WANG = person("wang_xiulan")
PLACES = 40
REASON = "本人已迁往外地，由迁入地发放。"


@dataclass
class Journey:
    """What she saw on the way, and what she holds in the end."""

    headings: list[str] = field(default_factory=list)
    buttons_in_sight: list[bool] = field(default_factory=list)
    known: str = ""
    asked_before_start: int = -1
    loads: int = 0
    result: str = ""
    pdf: bytes = b""
    check_address: str = ""

    def look(self, page: Page) -> None:
        self.headings.append(heading(page))
        self.buttons_in_sight.append(in_sight(solid(page)))


@pytest.fixture(scope="module")
def journey(browser: Browser, portal: RunningPortal) -> Iterator[Journey]:
    contexts: list[BrowserContext] = []
    yield walk(opener(browser, portal.address, PHONE, contexts)(None), portal)
    for context in contexts:
        context.close()


def walk(page: Page, portal: RunningPortal) -> Journey:
    seen = Journey()
    sign_in(page, "wang_xiulan")
    go(page.get_by_role("button", name="用长辈版"))
    page.locator("html[data-mode=elder]").wait_for()
    loads = loads_of(page)

    go(page.get_by_role("link", name="领高龄津贴"))
    seen.look(page)
    seen.asked_before_start = looking.times_asked(portal, "wang_xiulan")
    go(solid(page))
    seen.look(page)
    seen.known = page.locator("main").inner_text()
    go(solid(page))
    seen.look(page)

    seen.loads = loads()
    seen.result = page.locator("main").inner_text()
    seen.pdf = papers.download(page, "看我的证明")
    seen.check_address = str(page.get_by_role("link", name="看看别人核对时看到什么").get_attribute("href"))
    return seen


def test_three_pages_after_home_and_the_button_of_each_in_sight(journey: Journey) -> None:
    assert journey.headings == ["高龄津贴", "我们已经知道的", "已批准"]
    assert journey.buttons_in_sight == [True, True, True]
    assert journey.loads == 3


def test_departments_are_asked_when_she_starts_and_not_before(
    journey: Journey, portal: RunningPortal
) -> None:
    assert journey.asked_before_start == 0
    assert looking.times_asked(portal, "wang_xiulan") == 3
    assert WANG["population"]["hukou_address"] in journey.known
    assert WANG["id_no"] not in journey.known  # in full it is nobody's business over her shoulder


def test_the_rules_have_decided_and_say_why(journey: Journey, portal: RunningPortal) -> None:
    assert looking.states(portal, "wang_xiulan", ALLOWANCE) == ["APPROVED"]
    assert looking.decisions(portal, "wang_xiulan", ALLOWANCE) == [("APPROVED", "RULES", 30000)]
    assert "每月 300 元" in " ".join(journey.result.split())
    assert len(re.findall(r"^符合$", journey.result, re.MULTILINE)) == 6


def test_the_certificate_bears_her_name_and_number_exactly(journey: Journey) -> None:
    lines = [re.sub(r"\s{2,}", "|", line) for line in papers.words(journey.pdf)]
    assert f"持有人|{WANG['name']}" in lines
    assert f"身份证号|{WANG['id_no']}" in lines


def test_its_seal_is_ours_and_covers_the_whole_file(journey: Journey, portal: RunningPortal) -> None:
    keys = portal.folder / "seal"
    seal = papers.seal(journey.pdf, keys)
    assert seal.intact and seal.valid and seal.trusted and seal.bottom_line
    assert seal.coverage.name == "ENTIRE_FILE"
    assert seal.signing_cert.sha256 == papers.certificate_of(keys, "seal").sha256


def test_its_code_leads_to_the_page_that_checks_it(journey: Journey, portal: RunningPortal) -> None:
    assert papers.record(journey.pdf)["check"] == f"{portal.address}{journey.check_address}"


def test_a_file_with_any_byte_flipped_is_not_genuine(journey: Journey, portal: RunningPortal) -> None:
    strangers = [Stranger(portal, number) for number in (11, 12)]
    last = len(journey.pdf) - 1
    verdicts = {}
    for turn in range(PLACES):
        place = last * turn // (PLACES - 1)
        flipped = bytearray(journey.pdf)
        flipped[place] ^= 0x01
        verdicts[place] = strangers[turn % 2].check_file(bytes(flipped))
    assert len(verdicts) == PLACES
    assert set(verdicts.values()) == {"不是真的"}, verdicts


def test_nor_is_one_with_something_added_or_cut_off(journey: Journey, portal: RunningPortal) -> None:
    stranger = Stranger(portal, 13)
    assert stranger.check_file(journey.pdf + b"\n") == "不是真的"
    assert stranger.check_file(journey.pdf[:-1]) == "不是真的"
    assert stranger.check_file(journey.pdf) == "有效"


def test_revoked_at_the_desk_it_is_revoked_for_everybody(
    journey: Journey, portal: RunningPortal, phone: Open
) -> None:
    stranger = phone(None)
    assert ways_to_check(stranger, journey) == ["有效"] * 3
    assert "王*兰" in stranger.locator("main").inner_text()
    assert "王秀兰" not in stranger.content()

    desk = phone(None)
    sign_in_at_desk(desk, "mz1001")
    revoke(desk, papers.record(journey.pdf)["identifier"])

    assert looking.certificates(portal, "wang_xiulan") == ["REVOKED"]
    assert ways_to_check(stranger, journey) == ["已撤销"] * 3
    assert REASON in stranger.locator("main").inner_text()


def ways_to_check(page: Page, journey: Journey) -> list[str]:
    """The verdicts by the address in the code, by number and last four, and by the file."""
    verdicts = []
    page.goto(journey.check_address)
    verdicts.append(heading(page))
    page.goto("/verify/")
    page.get_by_label("证照编号").fill(papers.record(journey.pdf)["identifier"])
    page.get_by_label("后四位").fill(WANG["id_no"][-4:])
    go(page.locator("form:has(#number) .btn"))
    verdicts.append(heading(page))
    page.goto("/verify/")
    page.locator("input[type=file]").set_input_files(
        {"name": "certificate.pdf", "mimeType": "application/pdf", "buffer": journey.pdf}
    )
    go(page.locator("form:has(#file) .btn"))
    verdicts.append(heading(page))
    return verdicts


def revoke(page: Page, identifier: str) -> None:
    go(page.get_by_role("link", name="证照").first)
    go(page.get_by_role("link", name=identifier))
    go(page.get_by_role("button", name="撤销"))
    assert page.get_by_role("alert").is_visible()  # not without a reason
    page.get_by_label("理由").fill(REASON)
    go(page.get_by_role("button", name="撤销"))
    page.get_by_text("已撤销").wait_for()
