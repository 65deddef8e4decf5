"""Who is offered elder mode, and how often: people of 60 and more, until they have answered."""

from datetime import UTC, date, datetime

import pytest
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import reverse

from accessibility.display import STANDARD, Display
from accessibility.suggestion import suggests
from services.people.identity_numbers import check_character
from services.people.models import Person, User

TODAY = date(2026, 6, 12)
ELDER = Display(mode="elder")


def citizen(name: str, born: str | None) -> User:
    """An account, and behind it a confirmed person born that day (YYYYMMDD), or nobody yet."""
    user = User.objects.create_user(name)
    if born:
        start = f"990102{born}002"
        user.person = Person.objects.create(
            name=name,
            id_no=start + check_character(start),
            confirmed_at=datetime(2026, 6, 1, tzinfo=UTC),
            proof="test",
        )
        user.save()
    return user


@pytest.mark.parametrize(
    ("born", "offered"),
    [("19460308", True), ("19660612", True), ("19660613", False), ("19920101", False)],
)
def test_it_is_offered_from_the_sixtieth_birthday_on(db, born, offered):
    assert suggests(citizen("wang", born), STANDARD, TODAY) is offered


def test_nobody_is_asked_whose_age_is_not_proved(db):
    assert not suggests(citizen("newcomer", None), STANDARD, TODAY)


def test_who_is_in_elder_mode_already_is_not_asked(db):
    assert not suggests(citizen("wang", "19460308"), ELDER, TODAY)


@pytest.mark.parametrize("answer", [{"suggestion": "no"}, {"mode": "elder"}, {"mode": "standard"}])
def test_an_answer_is_remembered(db, answer):
    wang = citizen("wang", "19460308")
    client = Client()
    client.force_login(wang, backend="portal.identity.doors.CitizenDoor")
    client.post(reverse("display"), answer)
    assert not suggests(wang, STANDARD, TODAY)


def test_a_change_of_size_is_no_answer(db):
    wang = citizen("wang", "19460308")
    client = Client()
    client.force_login(wang, backend="portal.identity.doors.CitizenDoor")
    client.post(reverse("display"), {"size": "2"})
    assert suggests(wang, STANDARD, TODAY)


def card(user: User, display: Display = STANDARD) -> str:
    request = RequestFactory().get("/")
    request.user, request.display = user, display
    template = engines["django"].from_string("{% load elder %}{% suggest_elder %}")
    return template.render({"request": request})


def test_the_card_asks_and_both_answers_weigh_the_same(db):
    html = card(citizen("wang", "19460308"))
    assert html.count('class="btn two" form="display-form"') == 2
    assert 'name="mode" value="elder"' in html
    assert 'name="suggestion" value="no"' in html


def test_the_card_is_not_there_for_the_young(db):
    assert "btn" not in card(citizen("zhou", "19920101"))
