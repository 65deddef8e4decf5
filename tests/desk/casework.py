"""What clerks work on: applications of the cast, made by the actions, for tests that roll back and for those that commit.

open_for_business()
application = an_application("chen_deming")     # the rules leave it to a person
clerk = a_colleague("李文")
act(client, application, "claim")
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.test import Client
from django.utils.timezone import now

from portal.demo.sign_ins import cast
from services.actions.actor import Actor, Role
from services.applications.models import Application
from services.departments.models import Department, StaffMember
from services.people.actions.link_person import link_person
from services.people.models import User
from tests.cast import begin, load_shipped, send
from tests.desk.signing_in import a_clerk

ALLOWANCE, INSURANCE = "old-age-allowance", "insurance-certificate"


def open_for_business() -> None:
    load_shipped(ALLOWANCE, INSURANCE)


def a_colleague(name: str = "李文", department: str = "civil_affairs", role: str = "CASEWORKER") -> User:
    """A clerk by name, who can sign in (tests/desk/signing_in.py)."""
    number = f"ym{User.objects.count():04}"
    user = a_clerk(number, department=Department.objects.get(code=department), role=role)
    StaffMember.objects.filter(user=user).update(name=name)
    return user


def staff(user: User) -> Actor:
    return Actor(Role.STAFF, user_id=user.pk, department_id=user.post.department_id)


def a_citizen(key: str) -> Actor:
    person, (user, _) = cast()[key], User.objects.get_or_create(username=key)
    person_id = link_person(
        user_id=user.pk,
        name=person["name"],
        id_no=person["id_no"],
        proof="test",
        actor=Actor(Role.CITIZEN, user_id=user.pk),
        at=now(),
    )
    return Actor(Role.CITIZEN, user_id=user.pk, person_id=person_id)


def an_application(
    key: str = "chen_deming", item: str = ALLOWANCE, *, at: datetime | None = None, **answers: Any
) -> Application:
    citizen, at = a_citizen(key), at or now()
    return send(begin(citizen, item, at=at), citizen, at=at, **answers)


def act(client: Client, application: Application, name: str, *, key: UUID | None = None, **words: Any):  # type: ignore[no-untyped-def]
    """Sends a form of the panel, as the page would."""
    path = f"/desk/applications/{application.pk}/{name.replace('_', '-')}/"
    return client.post(path, {"request_key": str(key or uuid4()), **words})


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)
