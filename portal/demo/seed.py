"""Fills a demo: items, people and a few applications, made through the actions. Nothing is made twice.

What each account begins with tells one story: an allowance decided at once is left for the visitor to make, two
applications wait for a person and one request for a data officer, so that the desk is not empty.
"""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid5

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.timezone import localdate, now

from portal.demo import between_departments, sign_ins
from portal.demo.between_departments import ask_once
from portal.demo.sign_ins import CAST, CITIZENS, NEWCOMER, PASSWORD, STAFF, cast
from portal.desk.enrolment import (
    activation,
    authenticator_of,
    enrol,
    fresh_authenticator,
    issue_activation_code,
)
from services.actions.actor import Actor, Role
from services.applications.actions.start import start
from services.applications.actions.submit import submit
from services.applications.deciding import values_of
from services.applications.gathering import gather
from services.applications.models import Application
from services.applications.shown import versions
from services.calendars.loading import fill_from_package
from services.catalogue.loading import load_base, load_items
from services.catalogue.package import SHIPPED, BadPackage
from services.catalogue.queries import on_offer
from services.departments.models import Department, StaffMember
from services.figures.targets import load_targets
from services.ledger import notes
from services.ledger.entries import canonical, record
from services.ledger.models import Entry
from services.notifications.actions.confirm_number import confirm_number
from services.notifications.actions.set_contact import set_contact
from services.notifications.models import Contact
from services.notifications.numbers import waiting_code
from services.people.actions.link_person import link_person
from services.people.models import User

TELEPHONE = "13800001957"
PARTS = (between_departments, sign_ins)
WAITING = ("li_jianguo", "chen_deming")  # apply for the allowance and end on a caseworker's table


def seed() -> list[str]:
    """Costs one query when it has been done for the files as they are. Returns what could not be loaded, and why."""
    introduce_the_log()
    done = _fingerprint()
    if Entry.objects.filter(
        kind="demo_seeded", body=canonical({"kind": "demo_seeded", "files": done})
    ).exists():
        return []
    faults = _fill(now())
    if not faults:
        record("demo_seeded", {"files": done})
    return faults


def introduce_the_log() -> None:
    """The departments' witnesses read here whose signature to expect. Elsewhere an operator hands it over."""
    settings.WITNESS_FOLDER.mkdir(parents=True, exist_ok=True)
    known = "".join(f"{key}\n" for key in notes.own_keys())
    (settings.WITNESS_FOLDER / "log.vkey").write_text(known)


def _fingerprint() -> str:
    """Of everything the demonstration is made from."""
    files = [
        *sorted(SHIPPED.rglob("*.yaml")),
        CAST,
        Path(__file__),
        *(Path(each.__file__ or "") for each in PARTS),
    ]
    return hashlib.sha256(b"".join(hashlib.sha256(file.read_bytes()).digest() for file in files)).hexdigest()


def _fill(at: datetime) -> list[str]:
    load_base()
    faults = _items(sorted((SHIPPED / "items").glob("*.yaml")), at)
    load_targets()
    for year in (at.year, at.year + 1):
        fill_from_package(year, at=at)
    people = cast()
    _accounts(people, at)
    _reach("deng_shulan", at)
    ask_once(at)
    for key in WAITING:
        _apply(CITIZENS[key], "old-age-allowance", at)
    return faults


def _items(files: list[Path], at: datetime) -> list[str]:
    """A package that was changed and kept its number is not published again: the demonstration goes on with what its database
    has, and whoever changed it reads which number to write."""
    try:
        load_items(files, at=at)
    except BadPackage as bad:
        wrong = {fault.file for fault in bad.faults}
        load_items([file for file in files if file.name not in wrong], at=at)
        return [str(fault) for fault in bad.faults]
    return []


def _accounts(people: dict[str, dict[str, Any]], at: datetime) -> None:
    hashed = make_password(PASSWORD)  # once: argon2 is slow on purpose
    for key, username in CITIZENS.items():
        user, _ = User.objects.get_or_create(username=username, defaults={"password": hashed})
        actor = Actor(Role.CITIZEN, user_id=user.pk)
        person = people[key]
        link_person(
            user_id=user.pk,
            name=person["name"],
            id_no=person["id_no"],
            proof="demonstration",
            actor=actor,
            at=at,
        )
    User.objects.get_or_create(username=NEWCOMER, defaults={"password": hashed})
    for number, post in STAFF.items():
        _caseworker(number, post, hashed, at)


def _caseworker(number: str, post: tuple[str, str, str], hashed: str, at: datetime) -> None:
    code, name, role = post
    staff = {"password": hashed, "kind": User.Kind.STAFF, "is_staff": True}
    user, _ = User.objects.get_or_create(username=number, defaults=staff)
    department = Department.objects.get(code=code)
    StaffMember.objects.get_or_create(
        user=user, defaults={"department": department, "name": name, "role": role}
    )
    if authenticator_of(user) is None:
        handed_over = issue_activation_code(user, issued_by=None, at=at)
        device = fresh_authenticator(user)
        if (opened := activation(user, handed_over, at=at)) is not None:
            enrol(user, opened, device.next_code(at=at), at=at)


def _reach(key: str, at: datetime) -> None:
    """By SMS, so that an offer can be answered by telephone. What the visitor chose is never touched."""
    user = User.objects.get(username=CITIZENS[key])
    if user.person_id and not Contact.objects.filter(person_id=user.person_id).exists():
        actor = Actor(Role.CITIZEN, user_id=user.pk, person_id=user.person_id)
        set_contact(email="", phone=TELEPHONE, actor=actor, at=at)
        if (code := waiting_code(Contact.objects.get(person_id=user.person_id), at=at)) is not None:
            confirm_number(digits=code.digits, actor=actor, at=at)


def _apply(username: str, item: str, at: datetime) -> None:
    """Once per person and item: the visitor's own applications are never touched."""
    user = User.objects.get(username=username)
    if (
        user.person_id is None
        or Application.objects.filter(person_id=user.person_id, item_version__item__code=item).exists()
    ):
        return
    actor = Actor(Role.CITIZEN, user_id=user.pk, person_id=user.person_id)
    version = on_offer(localdate(at)).get(item__code=item)
    draft = start(item_version_id=version.pk, actor=actor, at=at)
    gather(draft, actor=actor, at=at)
    application = Application.objects.get(pk=draft)
    shown = versions(values_of(application))
    submit(
        application_id=draft,
        answers={},
        shown=shown,
        actor=actor,
        at=at,
        request_key=uuid5(draft, "demonstration"),
    )
