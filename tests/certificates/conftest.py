"""The cast of the certificates: two departments, an allowance, a widow of eighty. Fonts and seal: tests/offices.py."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from services.actions.actor import SYSTEM, Actor, Role
from services.certificates import pdf
from services.certificates.actions.issue import issue
from services.certificates.loading import load_type
from services.certificates.models import Certificate, CertificateType
from services.departments.models import Department, Region
from services.people.models import Person

NOON = datetime(2026, 6, 12, 4, 0, tzinfo=UTC)  # twelve o'clock in Yunzhou
WANG_ID, ZHOU_ID = "990102194603080020", "990102199205110020"
RECORD: dict[str, Any] = {
    "amount": "300",
    "standard": {"zh": "每月 300 元（80 至 89 周岁）", "en": "300 yuan a month (aged 80 to 89)"},
    "from_month": {"zh": "2026年6月", "en": "June 2026"},
}


@pytest.fixture
def allowance_data() -> dict[str, Any]:
    """The block as it stands in an item package."""
    return {
        "code": "old-age-allowance",
        "type_code": "11990100MB0000002X001",
        "name": {"zh": "高龄津贴资格证明", "en": "Certificate of Entitlement to the Old-Age Allowance"},
        "fields": [
            {"name": "amount", "label": {"zh": "每月金额", "en": "Amount"}, "hidden": True},
            {"name": "standard", "label": {"zh": "待遇标准", "en": "Allowance"}},
            {"name": "from_month", "label": {"zh": "起始月份"}},
        ],
        "statement": {
            "zh": "兹证明{name}（身份证号 {id_no}）自{valid_from}起享受高龄津贴，每月 {amount} 元。",
            "en": "This is to certify that {name} (ID number {id_no}) receives {amount} yuan a month.",
        },
        "valid_months": 12,
    }


@pytest.fixture
def city(db: None) -> Region:
    return Region.objects.create(code="990100", name={"zh": "云州市"})


@pytest.fixture
def civil_affairs(city: Region) -> Department:
    return Department.objects.create(
        code="civil_affairs",
        credit_code="11990100MB0000002X",
        name={"zh": "云州市民政局", "en": "Yunzhou Civil Affairs Bureau"},
        short_name={"zh": "民政局"},
        region=city,
    )


@pytest.fixture
def social_insurance(city: Region) -> Department:
    return Department.objects.create(
        code="social_insurance",
        credit_code="11990100MB0000010Q",
        name={"zh": "云州市人力资源和社会保障局", "en": "Yunzhou Social Security Bureau"},
        short_name={"zh": "人社局"},
        region=city,
    )


@pytest.fixture
def allowance(civil_affairs: Department, allowance_data: dict[str, Any]) -> CertificateType:
    return load_type(allowance_data, issuer=civil_affairs)


@pytest.fixture
def wang(db: None) -> Person:
    return person("王秀兰", WANG_ID)


@pytest.fixture
def zhou(db: None) -> Person:
    return person("周敏", ZHOU_ID)


def person(name: str, id_no: str) -> Person:
    return Person.objects.create(name=name, id_no=id_no, confirmed_at=NOON, proof="social_card")


def citizen(who: Person) -> Actor:
    return Actor(Role.CITIZEN, user_id=1, person_id=who.id)


def caseworker(department: Department) -> Actor:
    return Actor(Role.STAFF, user_id=7, department_id=department.pk)


def certify(holder: Person, source: str = "application:1", **changed: Any) -> UUID:
    """An allowance certificate by the rules, as the handler of a decision asks for it."""
    given: dict[str, Any] = {
        "type_code": "old-age-allowance",
        "holder_id": holder.id,
        "source": source,
        "record": RECORD,
        "valid_from": date(2026, 6, 1),
        "actor": SYSTEM,
        "at": NOON,
    }
    return issue(**{**given, **changed})


@pytest.fixture
def certificate(allowance: CertificateType, wang: Person) -> Certificate:
    return Certificate.objects.get(pk=certify(wang))


@pytest.fixture
def untouched_caches() -> Iterator[Callable[[], None]]:
    """For tests that pretend something is missing: what is remembered of the real thing is forgotten, also afterwards."""
    pdf._shared.cache_clear()
    yield pdf._shared.cache_clear
    pdf._shared.cache_clear()
