"""The day that counts is the day in Shanghai, for the age and for the version of the rules, for ever."""

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from services.actions.actor import SYSTEM
from services.applications.models import Application
from services.catalogue.package import SHIPPED, read
from services.catalogue.rule_facts import rule_facts
from services.rules.actions.publish import publish_version
from tests.cast import NOON, begin, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, 59, tzinfo=SHANGHAI)


def sent(actor, when: datetime) -> Application:
    return send(begin(actor, at=when), actor, at=when)


@pytest.mark.parametrize(
    ("when", "code"),
    [
        (at(24, 23, 59), "R01_AGE"),  # the evening before the birthday
        (at(25, 0, 0), "A01_70"),  # in London it is still the day before
        (at(25, 23, 59), "A01_70"),
    ],
)
def test_a_birthday_begins_at_midnight_in_shanghai(citizen, departments_stub, when, code):
    departments_stub.set("li_jianguo", "population.birth_on", "1956-11-25")
    assert sent(citizen("li_jianguo"), when).assessments.get().code == code


def dearer_from(first: date) -> None:
    package = read(SHIPPED / "items" / "old-age-allowance.yaml").values
    rows = json.loads(json.dumps(package["rules"]["rows"]))
    for row in rows:
        row["then"]["amount_fen"] *= 2
    publish_version(
        code="old-age-allowance", name=package["name"], number=2, facts=rule_facts(package["facts"]), rows=rows,
        effective_from=first, actor=SYSTEM, at=NOON,
    )  # fmt: skip


@pytest.mark.parametrize(("when", "fen"), [(at(24, 23, 59), 30000), (at(25, 0, 0), 60000)])
def test_the_version_is_the_one_in_force_on_that_day(citizen, departments_stub, when, fen):
    dearer_from(date(2026, 11, 25))
    assert sent(citizen("wang_xiulan"), when).decision.amount_fen == fen
