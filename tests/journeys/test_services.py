"""Services beside the two of the other stories, on a phone: how few steps they take, and that they end in a decision."""

import pytest

from tests.browser.conftest import Open
from tests.journeys import looking
from tests.journeys.portal import RunningPortal
from tests.journeys.walking import go, heading, loads_of, sign_in, solid

FEW = 5  # steps an old person needed elsewhere to see what was paid for them


@pytest.mark.parametrize(
    ("key", "item"), [("zhou_min", "insurance-payments-query"), ("li_jianguo", "pension-eligibility-check")]
)
def test_from_the_guide_to_the_document_in_fewer_than_five_steps(
    phone: Open, portal: RunningPortal, key: str, item: str
) -> None:
    page = phone(None)
    sign_in(page, key)
    steps = loads_of(page)
    page.goto(f"/items/{item}/")
    go(solid(page))
    go(solid(page))
    assert heading(page) == "已批准" and steps() < FEW
    assert page.get_by_role("link", name="下载 PDF").is_visible()
    assert looking.states(portal, key, item) == ["APPROVED"]


def test_a_filing_asks_what_no_department_knows_and_is_in_force_at_once(
    phone: Open, portal: RunningPortal
) -> None:
    page = phone(None)
    sign_in(page, "li_jianguo")
    page.goto("/items/remote-medical-filing/")
    page.get_by_role("link", name="异地长期居住").click()
    go(solid(page))
    page.get_by_label("去哪个省、哪个市").fill("四川省成都市")
    page.get_by_label("我长期住在那里").check()
    go(solid(page))
    assert heading(page) == "已批准"
    assert looking.states(portal, "li_jianguo", "remote-medical-filing") == ["APPROVED"]
