"""What a certificate says where a register is silent about a value: so, in words, never an empty line."""

import pytest

from services.applications.handlers import certify
from services.applications.models import Application
from services.applications.record import NOT_GIVEN, NOT_ON_RECORD, compose
from services.certificates.documents import page
from services.certificates.models import Certificate
from tests.cast import begin, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]
INSURANCE = "insurance-certificate"


@pytest.fixture
def without_employer(citizen, departments_stub) -> Application:
    departments_stub.set("zhou_min", "insurance.employer", "")
    zhou = citizen("zhou_min")
    return send(begin(zhou, INSURANCE), zhou, used_for="JOB")


def test_a_value_no_register_holds_is_told(without_employer):
    record = compose(without_employer)
    assert record["employer"] == NOT_ON_RECORD and record["kinds"] != NOT_ON_RECORD
    assert all(text["zh"] and text["en"] for text in record.values())


def test_an_answer_nobody_gave_is_not_laid_at_the_register_s_door(without_employer):
    without_employer.answers = {}
    assert compose(without_employer)["used_for"] == NOT_GIVEN


@pytest.mark.usefixtures("fonts")
def test_it_stands_on_the_certificate(without_employer):
    certificate = Certificate.objects.get(pk=certify(without_employer.pk))
    html = page(certificate)
    assert "登记中没有" in html and "not on record" in html and "<td></td>" not in html
