"""What people do in these stories, each in the words of a page: sign in, apply, look into the files of a desk.

Nothing here knows an address that a link or a button of a page leads to.
"""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page

from portal.demo.sign_ins import CITIZENS, PASSWORD, cast

ALLOWANCE, INSURANCE = "old-age-allowance", "insurance-certificate"
SOLID = "main .btn:not(.two, .stop, .slim)"


def person(key: str) -> dict[str, Any]:
    """Somebody of services/simulators/cast.yaml."""
    return cast()[key]


def sign_in(page: Page, key: str) -> None:
    """By the button the demonstration has for each of its people: nothing is typed."""
    page.goto("/accounts/login/")
    go(sign_in_button(page, CITIZENS.get(key, key)))


def sign_in_button(page: Page, username: str) -> Locator:
    return page.locator(f'form:has(input[name=login][value="{username}"]) button')


def sign_in_at_desk(page: Page, number: str) -> None:
    """Password, then the code that stands on the page, because nobody here has the caseworker's phone."""
    page.goto("/desk/")
    page.get_by_label("工号").fill(number)
    page.get_by_label("密码").fill(PASSWORD)
    go(solid(page))
    page.get_by_label("验证码").fill(page.locator(".note .num").inner_text())
    go(solid(page))
    assert page.url.endswith("/desk/")


def find_case(page: Page, case_code: str) -> None:
    """As a caseworker looks one up; the list that comes back may be empty."""
    page.get_by_label("办件编号").fill(case_code)
    go(page.get_by_role("button", name="查找"))


def open_case(page: Page, case_code: str) -> None:
    find_case(page, case_code)
    go(page.locator("tbody a"))


def unfold(page: Page, act: str) -> Locator:
    """One of the acts beside a case, opened."""
    page.locator("details.act summary").get_by_text(act, exact=True).click()
    return page.locator("details.act[open]")


def begin(page: Page, item: str) -> None:
    """From the guide to the check page."""
    page.goto(f"/items/{item}/")
    go(solid(page))
    assert page.url.endswith("/check/")


def go(found: Locator) -> None:
    """Clicks what leads to another page; returns when that page is there, whole."""
    with found.page.expect_navigation(wait_until="load"):
        found.click()


def solid(page: Page) -> Locator:
    """The one solid button of a page."""
    return page.locator(SOLID)


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def loads_of(page: Page) -> Callable[[], int]:
    """Counts the pages loaded from now on."""
    loaded: list[str] = []
    page.on("framenavigated", lambda frame: loaded.append(frame.url) if frame == page.main_frame else None)
    return lambda: len(loaded)


def in_sight(found: Locator) -> bool:
    """Whether all of it can be seen without scrolling."""
    box, size = found.bounding_box(), found.page.viewport_size
    assert box and size
    return box["y"] >= 0 and box["y"] + box["height"] <= size["height"]
