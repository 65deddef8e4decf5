"""The frame, audited in both modes: every part of it, the pages that no address leads to, and a few as people have them who
need other colours, sizes or languages. Those that have an address are in test_every_page.py."""

import pytest
from django.core.cache import cache

from tests.browser.audit import audit, reflow, walk, weigh
from tests.browser.showcase import LEFT_OVER

MODES = ("standard", "elder")
NOWHERE = (
    "/sheet/",
    *(f"/left-over/{name}/" for name in LEFT_OVER),
    "/left-over/account/signup_closed/",
    "/left-over/account/password_reset_from_key_done/",
)


@pytest.fixture(autouse=True)
def showcase(settings):
    settings.ROOT_URLCONF = "tests.browser.showcase"
    cache.clear()


def look(page, mode: str, *paths: str) -> list[str]:
    found = []
    for path in paths:
        page.goto(path)
        found += [f"{path} {each}" for each in audit(page, mode)]
    return found


def handle(page, *paths: str) -> list[str]:
    """Zoomed, spaced and by keyboard: dearer, so not on every page."""
    found = []
    for path in paths:
        page.goto(path)
        found += [f"{path} {each}" for each in reflow(page) + walk(page)]
    return found


@pytest.mark.parametrize("mode", MODES)
def test_what_no_address_leads_to_is_fit_for_everybody_on_a_phone(phone, mode):
    assert look(phone(None, mode=mode), mode, *NOWHERE) == []


@pytest.mark.parametrize("mode", MODES)
def test_and_on_a_desktop(desktop, mode):
    assert look(desktop(None, mode=mode), mode, "/accounts/login/", "/about/privacy/", "/sheet/") == []


@pytest.mark.parametrize("mode", MODES)
def test_it_can_be_zoomed_spaced_and_walked_by_keyboard(phone, mode):
    assert handle(phone(None, mode=mode), "/accounts/login/", "/no-such-page/", "/sheet/") == []


@pytest.mark.parametrize("mode", MODES)
def test_dark_colours_are_as_clear(phone, mode):
    paths = ("/accounts/login/", "/about/privacy/", "/sheet/")
    assert look(phone(None, mode=mode, contrast="dark"), mode, *paths) == []


@pytest.mark.parametrize("mode", MODES)
def test_english_fits_as_well(phone, mode):
    page = phone(None, mode=mode, language="en")
    paths = ("/accounts/login/", "/accounts/signup/", "/about/accessibility/", "/left-over/403/")
    assert look(page, mode, *paths) + handle(page, "/accounts/signup/") == []


def test_the_largest_text_still_fits(phone):
    page = phone(None, mode="elder", text_size="3")
    assert look(page, "elder", "/accounts/login/", "/sheet/") + handle(page, "/sheet/") == []


@pytest.mark.parametrize("mode", MODES)
def test_a_page_is_light(phone, mode):
    page = phone(None, mode=mode)
    assert weigh(page, "/accounts/login/") == weigh(page, "/about/privacy/") == []


def test_the_largest_text_is_as_large_as_the_rules_ask(phone):
    """MIIT, general design of apps for older people, 2021: the largest setting is at least 30."""
    page = phone("/about/privacy/", text_size="3")
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)") >= 30


def test_borders_and_focus_survive_forced_colours(phone):
    page = phone("/sheet/")
    page.emulate_media(forced_colors="active")
    page.locator(".btn").first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.pick')).borderTopWidth)") >= 1


def test_elders_at_a_desktop_have_a_large_pointer(desktop):
    page = desktop("/about/privacy/", mode="elder")
    assert "width='48'" in page.evaluate("getComputedStyle(document.body).cursor")
    assert "48" not in desktop("/about/privacy/").evaluate("getComputedStyle(document.body).cursor")
