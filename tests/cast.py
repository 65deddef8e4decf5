"""A small cast with fixed characters, and departments that answer from a file.

    def test_…(catalogue, departments_stub, citizen, caseworker):
        wang = citizen("wang_xiulan")          # an Actor, with account and confirmed person
        li = caseworker("civil_affairs")       # an Actor
        departments_stub.set("wang_xiulan", "population.residence", "UNKNOWN")
        departments_stub.fail("civil_affairs")

Keys are those of services/simulators/cast.yaml: wang_xiulan (80, meets everything), li_jianguo (69), zhao_guiying (101),
chen_deming (85, residence unclear), liu_zhiqiang (receives elsewhere), sun_yuzhen (90, card cannot receive), zhou_min
(34, insured), wu_jun (insurance suspended), zheng_guodong (deceased).
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils.timezone import localdate

from portal.demo.sign_ins import cast
from services.actions.actor import Actor, Role
from services.applications.actions.start import start
from services.applications.actions.submit import submit
from services.applications.deciding import values_of
from services.applications.gathering import gather
from services.applications.models import Application
from services.applications.shown import versions
from services.catalogue.loading import load_base, load_items
from services.catalogue.package import SHIPPED
from services.catalogue.queries import offered
from services.departments.models import Department, StaffMember
from services.notifications.actions.set_contact import set_contact
from services.notifications.models import Contact
from services.people.actions.link_person import link_person
from services.people.models import User
from services.sharing.actions.give_consent import give_consent
from services.simulators.cast import records
from services.simulators.departments import DEPARTMENTS
from services.simulators.envelope import Question
from services.simulators.values import Record, on_day
from tests import loaded

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # a Monday, 12:00 in Shanghai
ITEMS = ("insurance-certificate", "old-age-allowance")


@pytest.fixture
def catalogue(db: None) -> None:
    """The departments and registers that ship, and two of the items: one pays, one gives a certificate."""
    load_shipped(*ITEMS)


def load_shipped(*codes: str) -> None:
    loaded.once(codes, lambda: _load(codes))


def _load(codes: tuple[str, ...]) -> None:
    load_base()
    load_items([SHIPPED / "items" / f"{code}.yaml" for code in codes], at=NOON)


class DepartmentsStub:
    """Departments in a file. `fail` makes one unreachable, `restore` brings it back."""

    def __init__(self, file: Path, settings: Any) -> None:
        self._file, self._settings = file, settings
        self._people = {id_no: dict(said) for id_no, said in _usual_answers().items()}
        self._write()
        settings.DEPARTMENT_ADDRESSES = dict.fromkeys(DEPARTMENTS, f"stub:{file}")

    def set(self, key: str, field: str, value: Any) -> None:
        self._people[cast()[key]["id_no"]][field] = value
        self._write()

    def fail(self, code: str, reason: str = "unreachable") -> None:
        self._settings.DEPARTMENT_ADDRESSES = {
            **self._settings.DEPARTMENT_ADDRESSES,
            code: f"failing:{reason}",
        }

    def restore(self, code: str) -> None:
        self._settings.DEPARTMENT_ADDRESSES = {
            **self._settings.DEPARTMENT_ADDRESSES,
            code: f"stub:{self._file}",
        }

    def _write(self) -> None:
        self._file.write_text(json.dumps(self._people, ensure_ascii=False), encoding="utf-8")


@cache
def _usual_answers() -> dict[str, dict[str, Any]]:
    return {id_no: _answers(record) for id_no, record in records().items()}


def _answers(record: Record) -> dict[str, Any]:
    """What the departments say of somebody: values, and each yes or no that is found out without a claim."""
    name, id_no = str(record["population.name"]), str(record["population.id_no"])
    said: dict[str, Any] = {code: on_day(value, localdate(NOON)) for code, value in record.items()}
    for department in DEPARTMENTS.values():
        question = Question("", name, id_no, (), tuple(department.predicates), {}, "", "")
        said |= department.judge(record, question)
    return said


@pytest.fixture
def departments_stub(tmp_path: Path, settings: Any) -> Iterator[DepartmentsStub]:
    yield DepartmentsStub(tmp_path / "people.json", settings)


@contextmanager
def departments_answer(folder: Path) -> Iterator[DepartmentsStub]:
    """The same for what stands longer than a test; afterwards nobody can be asked."""
    with override_settings():
        yield DepartmentsStub(folder / "people.json", settings)


@pytest.fixture
def citizen(db: None) -> Callable[[str], Actor]:
    return a_citizen


def a_citizen(key: str) -> Actor:
    person, (user, _) = cast()[key], User.objects.get_or_create(username=key)
    actor = Actor(Role.CITIZEN, user_id=user.pk)
    person_id = link_person(
        user_id=user.pk, name=person["name"], id_no=person["id_no"], proof="test", actor=actor, at=NOON
    )
    return Actor(Role.CITIZEN, user_id=user.pk, person_id=person_id)


@pytest.fixture
def caseworker(db: None) -> Callable[..., Actor]:
    return a_caseworker


def a_caseworker(department: str, name: str = "李文") -> Actor:
    """A second name gives a second one."""
    post = Department.objects.get(code=department)
    user, _ = User.objects.get_or_create(
        username=f"{department}-{name}", defaults={"kind": User.Kind.STAFF, "is_staff": True}
    )
    StaffMember.objects.get_or_create(user=user, defaults={"department": post, "name": name})
    return Actor(Role.STAFF, user_id=user.pk, department_id=post.pk)


def begin(actor: Actor, item: str = "old-age-allowance", *, variant: str = "", at: datetime = NOON) -> UUID:
    """A draft with everything the departments told."""
    version = offered(item, localdate(at))
    assert version, item
    draft = start(item_version_id=version.pk, variant=variant, actor=actor, at=at)
    agree_to_everything(draft, actor, at=at)
    gather(draft, actor=actor, at=at)
    return draft


def agree_to_everything(draft: UUID, actor: Actor, *, at: datetime = NOON) -> None:
    """Where something is read by consent, the citizen gives it; nobody else of the household is named."""
    rows = Application.objects.select_related("item_version__purpose").defer("item_version__content")
    application = rows.get(pk=draft)
    purpose = application.item_version.purpose
    if fields := sorted(purpose.by_consent()):
        give_consent(
            purpose_id=purpose.pk,
            source=application.source,
            fields=fields,
            notice_sha256="0" * 64,
            language="zh-hans",
            actor=actor,
            at=at,
        )


def send(
    draft: UUID, actor: Actor, *, at: datetime = NOON, key: UUID | None = None, **answers: Any
) -> Application:
    """Submits what is stored, as if the citizen had just seen it."""
    shown = versions(values_of(Application.objects.get(pk=draft)))
    submit(application_id=draft, answers=answers, shown=shown, actor=actor, at=at, request_key=key or uuid4())
    return Application.objects.get(pk=draft)


def own_number(actor: Actor, phone: str, *, at: datetime = NOON) -> None:
    """A mobile number the person has shown to be theirs."""
    set_contact(email="", phone=phone, actor=actor, at=at)
    Contact.objects.filter(person_id=actor.person_id).update(phone_confirmed_at=at)
