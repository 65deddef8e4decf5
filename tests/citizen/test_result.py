"""The certificate stands on the result page from the first look on, whoever was quicker, worker or reader."""

import pytest

from portal.citizen import application as view
from services.applications.handlers import certify
from services.applications.models import Application
from services.certificates.errors import RecordMismatch
from services.certificates.models import Certificate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]


class TestCertificateOnTheResultPage:
    def test_it_is_there_before_the_worker_has_come_by(self, wang):
        page = wang.open(wang.apply())
        assert page.values["Number"] == Certificate.objects.get().identifier

    def test_however_often_one_looks_there_is_one(self, wang):
        result = wang.apply()
        numbers = {wang.open(result).values["Number"] for _ in range(2)}
        certify(Application.objects.get().pk)  # the worker, late
        assert numbers == {Certificate.objects.get().identifier}

    def test_what_is_not_approved_has_none(self, visitor):
        li = visitor("li_jianguo")
        page = li.open(li.apply())
        assert "Number" not in page.values
        assert not Certificate.objects.exists()

    def test_an_approval_stands_where_no_certificate_can_be_written(self, wang, monkeypatch):
        def refuse(_pk):
            raise RecordMismatch({"amount"}, set())

        result = wang.apply()
        monkeypatch.setattr(view, "certify", refuse)
        page = wang.open(result)
        assert page.h1 == "Approved"
        assert "Number" not in page.values
