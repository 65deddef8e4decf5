"""Civil affairs does not answer, and then the whole portal is killed. It is nobody's fault, and it ends once and well."""

from tests.browser.conftest import Open
from tests.journeys import looking
from tests.journeys.portal import RunningPortal, eventually
from tests.journeys.walking import ALLOWANCE, begin, go, heading, sign_in, solid

SILENT = "云州市民政局"


def test_a_silent_department_delays_the_result_and_never_refuses(phone: Open, portal: RunningPortal) -> None:
    portal.departments["civil_affairs"].fault("down")
    page = phone(None)
    sign_in(page, "wang_xiulan")
    begin(page, ALLOWANCE)
    assert page.get_by_text(f"{SILENT}没有回应").is_visible()
    go(solid(page))
    assert heading(page) == "等部门回应"
    assert SILENT in page.locator(".verdict").inner_text()
    assert looking.decisions(portal, "wang_xiulan", ALLOWANCE) == []

    portal.kill()
    portal.start()

    eventually(lambda: looking.states(portal, "wang_xiulan", ALLOWANCE) == ["APPROVED"])
    eventually(lambda: "approved" in looking.messages(portal, "wang_xiulan"))
    eventually(lambda: looking.certificates(portal, "wang_xiulan") == ["VALID"])
    page.reload()
    assert heading(page) == "已批准"
    assert page.get_by_text("您提交以后才到").is_visible()


def test_it_comes_back_by_itself_while_the_portal_runs(phone: Open, portal: RunningPortal) -> None:
    portal.departments["civil_affairs"].fault("down")
    page = phone(None)
    sign_in(page, "zhao_guiying")
    begin(page, ALLOWANCE)
    go(solid(page))
    assert looking.states(portal, "zhao_guiying", ALLOWANCE) == ["AWAITING_DATA"]

    portal.departments["civil_affairs"].fault("none")
    eventually(lambda: looking.states(portal, "zhao_guiying", ALLOWANCE) == ["APPROVED"])
    eventually(lambda: "approved" in looking.messages(portal, "zhao_guiying"))


def test_however_often_it_was_tried_there_is_one_of_everything(portal: RunningPortal) -> None:
    nothing_is_left_to_do = "SELECT count(*) FROM events_outboxevent WHERE done_at IS NULL"
    eventually(lambda: portal.count(nothing_is_left_to_do) == 0)
    for key, fen in (("wang_xiulan", 30000), ("zhao_guiying", 100000)):
        assert looking.decisions(portal, key, ALLOWANCE) == [("APPROVED", "RULES", fen)]
        assert looking.certificates(portal, key) == ["VALID"]
        assert looking.messages(portal, key) == ["first_read", "awaiting_data", "approved"]


def test_a_department_that_talks_nonsense_is_a_silent_one(phone: Open, portal: RunningPortal) -> None:
    portal.departments["social_insurance"].fault("garbage")
    page = phone(None)
    sign_in(page, "zhou_min")
    begin(page, "insurance-certificate")
    go(solid(page))
    assert heading(page) == "等部门回应"
    portal.departments["social_insurance"].fault("none")
    eventually(lambda: looking.certificates(portal, "zhou_min") == ["VALID"])
    assert looking.states(portal, "zhou_min", "insurance-certificate") == ["APPROVED"]
