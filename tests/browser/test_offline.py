"""Without a network: a page says so in the reader's own mode and language, and typing is not lost."""

from playwright.sync_api import Page

from services.people.models import User


def ready(page: Page) -> Page:
    """The page's service worker is there and holds the page."""
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return page


def cut(page: Page) -> None:
    page.context.set_offline(True)


def heading(page: Page) -> str:
    return " ".join(page.locator("h1").inner_text().split())


def test_a_page_says_that_there_is_no_connection(phone):
    page = ready(phone("/"))
    cut(page)
    page.goto("/verify/")
    assert heading(page) == "没有连上网"
    assert page.locator("form").count() == 0
    page.context.set_offline(False)
    page.get_by_role("link", name="再试一次").click()
    assert heading(page) == "证照核验"


def test_it_speaks_as_the_other_pages_do(phone):
    page = ready(phone("/", mode="standard"))
    page.get_by_role("button", name="长辈版", exact=True).click()
    page.wait_for_function(
        "caches.match('/offline/').then(kept => kept.text()).then(text => text.includes('elder'))"
    )
    cut(page)
    page.goto("/search/")
    assert page.locator("html").get_attribute("data-mode") == "elder"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontSize") >= "24px"


def test_what_was_typed_stays_and_is_sent_later(phone):
    page = ready(phone("/verify/"))
    page.get_by_label("证照编号").fill("1.2.156.3005.2")
    page.get_by_label("持有人身份证号的后四位").fill("0026")
    cut(page)
    check = page.locator("form:has(#number) .btn")
    check.click()
    check.click()
    assert page.get_by_role("alert").inner_text().startswith("没有连上网")  # said once
    assert page.get_by_label("证照编号").input_value() == "1.2.156.3005.2"
    page.context.set_offline(False)
    check.click()
    page.wait_for_load_state()
    assert page.locator("main").get_by_text("1.2.156.3005.2").or_(page.locator("#number")).count()
    assert page.get_by_role("alert").filter(has_text="没有连上网").count() == 0


def test_nothing_of_a_person_is_kept(phone):
    """Neither the page nor the store knows who was signed in."""
    user = User.objects.create_user("wangxiulan")
    page = ready(phone("/", user=user))
    assert page.get_by_role("link", name="我的账号").first.is_visible()
    kept = page.evaluate(
        "caches.open('offline').then(store => store.keys()).then(keys => keys.map(key => new URL(key.url).pathname))"
    )
    assert {path for path in kept if not path.startswith("/static/")} == {"/offline/"}
    text = page.evaluate("caches.match('/offline/').then(kept => kept.text())")
    assert "csrfmiddlewaretoken" not in text and "我的账号" not in text and "wangxiulan" not in text
