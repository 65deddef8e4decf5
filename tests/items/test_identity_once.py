"""车辆过户: the vehicle office and the tax bureau both need to know who somebody is. The citizen says it to neither.

Each of the two has a purpose of its own, and the register of the police gives it once to each; the ledger shows both.
"""

import json

import pytest

from services.applications.models import Evidence
from services.ledger.models import Entry
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


def test_the_register_of_the_police_gives_it_once_to_each_purpose(found):
    asked = DataRequest.objects.filter(source=found.application.source)
    gave = [
        (str(request.purpose), request.purpose.consumer, request.department.code)
        for request in asked
        if {read["field"] for read in request.fields if read["outcome"] == "GIVEN"} >= IDENTITY
    ]
    assert sorted(gave) == [
        ("vehicle-transfer-invoice@1", "tax", "public_security"),
        ("vehicle-transfer@2", "traffic_police", "public_security"),
    ]
    assert {each.department.code for each in asked} == {"public_security", "traffic_police", "tax"}


def test_the_ledger_shows_two_purposes_and_one_fetch_each(found):
    said = [
        json.loads(bytes(each.body)) for each in Entry.objects.filter(kind="data_requested").order_by("pk")
    ]
    identity = [
        each["purpose"]
        for each in said
        if each["source"] == found.application.source
        and {read["field"] for read in each["fields"]} >= IDENTITY
    ]
    assert sorted(identity) == ["vehicle-transfer-invoice@1", "vehicle-transfer@2"]


def test_why_it_might_be_read_stands_in_the_ledger_before_it(found):
    decided = [
        json.loads(bytes(each.body)) for each in Entry.objects.filter(kind="reading_decided").order_by("pk")
    ]
    mine = {each["purpose"]: each for each in decided if each["source"] == found.application.source}
    assert set(mine) == {"vehicle-transfer@2", "vehicle-transfer-invoice@1"}
    assert mine["vehicle-transfer-invoice@1"]["consumer"] == "tax"


def test_the_tax_bureau_reads_no_more_than_its_purpose_names(found):
    read = DataRequest.objects.filter(source=found.application.source, purpose__consumer="tax")
    assert {each["field"] for row in read for each in row.fields} == IDENTITY


def test_what_is_kept_says_whose_it_is(found):
    kept = Evidence.objects.filter(application=found.application, field_code__in=IDENTITY)
    assert {each.department.code for each in kept} == {"public_security"}


def test_when_the_police_are_silent_nobody_is_asked_to_step_in(citizen, departments_stub):
    departments_stub.fail("public_security")
    load_shipped(ITEM)
    draft = begin(citizen("zhou_min"), ITEM)
    assert not Evidence.objects.filter(application=draft, field_code__in=IDENTITY).exists()
    assert Evidence.objects.filter(application=draft, field_code="vehicles.plate").exists()
