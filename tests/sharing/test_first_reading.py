"""The first time a department has data of a person read by law, the person is told: once, however many registers and fields."""

from datetime import timedelta

import pytest

from services.events.models import OutboxEvent
from services.sharing.fetch import Subject, fetch
from services.sharing.loading import load_purpose
from services.sharing.models import DataRequest
from tests.cast import DepartmentsStub
from tests.sharing.conftest import AT, purpose_block, source


@pytest.fixture(autouse=True)
def stub(world, tmp_path, settings) -> DepartmentsStub:
    return DepartmentsStub(tmp_path / "people.json", settings)


def read(purpose, person, minutes: int = 0) -> None:
    fetch(
        purpose=purpose,
        subject=Subject("王秀兰", "990102194603080026", person and person.pk),
        source=source(),
        at=AT + timedelta(minutes=minutes),
    )


def told() -> list[dict]:
    rows = OutboxEvent.objects.filter(name="DataFirstRead").order_by("pk")
    return [each.body for each in rows]


def test_once_for_three_registers_and_all_their_fields(allowance, wang):
    read(allowance, wang)
    assert DataRequest.objects.count() == 3
    [event] = told()
    assert (event["person_id"], event["consumer"]) == (str(wang.pk), "portal")


def test_another_time_and_for_another_purpose_it_is_not_the_first(allowance, wang):
    read(allowance, wang)
    read(allowance, wang, 5)
    read(load_purpose(purpose_block("another", population__name="VALUE")), wang, 9)
    assert len(told()) == 1


def test_another_department_is_another_first_time(allowance, wang):
    read(allowance, wang)
    purpose = load_purpose(purpose_block("theirs", population__name="VALUE"), consumer="civil_affairs")
    read(purpose, wang, 5)
    assert [each["consumer"] for each in told()] == ["portal", "civil_affairs"]


def test_nobody_is_told_of_what_was_not_given(allowance, wang, stub):
    for code in ("public_security", "civil_affairs", "social_insurance"):
        stub.fail(code)
    read(allowance, wang)
    assert told() == []


def test_who_was_asked_for_consent_is_not_told_again(wang):
    block = purpose_block("means", family_means__monthly_income="VALUE")
    block["reads"][0]["consent"] = "SUBJECT"
    read(load_purpose(block), wang)
    assert told() == []


def test_who_is_nobody_yet_cannot_be_told(allowance):
    read(allowance, None)
    assert told() == []
