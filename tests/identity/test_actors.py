"""From the request to the actor, and to a page that needs a confirmed person."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from portal.identity.actors import actor_of, post_of, safe_next
from services.actions.actor import Actor, Role
from services.people.models import Person, User
from tests.desk.signing_in import a_clerk

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.identity.urls")]
CITIZENS = "portal.identity.doors.CitizenDoor"


@pytest.fixture
def citizen():
    return User.objects.create_user("zhang")


def linked(user: User) -> Person:
    person = Person.objects.create(
        name="张三",
        id_no="990102195706301172",
        confirmed_at=datetime(2026, 11, 23, tzinfo=UTC),
        proof="social_card",
    )
    user.person = person
    user.save()
    return person


def of(rf, user, **session):
    request = rf.get("/")
    request.user, request.session = user, session
    return actor_of(request)


def test_a_post_is_read_once_a_request_and_anew_for_the_next(rf, django_assert_num_queries):
    clerk, request = a_clerk(), rf.get("/")
    request.user = clerk
    with django_assert_num_queries(1):
        assert post_of(request) == post_of(request) == clerk.post
    with django_assert_num_queries(1):
        of(rf, clerk)


def test_whoever_signs_in_meanwhile_has_a_post_of_their_own(rf, citizen):
    request = rf.get("/")
    request.user = citizen
    assert post_of(request) is None
    request.user = a_clerk()
    assert post_of(request) == request.user.post


def test_an_actor_carries_ids_of_the_account_the_person_and_the_post(rf, citizen):
    assert of(rf, citizen) == Actor(Role.CITIZEN, user_id=citizen.pk)
    person = linked(citizen)
    assert of(rf, citizen) == Actor(Role.CITIZEN, user_id=citizen.pk, person_id=person.pk)
    clerk = a_clerk()
    assert of(rf, clerk) == Actor(Role.STAFF, user_id=clerk.pk, department_id=clerk.post.department_id)


def test_of_a_clerk_it_says_when_this_session_had_its_second_factor(rf):
    clerk = a_clerk()
    clerk.last_login = datetime(2026, 11, 23, tzinfo=UTC)
    assert of(rf, clerk).second_factor_at is None
    assert of(rf, clerk, second_factor_at="2026-11-23T01:00:00+00:00").second_factor_at == datetime(
        2026, 11, 23, 1, tzinfo=UTC
    )


def test_a_clerk_without_a_post_and_an_anonymous_reader_have_no_ids(rf):
    clerk = a_clerk()
    clerk.post.delete()
    assert of(rf, User.objects.get(pk=clerk.pk)).department_id is None
    assert of(rf, AnonymousUser()) == Actor(Role.CITIZEN)


def test_a_page_of_a_person_asks_for_sign_in_then_for_proof_then_opens(client, citizen):
    assert client.get("/mine/?a=1").url == "/accounts/login/?next=/mine/%3Fa%3D1"
    client.force_login(citizen, backend=CITIZENS)
    assert client.get("/mine/?a=1").url == "/me/proof/?next=%2Fmine%2F%3Fa%3D1"
    person = linked(citizen)
    assert client.get("/mine/").content.decode() == str(person.pk)


def test_after_a_post_the_way_back_is_the_page_it_was_posted_from(client, citizen):
    client.force_login(citizen, backend=CITIZENS)
    from_guide = client.post("/mine/", headers={"referer": "http://testserver/items/x/"})
    assert from_guide.url == "/me/proof/?next=%2Fitems%2Fx%2F"
    from_elsewhere = client.post("/mine/", headers={"referer": "https://evil.test/items/x/"})
    assert from_elsewhere.url == client.post("/mine/").url == "/me/proof/?next=%2F"


@pytest.mark.parametrize("target", ["https://evil.test/", "//evil.test", "javascript:alert(1)", "", None])
def test_a_way_on_that_leads_away_leads_home(rf, target):
    assert safe_next(rf.get("/"), target) == "/"
    assert safe_next(rf.get("/"), "/items/x/") == "/items/x/"
