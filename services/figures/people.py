"""How many of those registered are 60 or older: counted once a day by opening every identity number for a moment.

Ages change without anything happening, and a birthday kept in clear, even as the day on which a count goes up, would be
personal data of a million people. So nothing is kept but two numbers a day.
"""

from datetime import date, datetime

from django.utils.timezone import localdate

from services.figures.models import Headcount
from services.people.identity_numbers import age_on, birth_date
from services.people.models import Person

OLDER = 60  # 老年人: Law on the Protection of the Rights of Older Persons, article 2
BATCH = 2000


def count_people(*, at: datetime) -> None:
    """Once a day; the same day again changes nothing. Reads every confirmed person with an account: some 4 µs each."""
    today = localdate(at)
    if Headcount.objects.filter(on=today).exists():
        return
    registered = older = 0
    for person in Person.objects.filter(user__isnull=False).only("id_no").iterator(BATCH):
        registered += 1
        older += _is_older(person, today)
    fresh = Headcount(on=today, registered=registered, sixty_or_older=older, counted_at=at)
    Headcount.objects.bulk_create([fresh], ignore_conflicts=True)  # another worker may have counted too


def _is_older(person: Person, today: date) -> bool:
    try:
        return age_on(birth_date(person.id_no), today) >= OLDER
    except ValueError:  # a number that is no number, or a birth still to come: counted as registered only
        return False
