"""Drafts ready to be sent: an 80-year-old's allowance, with everything the departments told.

The first is made by the actions, as a citizen does; the others are its copies for people of their own, in bulk, because
only submitting is measured.
"""

from datetime import date, timedelta
from uuid import UUID, uuid4

from services.actions.actor import Actor, Role
from services.applications.deciding import values_of
from services.applications.models import Application, Evidence
from services.applications.shown import versions
from services.people.models import Person, User
from services.simulators.numbers import identity_number
from tests.cast import NOON
from tests.opened import value_of

Ready = tuple[UUID, Actor]
PER_DAY = 499  # women born on one day and place


def copies(model: UUID, number: int, *, first: int = 0) -> list[Ready]:
    """`number` drafts like `model`, each with its own person and account."""
    pattern = Application.objects.get(pk=model)
    people = [_person(first + each) for each in range(number)]
    Person.objects.bulk_create(people)
    users = [User(username=f"bench-{person.pk}", person=person) for person in people]
    User.objects.bulk_create(users)
    drafts = [_draft(pattern, person) for person in people]
    Application.objects.bulk_create(drafts)
    evidence = list(Evidence.objects.filter(application=pattern))
    told = [_copy(each, draft) for draft in drafts for each in evidence]
    Evidence.objects.bulk_create(told, batch_size=500)
    return [
        (draft.pk, Actor(Role.CITIZEN, user_id=user.pk, person_id=user.person_id))
        for draft, user in zip(drafts, users, strict=True)
    ]


def shown_of(model: UUID) -> dict[str, str]:
    """What the check page of each of them carries."""
    return versions(values_of(Application.objects.get(pk=model)))


def _person(number: int) -> Person:
    born = date(1940, 1, 1) + timedelta(days=number // PER_DAY)
    id_no = identity_number("990103", born, 2 * (number % PER_DAY) + 2)
    return Person(id=uuid4(), name="王秀兰", id_no=id_no, confirmed_at=NOON, proof="bench")


def _draft(pattern: Application, person: Person) -> Application:
    return Application(
        id=uuid4(),
        person=person,
        item_version_id=pattern.item_version_id,
        competent_department_id=pattern.competent_department_id,
        started_at=NOON,
    )


def _copy(each: Evidence, draft: Application) -> Evidence:
    return Evidence(
        id=uuid4(),
        application=draft,
        field_code=each.field_code,
        department_id=each.department_id,
        value=value_of(each),
        as_of=each.as_of,
        fetched_at=each.fetched_at,
        request_id=each.request_id,
    )
