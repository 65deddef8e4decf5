"""A department at its desk: `li` signed in with `client`, `he` beside her, and an application the rules left to people."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.desk.casework import a_colleague, an_application, open_for_business
from tests.desk.signing_in import sign_in


@pytest.fixture
def at_work(db, departments_stub):
    cache.clear()
    open_for_business()


@pytest.fixture
def li(at_work, client):
    user = a_colleague("李文")
    sign_in(client, user)
    return user


@pytest.fixture
def he(at_work):
    return a_colleague("何芳")


@pytest.fixture
def his_client(he):
    client = Client()
    sign_in(client, he)
    return client


@pytest.fixture
def waiting(at_work):
    """陈德明's, whose residence is not clear."""
    return an_application("chen_deming")
