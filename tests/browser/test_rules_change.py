"""An age limit is raised: written in the editor, tried, replayed, approved by a second officer, watched, and live on its day.
Then it is rolled back. Two officers in two browsers; the days pass under the site."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils.timezone import localdate, now
from playwright.sync_api import Locator, Page

from services.applications.models import Application
from services.applications.replaying import run_asked
from services.ledger.sealer import seal
from services.rules.models import RuleVersion
from services.rules.queries import in_force
from tests.aftercare.running import relay
from tests.desk.casework import ALLOWANCE, a_colleague, an_application, open_for_business
from tests.desk.signing_in import sign_in
from tests.desk.test_rules_pages import of_82

A_DAY = timedelta(days=1)
BORN = {"wang_xiulan": 80, "zhou_min": 81, "wu_jun": 81, "ma_zhiyuan": 81}  # who asks, and how old they are
Desk = Callable[[object], Page]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Nine in the morning of today in Shanghai, and whatever day the story goes on to."""
    with time_machine.travel(now().replace(hour=1, minute=0), tick=True) as clock:
        yield clock


@pytest.fixture
def officers(committing_db, departments_stub, clock):  # type: ignore[no-untyped-def]
    cache.clear()
    open_for_business()
    for key, age in BORN.items():
        departments_stub.set(
            key, "population.birth_on", (localdate() - timedelta(days=366 * age)).isoformat()
        )
    return a_colleague("章文", role="POLICY"), a_colleague("钱进", role="POLICY")


@pytest.fixture
def desk(desktop, site) -> Desk:  # type: ignore[no-untyped-def]
    def sit_down(officer: object) -> Page:
        client, page = Client(), desktop(None)
        sign_in(client, officer)
        cookie = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
        return page

    return sit_down


def press(page: Page, act: str, **fields: str) -> None:
    form = page.locator(f'form[action$="/do/{act}/"]')
    for name, value in fields.items():
        form.locator(f"[name={name}]").fill(value)
    go(page, form.locator("button"))


def go(page: Page, found: Locator) -> None:
    with page.expect_navigation():
        found.click()


def version(number: int) -> RuleVersion:
    return RuleVersion.objects.get(rule_set__code=ALLOWANCE, number=number)


def address(number: int, more: str = "") -> str:
    return f"/desk/rules/{version(number).pk}/{more}"


def written(page: Page, day: date) -> None:
    """Version 2, from version 1: the second sum begins at 82."""
    page.goto("/desk/rules/")
    go(page, page.locator(f'a[href="{address(1)}"]'))
    press(page, "draft", day=day.isoformat())
    for name, value in of_82(version(2)).items():
        page.locator(f"[name='{name}']").fill(value)
    go(page, page.locator("#sheet button[value=save]").last)
    assert page.get_by_text("没有发现问题").is_visible()


def replayed(page: Page, number: int) -> None:
    page.goto(address(number, "replay/"))
    press(page, "replay")
    assert page.locator("progress").is_visible()
    run_asked()
    page.reload()


def asked(key: str) -> Application:
    application = an_application(key)
    relay()
    return application


def amount(application: Application) -> int:
    return application.decision.amount_fen


def test_from_a_raised_limit_to_the_day_it_decides_and_back(desk, officers, clock):
    zhang, qian = officers
    first = asked("wang_xiulan")
    tomorrow = localdate() + A_DAY
    page = desk(zhang)

    written(page, tomorrow)
    replayed(page, 2)
    assert page.get_by_text(first.case_code).is_visible() and page.get_by_text("对申请人更不利").is_visible()
    page.goto(address(2))
    press(page, "submit")
    assert version(2).state == "SUBMITTED"

    press(page, "shadow")  # it looks on beside version 1
    second = asked("zhou_min")
    assert amount(second) == 30000
    page.reload()
    go(page, page.get_by_role("link", name=second.case_code))
    assert page.get_by_text("这一行会得出结论").is_visible() and page.get_by_text("由这一行得出").is_visible()

    her = desk(qian)
    replayed(her, 2)  # once more: somebody has asked since the first one
    press(her, "approve")
    assert (version(2).state, version(2).approver.partition(":")[0]) == ("PUBLISHED", "STAFF")

    a_night_passes(clock, tomorrow)
    third = asked("wu_jun")
    assert amount(third) == 20000 and third.assessments.get().rule_version == version(2)

    page, her = desk(zhang), desk(qian)
    page.goto(address(1))
    press(page, "draft", day=(tomorrow + A_DAY).isoformat())  # the former one again, as it stood
    press(page, "submit")
    replayed(her, 3)
    press(her, "approve")
    a_night_passes(clock, tomorrow + A_DAY)
    assert in_force(ALLOWANCE, localdate()).sha256 == version(1).sha256
    assert amount(asked("ma_zhiyuan")) == 30000
    assert amount(third) == 20000  # what was decided stays


def a_night_passes(clock: time_machine.Traveller, until: date) -> None:
    """With the sealer at work: where the log is behind, no department is asked."""
    seal()
    clock.move_to(_at_nine(until))


def _at_nine(day: date) -> datetime:
    return now().replace(year=day.year, month=day.month, day=day.day, hour=1, minute=0)
