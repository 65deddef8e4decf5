"""Changing the look by plain POSTs, and finding it again: on the next page, after signing out, on another device."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from accessibility.models import Preference
from services.people.models import User

PAGE = "/about/privacy/"
CITIZEN_DOOR = "portal.identity.doors.CitizenDoor"


@pytest.fixture
def visitor(db) -> Client:
    return Client()


@pytest.fixture
def wang(db) -> User:
    return User.objects.create_user("wang")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=CITIZEN_DOOR)
    return client


def change(client: Client, **chosen: str):
    return client.post(reverse("display"), {"next": PAGE, **chosen})


def look(client: Client, page: str = PAGE) -> str:
    """The attributes the server wrote on <html>."""
    html = client.get(page).content.decode()
    return html[html.index("<html") :].split(">", 1)[0]


def test_a_visitor_who_never_chose_sees_the_standard_page(visitor):
    assert 'data-mode="standard" data-size="1" data-contrast="light"' in look(visitor)


def test_elder_mode_is_there_from_the_next_page_on(visitor):
    assert change(visitor, mode="elder").headers["Location"] == PAGE
    assert 'data-mode="elder"' in look(visitor)
    assert 'data-mode="elder"' in look(visitor, "/no-such-page/")
    change(visitor, mode="standard")
    assert 'data-mode="standard"' in look(visitor)


def test_size_and_contrast_stay_when_the_mode_changes(visitor):
    change(visitor, size="3")
    change(visitor, contrast="dark")
    change(visitor, mode="elder")
    assert 'data-mode="elder" data-size="3" data-contrast="dark"' in look(visitor)


def test_after_size_and_colour_one_is_back_at_their_buttons(visitor):
    assert change(visitor, size="2").headers["Location"] == f"{PAGE}#display"
    assert change(visitor, contrast="dark").headers["Location"] == f"{PAGE}#display"


def test_nothing_known_changes_nothing(visitor):
    change(visitor, mode="elder")
    change(visitor, mode="giant", size="9")
    assert 'data-mode="elder" data-size="1"' in look(visitor)


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_one_is_never_sent_to_another_site(visitor, elsewhere):
    assert visitor.post(reverse("display"), {"mode": "elder", "next": elsewhere}).headers["Location"] == "/"


def test_looking_changes_nothing_and_a_foreign_form_is_refused(visitor):
    assert visitor.get(reverse("display"), {"mode": "elder"}).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("display"), {"mode": "elder"}).status_code == 403
    assert 'data-mode="standard"' in look(strict)


def test_the_cookies_last_a_year_and_no_script_reads_them(visitor, settings):
    settings.SESSION_COOKIE_SECURE = True
    cookies = change(visitor, mode="elder").cookies
    for name in ("mode", "size", "contrast"):
        assert cookies[name]["max-age"] == 365 * 24 * 3600
        assert cookies[name]["httponly"]
        assert cookies[name]["secure"]
        assert cookies[name]["samesite"] == "Lax"


def test_a_garbled_cookie_is_the_standard_page(visitor):
    visitor.cookies["mode"] = "elder</html>"
    assert 'data-mode="standard"' in look(visitor)


def test_who_is_signed_in_finds_the_choice_on_another_device(wang):
    change(signed_in(wang), mode="elder", size="2")
    assert 'data-mode="elder" data-size="2"' in look(signed_in(wang))


def test_a_visitors_choice_leaves_nothing_in_any_profile(visitor, wang):
    change(visitor, mode="elder")
    assert not Preference.objects.exists()


def test_the_profile_wins_over_the_cookies_of_the_device(wang):
    change(signed_in(wang), mode="elder")
    borrowed = signed_in(wang)
    borrowed.cookies["mode"] = "standard"
    assert 'data-mode="elder"' in look(borrowed)


def test_the_page_looks_the_same_after_signing_out(wang):
    change(signed_in(wang), mode="elder")
    elsewhere = signed_in(wang)
    look(elsewhere)
    elsewhere.logout()
    elsewhere.cookies["mode"] = "elder"  # logout() of the test client throws all cookies away
    response = signed_in(wang).get(PAGE)
    assert response.cookies["mode"].value == "elder"
    assert 'data-mode="elder"' in look(elsewhere)


def test_cookies_that_agree_with_the_profile_are_not_sent_again(wang):
    client = signed_in(wang)
    change(client, mode="elder")
    assert "mode" not in client.get(PAGE).cookies


def test_a_choice_of_mode_counts_as_an_answer_and_a_choice_of_size_does_not(wang):
    client = signed_in(wang)
    change(client, size="2")
    assert Preference.objects.get(user=wang).answered_at is None
    change(client, mode="elder")
    assert Preference.objects.get(user=wang).answered_at is not None


def test_an_answer_is_not_forgotten_by_a_later_change(wang):
    client = signed_in(wang)
    change(client, suggestion="no")
    answered = Preference.objects.get(user=wang).answered_at
    change(client, contrast="dark")
    assert Preference.objects.get(user=wang).answered_at == answered
    assert Preference.objects.get(user=wang).mode == "standard"


@pytest.mark.parametrize("wrong", [{"mode": "giant"}, {"size": "9"}, {"contrast": "pink"}])
def test_the_database_refuses_what_is_no_choice(wang, wrong):
    with pytest.raises(IntegrityError):
        Preference.objects.create(user=wang, answered_at=datetime(2026, 6, 12, tzinfo=UTC), **wrong)


def test_pages_of_the_signed_in_are_kept_by_nobody(wang):
    headers = signed_in(wang).get(PAGE).headers
    assert {"no-store", "private"} <= {each.strip() for each in headers["Cache-Control"].split(",")}
    assert "Cookie" in headers["Vary"]


def test_pages_of_visitors_are_not_shared_either(visitor):
    headers = visitor.get(PAGE).headers
    assert "private" in headers["Cache-Control"]
    assert "Cookie" in headers["Vary"]


def test_a_visitors_page_costs_no_query_and_a_signed_in_ones_one_for_the_display(
    visitor, wang, django_assert_num_queries
):
    with django_assert_num_queries(0):
        visitor.get(PAGE)
    client = signed_in(wang)
    with django_assert_num_queries(3):  # session, user, preference
        client.get(PAGE)
