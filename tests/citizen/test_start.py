"""Starting: one press makes a draft and asks the departments; pressing again finds the same draft."""

import pytest

from services.applications.models import Application, State
from services.sharing.models import DataRequest
from tests.citizen.conftest import Visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]
START = "/items/old-age-allowance/start/"


class TestStart:
    def test_it_makes_a_draft_and_leads_to_what_is_known(self, wang):
        response = wang.post(START)
        draft = Application.objects.get()
        assert (response.status_code, response.url) == (302, f"/applications/{draft.pk}/check/")
        assert (draft.state, draft.person_id) == (State.DRAFT, wang.actor.person_id)

    def test_it_asks_each_department_once(self, wang):
        wang.post(START)
        asked = DataRequest.objects.values_list("department__code", flat=True)
        assert sorted(asked) == ["civil_affairs", "public_security", "social_insurance"]

    def test_starting_again_goes_on_with_the_same_draft(self, wang):
        assert wang.post(START).url == wang.post(START).url
        assert Application.objects.count() == 1

    def test_what_may_be_had_once_leads_to_the_application_there_is(self, wang):
        result = wang.apply()
        assert wang.post(START).url == result
        assert Application.objects.count() == 1

    def test_what_may_be_had_again_begins_anew(self, wang):
        result = wang.apply("insurance-certificate")
        assert wang.begin("insurance-certificate") != f"{result}check/"
        assert Application.objects.count() == 2

    def test_two_people_have_two_drafts(self, wang, visitor):
        assert wang.begin() != visitor("zhao_guiying").begin()


class TestOnlyByPressing:
    @pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
    def test_a_link_starts_nothing(self, wang, method):
        response = getattr(wang.client, method)(START)
        assert (response.status_code, response.url) == (302, "/items/old-age-allowance/")
        assert not Application.objects.exists()

    def test_a_form_from_elsewhere_starts_nothing(self, wang):
        strict = Visitor(wang.actor)
        strict.client.handler.enforce_csrf_checks = True
        assert strict.post(START).status_code == 403
        assert not Application.objects.exists()

    def test_an_item_nobody_offers_is_not_there(self, wang):
        assert wang.post("/items/unheard-of/start/").status_code == 404


class TestOnlyForPersons:
    def test_a_stranger_signs_in_first(self, visitor):
        response = visitor().post(START)
        assert response.status_code == 302 and response.url.startswith("/accounts/login/")
        assert not Application.objects.exists()

    def test_a_newcomer_proves_who_they_are_first_and_comes_back_to_the_guide(self, newcomer):
        guide = "/items/old-age-allowance/"
        response = newcomer.client.post(START, headers={"referer": f"http://testserver{guide}"})
        assert (response.status_code, response.url) == (302, f"/me/proof/?next={guide.replace('/', '%2F')}")
        assert not Application.objects.exists() and not DataRequest.objects.exists()

    def test_a_caseworker_is_nobody_here(self, caseworker):
        response = Visitor(caseworker("civil_affairs")).post(START)
        assert response.status_code == 302 and response.url.startswith("/accounts/login/")
        assert not Application.objects.exists()


class TestDepartmentsDown:
    def test_the_check_page_names_the_one_that_is_silent(self, wang, departments_stub):
        departments_stub.fail("civil_affairs")
        page = wang.open(wang.begin())
        assert (
            "Yunzhou Civil Affairs Bureau does not answer"
            in page.one("section", **{"aria-labelledby": "silent-1"}).text
        )
        assert not page.all(id="silent-2")
        assert "Date of birth" in page.values and "Receives the allowance elsewhere" not in page.values

    def test_it_names_all_of_them_and_can_still_be_sent(self, wang, departments_stub):
        for code in ("public_security", "civil_affairs", "social_insurance"):
            departments_stub.fail(code)
        page = wang.open(wang.begin())
        assert (
            len(
                [
                    part
                    for part in page.all("section")
                    if part.attrs.get("aria-labelledby", "").startswith("silent")
                ]
            )
            == 3
        )
        assert page.values == {} and page.form("send").fields["shown"] == ""

    def test_starting_again_asks_again(self, wang, departments_stub, noon):
        departments_stub.fail("civil_affairs")
        wang.begin()
        departments_stub.restore("civil_affairs")
        page = wang.open(wang.begin())
        assert not page.all(id="silent-1") and "Receives the allowance elsewhere" in page.values
