"""The world these tests live in: the shipped registers, three departments, one purpose that reads in every way."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import yaml

from services.actions.actor import Actor, Role
from services.catalogue.loading import shared_data
from services.catalogue.package import TextDates
from services.departments.models import Department, Region, StaffMember
from services.people.models import Person, User
from services.sharing import standings
from services.sharing.decision import Case
from services.sharing.loading import load_purpose, load_resources
from services.sharing.models import PACKAGE, DataResource, Purpose, SharingPolicy
from services.sharing.standings import Standing
from tests import loaded

AT = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
BASE = Path(__file__).parents[2] / "services/catalogue/packages/base"
WHY = {"zh": "为了办这件事", "en": "For this very act"}


def base(name: str) -> dict[str, Any]:
    return yaml.load((BASE / name).read_text(encoding="utf-8"), TextDates)


def purpose_block(code: str, version: int = 1, **reads: str) -> dict[str, Any]:
    """`population__birth_on="VALUE"` reads `population.birth_on`."""
    return {
        "code": code,
        "version": version,
        "name": {"zh": "试验", "en": "A test"},
        "basis": {"zh": "依据", "en": "By law"},
        "reads": [
            {"field": name.replace("__", "."), "disclosure": disclosure, "why": WHY}
            for name, disclosure in reads.items()
        ],
    }


def load_world() -> None:
    loaded.once(("departments and registers alone",), _load_world)


def _load_world() -> None:
    who = base("departments.yaml")
    for region in who["regions"]:
        Region.objects.create(code=region["code"], name=region["name"], parent_id=region.get("parent"))
    for each in who["departments"]:
        names = {name: each[name] for name in ("code", "credit_code", "name", "short_name")}
        Department.objects.create(**names, region_id=each["region"])
    load_resources(shared_data())
    admit_every_purpose()


def admit_every_purpose() -> None:
    """A newer policy for every register, so that tests about something else may read what they like."""
    rows = [
        SharingPolicy(
            resource=resource,
            version=40,
            kind=SharingPolicy.Kind.UNCONDITIONAL,
            valid_from=date(2026, 1, 1),
            valid_until=date(2030, 12, 31),
            review_on=date(2027, 1, 1),
            state=SharingPolicy.State.APPROVED,
            author=PACKAGE,
            first_approver="one",
            second_approver="another",
        )
        for resource in DataResource.objects.all()
    ]
    SharingPolicy.objects.bulk_create(rows)


@pytest.fixture(autouse=True)
def applications_are_live(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here has an application of its own; what becomes of one that has ended is in test_granting.py."""
    for word in ("application", "account", "offers"):
        monkeypatch.setitem(standings._stands, word, lambda id, subject: Standing(LIVE))


LIVE = Case(live=True, of_subject=True)


@pytest.fixture
def world(db: None) -> None:
    load_world()


@pytest.fixture
def allowance(world: None) -> Purpose:
    return load_allowance()


def load_allowance() -> Purpose:
    """Reads of all three departments, in all three ways."""
    return load_purpose(
        purpose_block(
            "allowance",
            population__name="VALUE",
            population__birth_on="VALUE",
            population__residence="VALUE",
            allowances__receives_old_age_allowance="PREDICATE",
            social_cards__can_receive_payment="PREDICATE",
            social_cards__card_tail="MASKED",
        )
    )


@pytest.fixture
def wang(world: None) -> Person:
    return Person.objects.create(
        name="王秀兰", id_no="990102194603080026", confirmed_at=AT, proof="social_card"
    )


@pytest.fixture
def li(world: None) -> Person:
    return Person.objects.create(
        name="李建国", id_no="990102195706301172", confirmed_at=AT, proof="social_card"
    )


def citizen(person: Person) -> Actor:
    user = User.objects.create(username=str(person.id), person=person)
    return Actor(Role.CITIZEN, user_id=user.id, person_id=person.id)


def source() -> str:
    return f"application:{uuid4()}"


def staff_of(code: str, user_id: int = 900) -> Actor:
    return Actor(Role.STAFF, user_id=user_id, department_id=Department.objects.get(code=code).id)


def data_officer(code: str, name: str = "") -> Actor:
    """数据官 of that department."""
    return _officer(code, name or f"data-{code}", StaffMember.Role.DATA)


def clerk(code: str) -> Actor:
    return _officer(code, f"clerk-{code}", StaffMember.Role.CASEWORKER)


def _officer(code: str, username: str, role: StaffMember.Role) -> Actor:
    user, _ = User.objects.get_or_create(
        username=username, defaults={"kind": User.Kind.STAFF, "is_staff": True}
    )
    department = Department.objects.get(code=code)
    StaffMember.objects.get_or_create(user=user, department=department, name=username, role=role)
    return Actor(Role.STAFF, user_id=user.pk, department_id=department.pk)


NOBODY = UUID(int=0)
