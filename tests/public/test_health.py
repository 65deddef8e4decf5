"""What a service manager hears."""

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from portal.errors import server_error


@pytest.mark.django_db
def test_all_is_well_costs_one_question(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        answer = client.get("/health/")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]


def test_without_a_database_it_is_of_no_use(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", refuse)
    monkeypatch.setattr(connection, "close", lambda: None)
    assert client.get("/health/").status_code == 503


@pytest.mark.parametrize(("error", "status"), [(OperationalError(), 503), (RuntimeError(), 500)])
def test_a_page_without_its_database_says_to_come_back(error: Exception, status: int) -> None:
    try:
        raise error
    except type(error):
        answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == status and ("Retry-After" in answer.headers) == (status == 503)
