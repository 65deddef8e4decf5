"""What an answer costs does not grow with what one has."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

INSURANCE = "insurance-certificate"


def queries(call):
    with CaptureQueriesContext(connection) as asked:
        call()
    return len(asked)


@pytest.mark.parametrize("operation", ["list_applications", "list_certificates", "list_messages"])
def test_a_list_of_many_asks_as_often_as_a_list_of_one(zhou, quick_documents, noon, operation):
    def one_more():
        noon.shift(60)
        zhou.call("get_certificate_pdf", id=zhou.apply(INSURANCE, used_for="JOB")["id"])

    one_more()
    few = queries(lambda: zhou.call(operation))
    for _ in range(4):
        one_more()
    assert queries(lambda: zhou.call(operation)) == few <= 5


def test_one_application_is_read_in_few_questions(wang):
    sent = wang.apply()
    assert queries(lambda: wang.call("get_application", id=sent["id"])) <= 18


def test_the_document_is_made_once_and_asks_the_database_nothing(stranger, django_assert_num_queries):
    stranger.client.get("/api/v1/openapi.yaml")
    with django_assert_num_queries(0):
        stranger.client.get("/api/v1/openapi.yaml")
