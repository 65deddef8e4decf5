"""周敏 needs a certificate of insurance for a bank abroad, and reads the portal in English."""

import re

from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.journeys import looking, papers
from tests.journeys.portal import RunningPortal
from tests.journeys.walking import INSURANCE, go, heading, person, sign_in, solid

ZHOU = person("zhou_min")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
HERS = {ZHOU["name"], ZHOU["insurance"]["employer"]}


def left_in_chinese(page: Page) -> set[str]:
    """Chinese words a reader sees, beside names that are theirs and the seal, which is the same in every language."""
    page.locator("svg.seal").evaluate_all("seals => seals.forEach(seal => seal.remove())")
    return set(CHINESE.findall(page.locator("body").inner_text())) - HERS - {"中文"}


def test_a_certificate_of_insurance_in_english(phone: Open, portal: RunningPortal) -> None:
    page = phone(None)
    sign_in(page, "zhou_min")
    go(page.get_by_role("button", name="English"))
    assert page.locator("html").get_attribute("lang") == "en"
    seen = {heading(page): left_in_chinese(page)}
    go(page.get_by_role("link", name="Certificate of insurance"))
    seen[heading(page)] = left_in_chinese(page)
    go(solid(page))
    seen[heading(page)] = left_in_chinese(page)
    assert page.get_by_label("Own records").is_checked()  # nobody is made to say what for
    page.get_by_label("A loan").check()
    go(solid(page))
    seen[heading(page)] = left_in_chinese(page)

    assert list(seen) == [
        "What would you like to do?",
        "Certificate of insurance",
        "What we already know",
        "Approved",
    ]
    assert {page_: words for page_, words in seen.items() if words} == {}
    assert looking.states(portal, "zhou_min", INSURANCE) == ["APPROVED"]


def test_it_says_what_the_register_says_and_what_it_is_for(phone: Open) -> None:
    page = phone(None, language="en")
    sign_in(page, "zhou_min")
    page.goto("/certificates/")
    go(page.get_by_role("link", name="How others check it"))
    assert heading(page) == "Valid"
    page.goto("/certificates/")
    pdf = papers.download(page, "Open")
    said = papers.record(pdf)["record"]
    assert said["used_for"]["en"] == "A loan"
    assert said["months_paid"]["en"] == str(ZHOU["insurance"]["months_paid"])
    assert ZHOU["insurance"]["employer"] in "".join(papers.words(pdf))
    assert "Certificate of social insurance" in papers.words(pdf)


def test_every_page_of_hers_is_in_english(phone: Open) -> None:
    page = phone(None, language="en")
    sign_in(page, "zhou_min")
    paths = ("/", "/applications/", "/certificates/", "/messages/", "/me/", "/me/data/", "/about/privacy/")
    left = {path: left_in_chinese(page) for path in paths if page.goto(path)}
    assert {path: words for path, words in left.items() if words} == {}
