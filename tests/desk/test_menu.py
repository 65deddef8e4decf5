"""The menu of the desk: at the top and at the foot, the present list marked, and rules for those who write them."""

import pytest

from services.departments.models import StaffMember
from tests.citizen.pages import Page

pytestmark = pytest.mark.django_db


def menu(page: Page, name: str) -> list[str]:
    return [link.text for link in page.one("nav", **{"aria-label": name}).all("a")]


def test_it_stands_at_the_top_and_again_at_the_foot_with_the_password(li, client):
    page = Page(client.get("/desk/", headers={"accept-language": "en"}))
    top = menu(page, "Main menu")
    assert top[0] == "Cases" and "Automatic approval" in top
    assert menu(page, "All pages") == [*top, "Change your password"]


@pytest.mark.parametrize(
    ("address", "word"), [("/desk/", "Cases"), ("/desk/stops/", "Stops"), ("/desk/checks/", "Second looks")]
)
def test_the_list_one_is_in_is_marked(li, client, address, word):
    top = Page(client.get(address, headers={"accept-language": "en"})).one(
        "nav", **{"aria-label": "Main menu"}
    )
    assert [link.text for link in top.all("a", **{"aria-current": "page"})] == [word]


def test_an_application_belongs_to_the_cases(li, client, waiting):
    page = Page(client.get(f"/desk/applications/{waiting.pk}/", headers={"accept-language": "en"}))
    assert page.one("nav", **{"aria-label": "Main menu"}).one("a", **{"aria-current": "page"}).text == "Cases"


def test_rules_are_offered_to_policy_officers_alone(li, client):
    assert "Rules" not in menu(Page(client.get("/desk/", headers={"accept-language": "en"})), "Main menu")
    StaffMember.objects.filter(user=li).update(role=StaffMember.Role.POLICY)
    assert "Rules" in menu(Page(client.get("/desk/", headers={"accept-language": "en"})), "Main menu")


def test_whoever_is_not_in_yet_has_no_menu(at_work, client):
    assert not Page(client.get("/desk/login/")).all("nav")
