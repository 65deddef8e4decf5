"""车辆过户: the vehicle office and the tax bureau both need to know who somebody is. The citizen says it to neither.

The register of the police is asked, once for both; each of the two departments is then asked about that person.
"""

import pytest

from services.applications.models import Evidence
from services.sharing.models import DataRequest
from tests.cast import begin, cast, load_shipped
from tests.items.travelling import journeys, travel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("departments_stub")]
IDENTITY = {"population.name", "population.id_no"}
ITEM = "vehicle-transfer"


@pytest.fixture
def found(citizen, caseworker):
    return travel(journeys()[ITEM], citizen, caseworker)


def test_two_papers_of_two_departments_want_the_identity_card(found):
    papers = [each for each in found.version.content["evidence"] if set(each["fields"]) & IDENTITY]
    assert [each["code"] for each in papers] == ["identity_registration", "identity_invoice"]
    assert {each["source"] for each in papers} == {"SHARED_DATA"}


def test_the_citizen_gives_it_zero_times(found):
    zhou = cast()["zhou_min"]
    asked = {question.code for question in found.version.form.questions}
    assert asked == {"plate_choice"}
    assert not {zhou["name"], zhou["id_no"]} & set(map(str, found.application.answers.values()))
    assert not [each for each in found.version.content["evidence"] if each["source"] == "UPLOAD"]


def test_the_register_of_the_police_gives_it_once_for_both(found):
    asked = DataRequest.objects.filter(source=found.application.source)
    givers = [
        request.department.code for request in asked for read in request.fields if read["field"] in IDENTITY
    ]
    assert givers == ["public_security", "public_security"]  # name and number, in one question
    assert {each.department.code for each in asked} == {"public_security", "traffic_police", "tax"}
    assert asked.count() == 3


def test_what_is_kept_says_whose_it_is(found):
    kept = Evidence.objects.filter(application=found.application, field_code__in=IDENTITY)
    assert {each.department.code for each in kept} == {"public_security"}


def test_when_the_police_are_silent_nobody_is_asked_to_step_in(citizen, departments_stub):
    departments_stub.fail("public_security")
    load_shipped(ITEM)
    draft = begin(citizen("zhou_min"), ITEM)
    assert not Evidence.objects.filter(application=draft, field_code__in=IDENTITY).exists()
    assert Evidence.objects.filter(application=draft, field_code="vehicles.plate").exists()
