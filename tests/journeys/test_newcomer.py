"""A new account belongs to nobody until public security and the social card both say who it is."""

from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.journeys import looking
from tests.journeys.portal import RunningPortal
from tests.journeys.walking import ALLOWANCE, go, heading, person, sign_in, solid

SUN = person("sun_yuzhen")
NEWCOMER = "newcomer"
MISMATCH = "这三样对不上"


def give(page: Page, *, card: str, name: str = SUN["name"], id_no: str = SUN["id_no"]) -> None:
    page.get_by_label("姓名").fill(name)
    page.get_by_label("身份证号").fill(id_no)
    page.get_by_label("社保卡号").fill(card)
    go(solid(page))


def start_as_newcomer(page: Page) -> None:
    sign_in(page, NEWCOMER)
    page.goto(f"/items/{ALLOWANCE}/")
    go(solid(page))
    page.wait_for_url("**/me/proof/**")


def test_before_the_proof_there_are_guides_and_nothing_of_anybody(phone: Open, portal: RunningPortal) -> None:
    page = phone(None)
    sign_in(page, NEWCOMER)
    for path in ("/applications/", "/certificates/", "/messages/", "/me/data/"):
        page.goto(path)
        assert "/me/proof/" in page.url
    page.goto(f"/items/{ALLOWANCE}/")
    assert solid(page).get_attribute("href")  # a link to the proof, and no form that would ask departments
    assert portal.rows("SELECT person_id FROM people_user WHERE username = %s", NEWCOMER) == [(None,)]


def test_a_slip_in_the_number_is_told_before_anybody_is_asked(phone: Open, portal: RunningPortal) -> None:
    page = phone(None)
    start_as_newcomer(page)
    asked = portal.departments["public_security"].asked()
    give(page, card=SUN["social_cards"]["card_number"], id_no=SUN["id_no"][:-1] + "0")
    assert page.get_by_role("alert").get_by_role("link").count() == 1
    assert page.get_by_label("姓名").input_value() == SUN["name"]
    assert portal.departments["public_security"].asked() == asked


def test_a_silent_department_proves_nothing_and_costs_nothing(phone: Open, portal: RunningPortal) -> None:
    page = phone(None)
    start_as_newcomer(page)
    portal.departments["social_insurance"].fault("down")
    give(page, card=SUN["social_cards"]["card_number"])
    portal.departments["social_insurance"].fault("none")
    assert page.get_by_role("alert").get_by_text("人社局").is_visible()
    assert portal.rows("SELECT state FROM people_proofattempt") == [("UNANSWERED",)]


def test_a_wrong_card_number_proves_nothing_and_the_right_one_leads_on(
    phone: Open, portal: RunningPortal
) -> None:
    page = phone(None)
    start_as_newcomer(page)
    give(page, card=person("wang_xiulan")["social_cards"]["card_number"])
    assert page.get_by_role("alert").get_by_text(MISMATCH).is_visible()
    assert portal.rows("SELECT person_id FROM people_user WHERE username = %s", NEWCOMER) == [(None,)]

    give(page, card=" ".join(SUN["social_cards"]["card_number"]))  # as it is printed, with gaps
    assert heading(page) == "高龄津贴"  # back where it began
    ((linked,),) = portal.rows("SELECT person_id FROM people_user WHERE username = %s", NEWCOMER)
    assert linked

    go(solid(page))
    assert page.get_by_text(SUN["population"]["hukou_address"]).is_visible()
    go(solid(page))
    assert looking.states(portal, NEWCOMER, ALLOWANCE) == [
        "RECEIVED"
    ]  # a person looks: her card cannot receive payments
    assert page.get_by_text("不能收款").is_visible()


def test_a_person_with_an_account_gets_no_second_one(phone: Open, portal: RunningPortal) -> None:
    page = phone("/accounts/signup/")
    page.get_by_label("用户名").fill("another")
    page.locator("input[type=password]").first.fill("seven-quiet-cranes")
    go(solid(page))
    page.wait_for_url(lambda address: "signup" not in address)
    page.goto("/me/proof/")
    wang = person("wang_xiulan")
    give(page, card=wang["social_cards"]["card_number"], name=wang["name"], id_no=wang["id_no"])
    assert page.get_by_role("alert").get_by_text("已经有一个账号").is_visible()
    assert portal.rows("SELECT person_id FROM people_user WHERE username = %s", "another") == [(None,)]
