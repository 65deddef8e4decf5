"""Somebody who uses nothing but Tab, Enter and Space, and must always see where they are."""

from playwright.sync_api import Page

from tests.browser import audit

LONGEST = 80


def tab_to(page: Page, words: str, tag: str = "") -> None:
    """From where the focus is to the next thing that says so. AssertionError for a stop one cannot see."""
    for _ in range(LONGEST):
        page.keyboard.press("Tab")
        here = audit.stop(page)
        assert here.faults == [], here
        if words in here.words and tag in {"", here.tag}:
            return
    raise AssertionError(f"{LONGEST} times Tab, and no {words or tag}")


def follow(page: Page, words: str) -> None:
    """A link, by Enter."""
    tab_to(page, words)
    leave_by(page, "Enter")


def press(page: Page, words: str) -> None:
    """A button, by Space."""
    tab_to(page, words)
    leave_by(page, "Space")


def write(page: Page, words: str) -> None:
    """Into the next large field."""
    tab_to(page, "", "TEXTAREA")
    page.keyboard.type(words)


def leave_by(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)
