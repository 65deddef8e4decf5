"""Three of the items by phone: a car that changes hands, money after a lost job, a child's first school.

What each is told: how much nobody had to give, and that the answer is on the next page.
"""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.journeys import looking
from tests.journeys.portal import RunningPortal
from tests.journeys.walking import begin, go, person, sign_in, solid


@pytest.fixture
def zhou(phone: Open) -> Page:
    return signed_in(phone, "zhou_min")


def signed_in(phone: Open, key: str) -> Page:
    page = phone(None)
    sign_in(page, key)
    return page


def typed(page: Page) -> list[str]:
    """What somebody would have to write or attach."""
    fields = "main :is(input[type=text], input[type=file], input:not([type]), textarea)"
    return [str(field.get_attribute("name")) for field in page.locator(fields).all()]


def test_a_car_changes_hands_and_the_identity_is_given_zero_times(zhou: Page, portal: RunningPortal):
    begin(zhou, "vehicle-transfer")
    known = zhou.locator("main").inner_text()
    assert typed(zhou) == []
    assert person("zhou_min")["name"] in known and person("zhou_min")["id_no"][-4:] in known
    assert all(giver in known for giver in ("公安局", "交管支队", "税务局"))
    go(solid(zhou).last)
    assert looking.decisions(portal, "zhou_min", "vehicle-transfer") == [("APPROVED", "RULES", 0)]
    assert "车已经过到您名下" in zhou.locator("main").inner_text()


def test_whoever_lost_a_job_declares_one_thing_and_sees_the_money(phone: Open, portal: RunningPortal):
    page = signed_in(phone, "wu_jun")
    begin(page, "unemployment-benefit")
    go(solid(page).last)
    assert looking.decisions(portal, "wu_jun", "unemployment-benefit") == []  # not without the declaration
    page.locator("input[name=q-seeks_work]").first.check()
    go(solid(page).last)
    assert looking.decisions(portal, "wu_jun", "unemployment-benefit") == [("APPROVED", "RULES", 198000)]
    assert "1,980" in page.locator("main").inner_text()


def test_a_child_gets_a_place_at_the_school_nearby(zhou: Page, portal: RunningPortal):
    begin(zhou, "school-enrolment")
    assert typed(zhou) == []
    assert "云城区育才路小学" in zhou.locator("main").inner_text()
    go(solid(zhou).last)
    assert looking.decisions(portal, "zhou_min", "school-enrolment") == [("APPROVED", "RULES", 0)]
    assert "入学通知" in zhou.locator("main").inner_text()
