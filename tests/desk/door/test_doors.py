"""The desk's door: password, second factor, and nothing without both."""

import re
from datetime import timedelta

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver
from django.utils.timezone import now

from portal.desk.models import AuthenticatorApp
from portal.desk.site import DeskAdmin, DeskSite, site
from portal.identity.actors import SECOND_FACTOR_AT
from services.departments.models import Department
from services.ledger.models import Entry
from services.people.models import User
from tests.desk.door.conftest import INSIDE, who
from tests.desk.signing_in import PASSWORD, a_clerk, enrol, give_password, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.identity.urls")]


def every_desk_path() -> list[str]:
    def walk(patterns, prefix):
        for each in patterns:
            route = prefix + str(each.pattern)
            if isinstance(each, URLResolver):
                yield from walk(each.url_patterns, route)
            elif isinstance(each, URLPattern):
                yield re.sub(r"<uuid:\w+>", "00000000-0000-4000-8000-000000000000", route)

    return [
        "/desk/" + re.sub(r"<[^>]*>|\(\?P<\w+>[^)]*\)|[\\^$]", "1", route)
        for route in walk(site.get_urls(), "")
    ]


DOOR = {"/desk/signed-out/", "/desk/login/", "/desk/second-factor/", "/desk/enrol/", "/desk/logout/"}


# --- two steps, every time


def test_the_password_leads_to_the_second_factor_and_the_code_to_where_one_wanted_to_go(client, clerk, clock):
    device, _ = enrol(clerk)
    assert client.get(INSIDE).url == f"/desk/login/?next={INSIDE}"
    answer = give_password(client, clerk, next=INSIDE)
    assert answer.url == "/desk/second-factor/?next=%2Fdesk%2Fpassword_change%2F"
    answer = client.post(answer.url, {"code": device.next_code(at=now()), "next": INSIDE})
    assert answer.url == INSIDE and client.get(INSIDE).status_code == 200
    assert list(Entry.objects.filter(kind="desk_entered")) != []


def test_the_factor_is_asked_at_every_entry(client, clerk, clock):
    sign_in(client, clerk)
    client.post("/desk/logout/")
    clock.shift(60)
    give_password(client, clerk)
    assert client.get(INSIDE).url.startswith("/desk/login/")
    assert client.get("/desk/login/").url == "/desk/second-factor/"
    sign_in(client, clerk)
    assert client.get(INSIDE).status_code == 200


def test_sensitive_data_go_by_the_moment_of_the_factor_and_not_of_the_password(client, clerk, clock):
    device, _ = enrol(clerk)
    give_password(client, clerk)
    clock.shift(300)
    assert SECOND_FACTOR_AT not in client.session
    client.post("/desk/second-factor/", {"code": device.next_code(at=now())})
    assert client.session[SECOND_FACTOR_AT] == now().isoformat()
    assert User.objects.get(pk=clerk.pk).last_login == now() - timedelta(seconds=300)


def test_a_password_given_again_asks_for_the_second_factor_again(client, clerk, clock):
    sign_in(client, clerk)
    give_password(client, clerk)
    assert client.get(INSIDE).status_code == 302


@pytest.mark.parametrize("has_authenticator", [False, True])
def test_a_stolen_password_alone_reaches_nothing(client, clerk, has_authenticator):
    if has_authenticator:
        enrol(clerk)
    give_password(client, clerk)
    for path in every_desk_path():
        if path not in DOOR:
            for answer in (client.get(path), client.post(path)):
                assert answer.status_code in (302, 405) and not answer.content, (path, answer.status_code)
    assert who(client) == "nobody" and client.get("/me/").status_code == 302


def test_a_stolen_password_sees_no_secret_and_sets_up_no_authenticator(client, clerk):
    give_password(client, clerk)
    page = client.get("/desk/enrol/").content.decode()
    assert "data:image/svg" not in page and not AuthenticatorApp.objects.exists()
    assert client.post("/desk/enrol/", {"code": "123456"}).status_code == 422
    assert not AuthenticatorApp.objects.exists()


def test_the_list_of_desk_paths_is_not_empty():
    assert {"/desk/", "/desk/jsi18n/", "/desk/password_change/", *DOOR} <= set(every_desk_path())


def test_nothing_of_the_stock_admin_gives_objects_away():
    assert not {path for path in every_desk_path() if "autocomplete" in path or path.startswith("/desk/r/")}


def test_whoever_is_in_is_not_asked_again(client, clerk, clock):
    sign_in(client, clerk)
    assert client.get(f"/desk/second-factor/?next={INSIDE}").url == INSIDE
    assert client.get("/desk/login/").url == "/desk/"


# --- the wrong people


def test_a_citizen_is_refused_by_the_desk_in_the_words_for_a_wrong_password(client, clerk):
    User.objects.create_user("zhang", "zhang@example.test", PASSWORD)
    refused = client.post("/desk/login/", {"username": "zhang", "password": PASSWORD})
    wrong = Client().post("/desk/login/", {"username": clerk.username, "password": "x"})
    unknown = Client().post("/desk/login/", {"username": "nobody", "password": "x"})
    assert {answer.status_code for answer in (refused, wrong, unknown)} == {422}
    errors = [answer.context["form"].non_field_errors() for answer in (refused, wrong, unknown)]
    assert errors[0] and errors[0] == errors[1] == errors[2]
    assert "_auth_user_id" not in client.session


def test_a_signed_in_citizen_is_nobody_at_the_desk(client):
    User.objects.create_user("zhang", "zhang@example.test", PASSWORD)
    client.post("/accounts/login/", {"login": "zhang", "password": PASSWORD})
    assert who(client) == "zhang" and who(client, "/desk/who/") == "nobody"
    assert client.get("/desk/").url == "/desk/login/?next=/desk/"
    assert client.get("/desk/enrol/").url == "/desk/login/"
    assert client.get("/desk/second-factor/").url == "/desk/login/"


def test_a_clerk_taking_over_a_citizens_browser_ends_the_citizens_session(client, clerk, clock):
    User.objects.create_user("zhang", "zhang@example.test", PASSWORD)
    client.post("/accounts/login/", {"login": "zhang", "password": PASSWORD})
    sign_in(client, clerk)
    assert who(client) == "nobody" and who(client, "/desk/who/") == clerk.username


def test_a_verified_clerk_is_nobody_on_the_citizens_pages(client, clerk, clock):
    sign_in(client, clerk)
    assert client.get(INSIDE).status_code == 200 and who(client, "/desk/who/") == clerk.username
    assert who(client) == "nobody" and client.get("/me/").url.startswith("/accounts/login/")


def test_a_session_for_a_clerk_made_elsewhere_is_worthless(client, clerk):
    client.force_login(clerk, backend="portal.identity.doors.StaffDoor")
    assert who(client, "/desk/who/") == "nobody"


def test_losing_device_post_or_account_ends_access_at_the_next_request(client, clerk, clock):
    device = sign_in(client, clerk)
    assert client.get(INSIDE).status_code == 200
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert client.get(INSIDE).status_code == 302
    User.objects.filter(pk=clerk.pk).update(is_active=True)
    device.delete()
    assert client.get(INSIDE).status_code == 302


def test_somebody_elses_device_in_the_session_verifies_nothing(client, clerk):
    other, _ = enrol(a_clerk("ym0002"))
    give_password(client, clerk)
    session = client.session
    session["otp_device_id"] = other.persistent_id
    session.save()
    assert client.get(INSIDE).status_code == 302


# --- codes


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.test/",
        "//evil.test/desk/",
        "/accounts/logout/",
        "javascript:alert(1)",
        r"\\evil.test/desk/",
    ],
)
def test_the_door_leads_to_the_desk_and_nowhere_else(client, clerk, clock, target):
    device, _ = enrol(clerk)
    assert give_password(client, clerk, next=target).url == "/desk/second-factor/"
    answer = client.post("/desk/second-factor/", {"code": device.next_code(at=now()), "next": target})
    assert answer.url == "/desk/"


def test_the_stock_admin_is_not_mounted(client, clerk, clock):
    sign_in(client, clerk)
    assert admin.site is not site
    assert all(str(each.pattern) != "admin/" for each in __import__("portal.urls").urls.urlpatterns)


# --- the demonstration


def test_the_demonstration_shows_a_code_that_opens(client, clerk, clock, settings):
    settings.DEMO = True
    device, _ = enrol(clerk)
    give_password(client, clerk)
    page = client.get("/desk/second-factor/")
    code = page.context["demonstration_code"]
    assert code == device.next_code(at=now()) and code in page.content.decode()
    assert client.post("/desk/second-factor/", {"code": code}).status_code == 302
    client.post("/desk/logout/")
    give_password(client, clerk)
    fresh = client.get("/desk/second-factor/").context["demonstration_code"]
    assert fresh != code and client.post("/desk/second-factor/", {"code": fresh}).status_code == 302


@pytest.mark.parametrize(("demo", "production"), [(False, False), (False, True), (True, True)])
def test_outside_the_demonstration_no_page_shows_a_code(client, clerk, clock, settings, demo, production):
    settings.DEMO, settings.PRODUCTION = demo, production
    device, _ = enrol(clerk)
    give_password(client, clerk)
    codes = {device.code_of(int(now().timestamp()) // 30 + step) for step in range(-2, 3)}
    for page in (client.get("/desk/second-factor/"), client.post("/desk/second-factor/", {"code": "1"})):
        assert "demonstration_code" not in page.context
        assert not codes & set(re.findall(r"\b\d{6}\b", page.content.decode()))


def test_the_demonstration_shows_a_code_to_nobody_without_the_password(client, clerk, settings):
    settings.DEMO = True
    enrol(clerk)
    assert client.get("/desk/second-factor/").url == "/desk/login/"


# --- pages of the desk


def test_a_page_registered_at_the_site_is_behind_the_door(client, clerk, clock, rf):
    desk = DeskSite()

    @desk.page("cases/", "cases")
    def cases(request):  # pragma: no cover - must not run
        raise AssertionError("seen without the door")

    view = next(each for each in desk.get_urls() if getattr(each, "name", "") == "cases").callback
    give_password(client, clerk)
    request = rf.get("/desk/cases/")
    request.user = clerk
    clerk.is_verified = lambda: False
    assert view(request).status_code == 302
    assert str(view.login_url) == "/desk/login/"


def test_rows_shown_by_the_desk_can_be_neither_added_nor_changed_nor_deleted(rf, clerk):
    rows = DeskAdmin(Department, site)
    request = rf.get("/desk/")
    clerk.is_superuser = True
    request.user = clerk
    assert not rows.has_add_permission(request)
    assert not rows.has_change_permission(request)
    assert not rows.has_delete_permission(request)
    assert rows.has_view_permission(request)


def test_the_header_names_clerk_and_department_only_behind_the_door(client, clerk, clock):
    enrol(clerk)
    give_password(client, clerk)
    assert "云州市民政局" not in client.get("/desk/second-factor/").content.decode()
    sign_in(client, clerk)
    page = client.get(INSIDE).content.decode()
    assert "云州市民政局" in page and "周敏" in page


# --- secrets at rest
