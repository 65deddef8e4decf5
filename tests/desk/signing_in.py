"""Clerks, and the way into the desk, for every test that needs somebody behind it.

    clerk = a_clerk()
    sign_in(client, clerk)          # password and second factor, by the pages

Everything goes through the real door; nothing here can do what a clerk cannot.
"""

from datetime import datetime, timedelta
from zlib import crc32

from django.test import Client
from django.utils.timezone import now

from portal.desk import enrolment
from portal.desk.models import STEP_SECONDS, AuthenticatorApp
from services.departments.credit_codes import check_character
from services.departments.models import Department, Region, StaffMember
from services.people.models import User

PASSWORD = "seven-quiet-cranes"


def a_credit_code(name: str) -> str:
    """One that is right, and another one for another name."""
    body = f"11990100{crc32(name.encode()) % 10**9:09}"
    return body + check_character(body + "0")


def a_department(code: str = "civil_affairs") -> Department:
    region, _ = Region.objects.get_or_create(
        code="990100", defaults={"name": {"zh": "云州市", "en": "Yunzhou"}}
    )
    return Department.objects.get_or_create(
        code=code,
        defaults={
            "credit_code": a_credit_code(code),
            "name": {"zh": "云州市民政局", "en": "Yunzhou Civil Affairs Bureau"},
            "short_name": {"zh": "民政局", "en": "Civil affairs"},
            "region": region,
        },
    )[0]


def a_clerk(
    number: str = "ym0001", *, department: Department | None = None, role: str = StaffMember.Role.CASEWORKER
) -> User:
    user = User.objects.create_user(
        number, f"{number}@example.test", PASSWORD, kind=User.Kind.STAFF, is_staff=True
    )
    StaffMember.objects.create(user=user, department=department or a_department(), name="周敏", role=role)
    return user


def enrol(user: User, *, at: datetime | None = None) -> tuple[AuthenticatorApp, list[str]]:
    """The authenticator and the backup codes. An earlier moment is taken, so that the code of now is still unused."""
    moment = at or now() - timedelta(seconds=3 * STEP_SECONDS)
    code = enrolment.issue_activation_code(user, issued_by=None, at=moment)
    activation = enrolment.activation(user, code, at=moment)
    device = enrolment.fresh_authenticator(user)
    assert activation
    enrolled = enrolment.enrol(user, activation, device.next_code(at=moment), at=moment)
    assert enrolled
    return enrolled


def give_password(client: Client, user: User, **more: str):  # type: ignore[no-untyped-def]
    return client.post("/desk/login/", {"username": user.username, "password": PASSWORD, **more})


def sign_in(client: Client, user: User) -> AuthenticatorApp:
    """Both steps; sets up an authenticator first where there is none."""
    device = enrolment.authenticator_of(user) or enrol(user)[0]
    assert give_password(client, user).url.startswith("/desk/second-factor/")
    answer = client.post("/desk/second-factor/", {"code": device.next_code(at=now())})
    assert answer.status_code == 302, answer.content.decode()
    device.refresh_from_db()
    return device
