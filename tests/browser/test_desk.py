"""The desk's pages, audited as every other: on a desktop, on a phone, in elder mode, with a form open, come back, overtaken."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.timezone import now
from playwright.sync_api import Page

from services.applications.actions.accept import accept
from services.applications.actions.claim import claim, take_over
from services.applications.actions.correct import request_correction
from services.applications.actions.decide import decide
from services.applications.actions.note import write_note
from services.applications.actions.suspend import suspend
from services.applications.handlers import certify
from services.applications.models import Application, Decision
from services.calendars.loading import fill_from_package
from services.certificates.models import Certificate
from tests.browser.audit import audit, measure, reflow, resize, walk, weigh
from tests.browser.opening import DESKTOP, PHONE
from tests.desk.casework import a_colleague, an_application, open_for_business, staff
from tests.desk.signing_in import sign_in

MODES = ("standard", "elder")
DAY = timedelta(days=1)
MOST_OF_HTML = 36 * 1024  # bytes before compression: five acts, ten places to mark, every row of the rules
ADDRESS = "population.hukou_address"


class Scene:
    """A department at work. `at` gives the address of an application's page, by the key of who asked."""

    def __init__(self) -> None:
        open_for_business()
        fill_from_package(now().year, at=now())
        self.li, self.he = a_colleague("李文"), a_colleague("何芳")
        self.of: dict[str, Application] = {}
        self._some_wait()
        self._some_have_moved_on()
        self.cookie = self._signed_in()

    def _some_wait(self) -> None:
        for key, days in (("chen_deming", 0), ("li_jianguo", 12), ("liu_zhiqiang", 4), ("sun_yuzhen", 1)):
            self.of[key] = an_application(key, at=now() - days * DAY)
        self._do(claim, "li_jianguo", self.li)
        self._do(write_note, "li_jianguo", self.he, words="打过电话，本人说下个月满 70 周岁。")
        self._do(claim, "sun_yuzhen", self.he)

    def _some_have_moved_on(self) -> None:
        for key in ("zheng_guodong", "zhao_guiying", "wu_jun", "zhou_min"):
            self.of[key] = an_application(key, at=now() - 2 * DAY)
        words = "登记的门牌号和社区的不一样，请写明现在住哪里。"
        self._do(accept, "wu_jun", self.li)
        self._do(request_correction, "wu_jun", self.li, points=[{"code": ADDRESS, "words": words}])
        self._do(accept, "zhou_min", self.he)
        self._do(suspend, "zhou_min", self.he, reason="要请专家评审，大约十天。")
        self._do(
            decide,
            "zheng_guodong",
            self.li,
            outcome=Decision.Outcome.REFUSED,
            reason="人口库登记申请人已故，经电话核实属实。",
        )
        certify(self.of["zhao_guiying"].pk)

    def _do(self, action, key: str, user, **words) -> None:
        action(application_id=self.of[key].pk, actor=staff(user), at=now(), **words)

    def _signed_in(self) -> str:
        client = Client()
        sign_in(client, self.li)
        return client.cookies["sessionid"].value

    def at(self, key: str) -> str:
        return f"/desk/applications/{self.of[key].pk}/"

    def enter(self, page: Page, site: str) -> Page:
        """As 李文."""
        page.context.add_cookies([{"name": "sessionid", "value": self.cookie, "url": site}])
        return page

    @property
    def pages(self) -> list[str]:
        """Every list, and an application in every shape its page has."""
        lists = [f"/desk/?tab={tab}" for tab in ("mine", "department", "stopped", "ended")]
        found = ["/desk/?q=20201111-0001", "/desk/?q=x", "/desk/certificates/"]
        keys = (
            "chen_deming",
            "li_jianguo",
            "sun_yuzhen",
            "wu_jun",
            "zhou_min",
            "zheng_guodong",
            "zhao_guiying",
        )
        return [*lists, *found, *map(self.at, keys), f"/desk/certificates/{Certificate.objects.get().pk}/"]


@pytest.fixture
def scene(committing_db, departments_stub) -> Scene:
    cache.clear()
    return Scene()


def open_act(page: Page, name: str) -> None:
    page.locator(f'details.act:has(form[action$="/{name}/"]) summary').click()


def send(page: Page) -> None:
    with page.expect_navigation():
        page.locator("details.act[open] .acts .btn").click()


@pytest.mark.parametrize("mode", MODES)
def test_every_page_is_fit_for_everybody_at_a_desk_and_on_a_phone(desktop, scene, site, mode):
    """On phones, in the dark and in English axe looks at the desk's pages in test_every_page.py, if not in all these states."""
    page, found = scene.enter(desktop(None, mode=mode), site), []
    for path in scene.pages:
        page.goto(path)
        found += [f"{path} {each}" for each in audit(page, mode)]
        resize(page, PHONE)
        found += [f"{path} on a phone: {each}" for each in measure(page, mode)]
        resize(page, DESKTOP)
    assert found == []


@pytest.mark.parametrize("mode", MODES)
def test_with_a_form_open_come_back_and_overtaken(phone, scene, site, mode):
    page, found = scene.enter(phone(None, mode=mode), site), []
    for name in ("approve", "refuse", "correct", "accept", "decline"):
        page.goto(scene.at("li_jianguo"))
        open_act(page, name)
        found += [f"{name} open: {each}" for each in audit(page, mode)]
        if name in ("approve", "correct"):
            send(page)
            found += [f"{name} come back: {each}" for each in audit(page, mode)]
    open_act(page, "refuse")
    page.locator("details.act[open] textarea").fill("户口已经迁出。")
    scene._do(take_over, "li_jianguo", scene.he, reason="李文休假。")
    send(page)
    assert page.locator(".note.no blockquote").inner_text() == "户口已经迁出。"
    found += [f"overtaken: {each}" for each in audit(page, mode)]
    assert found == []


def test_zoomed_spaced_and_by_keyboard(phone, scene, site):
    page, found = scene.enter(phone(None), site), []
    for path in ("/desk/?tab=department", scene.at("li_jianguo")):
        page.goto(path)
        found += [f"{path} {each}" for each in reflow(page) + walk(page)]
    assert found == []


def test_the_queue_is_light_and_the_page_with_all_its_forms_not_heavy(desktop, scene, site):
    page = scene.enter(desktop(None), site)
    assert weigh(page, "/desk/?tab=department") == []
    answer = page.goto(scene.at("li_jianguo"))
    assert answer and len(answer.body()) < MOST_OF_HTML


def test_what_came_back_has_the_focus_and_leads_to_its_field(desktop, scene, site):
    page = scene.enter(desktop(None), site)
    page.goto(scene.at("li_jianguo"))
    open_act(page, "refuse")
    send(page)
    assert page.evaluate("document.activeElement.matches('.note.no')")
    page.locator(".note.no a").click()
    assert page.evaluate("document.activeElement.id || location.hash") in ("refuse-reason", "#refuse-reason")
    assert page.locator("#refuse-reason").is_visible()


def test_words_are_asked_for_what_is_marked_and_for_nothing_else(desktop, scene, site):
    page = scene.enter(desktop(None), site)
    page.goto(scene.at("li_jianguo"))
    open_act(page, "correct")
    assert page.locator(".marks textarea:visible").count() == 0
    page.get_by_label("户口所在地").check()
    assert page.locator(".marks textarea:visible").count() == 1
    page.locator(".marks textarea:visible").fill("门牌号不对，请写明现在住哪里。")
    send(page)
    assert page.get_by_role("status").inner_text().startswith("已请申请人补正。")
    assert "门牌号不对，请写明现在住哪里。" in page.locator("section:has(#rounds)").inner_text()


def test_one_act_stands_open_at_a_time(desktop, scene, site):
    page = scene.enter(desktop(None), site)
    page.goto(scene.at("li_jianguo"))
    for name in ("approve", "refuse"):
        open_act(page, name)
    assert page.locator("details.act[open]").count() == 1
    assert page.locator("details.act[open] form").get_attribute("action").endswith("/refuse/")


def test_without_scripts_all_of_it_works(desktop, scene, site):
    page = scene.enter(desktop(None, scripts=False), site)
    page.goto("/desk/?tab=department")
    page.get_by_role("button", name="领办").first.click()
    assert "tab=department" in page.url and page.get_by_role("status").inner_text() == "这件归您办了。"
    page.goto(scene.at("li_jianguo"))
    open_act(page, "approve")
    page.get_by_label("金额").select_option("20000")
    page.locator("#approve-reason").fill("社区核实。")
    send(page)
    assert (
        "已批准" in page.locator(".panel").inner_text()
        and "每月 200 元" in page.locator(".panel").inner_text()
    )
