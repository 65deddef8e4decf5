"""Who calls the addresses: citizens and staff, signed in by their doors."""

from django.test import Client

from services.departments.models import Department, StaffMember
from services.people.models import User
from tests.desk.signing_in import a_clerk, sign_in


def as_citizen(key: str | None) -> Client:
    client = Client()
    user = User.objects.create_user("unproven") if key is None else User.objects.get(username=key)
    client.force_login(user, backend="portal.identity.doors.CitizenDoor")
    return client


def as_caseworker(department: str, role: str = StaffMember.Role.CASEWORKER) -> Client:
    client = Client()
    house = Department.objects.get(code=department)
    sign_in(client, a_clerk(f"{department}-{role.lower()}", department=house, role=role))
    return client
