"""How many are 60 or older: two numbers a day, and nobody's birthday."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from services.figures.models import Headcount
from services.figures.people import count_people
from services.people.identity_numbers import check_character
from services.people.models import Person, User

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 22, 16, 5, tzinfo=UTC)  # five past midnight on the 23rd in Yunzhou


def register(born: str, *, account: bool = True) -> Person:
    place = Person.objects.count()
    digits = f"990102{born}{place:03}"
    person = Person.objects.create(
        name="某人", id_no=digits + check_character(digits), confirmed_at=NIGHT, proof="test"
    )
    if account:
        User.objects.create_user(f"u{place}", person=person)
    return person


def counted(at: datetime = NIGHT) -> tuple[int, int]:
    count_people(at=at)
    latest = Headcount.objects.latest("on")
    return latest.sixty_or_older, latest.registered


def test_sixty_is_reached_on_the_birthday():
    register("19661122")
    register("19661123")
    register("19661124")
    assert counted() == (2, 3)


def test_whoever_has_no_account_is_no_user():
    register("19400101")
    register("19400102", account=False)
    assert counted() == (1, 1)


def test_a_number_that_is_no_number_is_registered_and_no_more():
    bad = Person.objects.create(name="某人", id_no="990102190013320019", confirmed_at=NIGHT, proof="test")
    User.objects.create_user("bad", person=bad)
    assert counted() == (0, 1)


def test_the_same_day_again_changes_nothing_and_the_next_counts_anew():
    register("19661124")
    assert counted() == (0, 1)
    register("19400101")
    assert counted(NIGHT + timedelta(hours=20)) == (0, 1)
    assert counted(NIGHT + timedelta(days=1)) == (2, 2)
    assert Headcount.objects.count() == 2


def test_of_nobody_there_is_nobody():
    assert counted() == (0, 0)


def test_only_two_numbers_are_kept():
    register("19461231")
    counted()
    with connection.cursor() as cursor:
        cursor.execute("select * from figures_headcount")
        (row,) = cursor.fetchall()
    assert len(row) == 4 and not [cell for cell in row if "1946" in str(cell)]


def test_a_part_is_never_more_than_all():
    with pytest.raises(IntegrityError), transaction.atomic():
        Headcount.objects.create(on=NIGHT.date(), registered=1, sixty_or_older=2, counted_at=NIGHT)
