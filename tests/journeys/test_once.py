"""Impatient fingers, two tabs, a network that repeats itself: one application. And nobody sends what they have not seen."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.journeys import looking
from tests.journeys.portal import RunningPortal
from tests.journeys.walking import ALLOWANCE, INSURANCE, begin, go, heading, person, sign_in, solid

EMPLOYER, MOVED = "insurance.employer", "云州市第一中学"
FORM = "form#send"


def form_of(page: Page) -> dict[str, str]:
    """What the form of the check page would send."""
    found: dict[str, str] = page.evaluate(
        "form => Object.fromEntries(new FormData(document.querySelector(form)))", FORM
    )
    return found


@pytest.mark.parametrize(("scripts", "key"), [(True, "wang_xiulan"), (False, "zhao_guiying")])
def test_a_double_click_is_one_application(
    phone: Open, portal: RunningPortal, scripts: bool, key: str
) -> None:
    page = phone(None, scripts=scripts)
    sign_in(page, key)
    begin(page, ALLOWANCE)
    solid(page).dblclick()
    page.wait_for_url(lambda address: "check" not in address)
    assert heading(page) == "已批准"
    assert looking.states(portal, key, ALLOWANCE) == ["APPROVED"]
    assert len(looking.decisions(portal, key, ALLOWANCE)) == 1


def test_the_same_request_twice_is_answered_twice_and_done_once(phone: Open, portal: RunningPortal) -> None:
    page = phone(None)
    sign_in(page, "li_jianguo")
    begin(page, INSURANCE)
    given, headers = form_of(page), {"Referer": page.url}
    answers = [page.request.post(page.url, form=given, headers=headers) for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 200]
    assert answers[0].url == answers[1].url != page.url
    assert looking.states(portal, "li_jianguo", INSURANCE) == ["APPROVED"]
    assert len(looking.decisions(portal, "li_jianguo", INSURANCE)) == 1


def test_two_tabs_end_with_one_application(phone: Open, portal: RunningPortal) -> None:
    one = phone(None)
    sign_in(one, "chen_deming")
    begin(one, INSURANCE)
    other = one.context.new_page()
    begin(other, INSURANCE)
    assert other.url == one.url
    go(solid(one))
    go(solid(other))
    assert heading(one) == heading(other)
    assert one.url == other.url
    assert len(looking.states(portal, "chen_deming", INSURANCE)) == 1


def test_what_changed_while_it_was_looked_at_comes_back_marked(phone: Open, portal: RunningPortal) -> None:
    page = phone(None)
    sign_in(page, "zhou_min")
    begin(page, INSURANCE)
    assert page.get_by_text(person("zhou_min")["insurance"]["employer"]).is_visible()
    portal.departments["social_insurance"].set(person("zhou_min")["id_no"], EMPLOYER, MOVED)
    begin(page.context.new_page(), INSURANCE)  # another tab reads anew

    page.get_by_label("贷款").check()
    go(solid(page))
    assert page.get_by_role("alert").get_by_text("有内容变了").is_visible()
    (changed,) = page.locator(".kv .changed").all()
    assert MOVED in changed.inner_text() and "刚刚变了" in changed.inner_text()
    assert looking.states(portal, "zhou_min", INSURANCE) == ["DRAFT"]

    assert page.get_by_label("贷款").is_checked()  # what was chosen is not asked twice
    go(solid(page))
    assert heading(page) == "已批准"
    assert looking.states(portal, "zhou_min", INSURANCE) == ["APPROVED"]
