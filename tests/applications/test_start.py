"""Beginning an application: one draft for each item, none for those who have not proved who they are."""

import pytest
from django.utils.timezone import localdate

from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.applications.actions.keep_evidence import keep_evidence
from services.applications.actions.start import start
from services.applications.errors import AlreadySubmitted, AlreadyUnderWay
from services.applications.models import Application, State
from services.catalogue.queries import on_offer
from tests.cast import NOON, begin, send
from tests.opened import value_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "departments_stub")]


def offered(code: str):
    return on_offer(localdate(NOON)).get(item__code=code).pk


class TestADraft:
    def test_the_same_item_again_leads_to_the_same_draft(self, citizen):
        wang = citizen("wang_xiulan")
        first = start(item_version_id=offered("old-age-allowance"), actor=wang, at=NOON)
        assert start(item_version_id=offered("old-age-allowance"), actor=wang, at=NOON) == first
        assert Application.objects.get().state == State.DRAFT

    def test_another_item_is_another_draft(self, citizen):
        wang = citizen("wang_xiulan")
        begin(wang)
        begin(wang, "insurance-certificate")
        assert Application.objects.count() == 2

    def test_somebody_who_has_not_proved_who_they_are_gets_none(self):
        with pytest.raises(Denied, match="person_not_confirmed"):
            start(
                item_version_id=offered("old-age-allowance"), actor=Actor(Role.CITIZEN, user_id=None), at=NOON
            )

    def test_its_department_is_that_of_the_item(self, citizen):
        draft = begin(citizen("wang_xiulan"))
        assert Application.objects.get(pk=draft).competent_department.code == "civil_affairs"


class TestOnceOnly:
    def test_an_allowance_that_is_approved_is_not_asked_for_again(self, citizen):
        wang = citizen("wang_xiulan")
        application = send(begin(wang), wang)
        with pytest.raises(AlreadyUnderWay) as other:
            begin(wang)
        assert other.value.application_id == application.pk

    def test_one_that_a_person_looks_at_is_not_asked_for_twice(self, citizen):
        chen = citizen("chen_deming")
        send(begin(chen), chen)
        with pytest.raises(AlreadyUnderWay):
            begin(chen)

    def test_a_certificate_may_be_asked_for_as_often_as_one_likes(self, citizen):
        zhou = citizen("zhou_min")
        for _ in range(2):
            send(begin(zhou, "insurance-certificate"), zhou, used_for="SELF")
        assert Application.objects.filter(state=State.APPROVED).count() == 2


class TestEvidence:
    def test_every_value_knows_its_department_and_its_request(self, citizen):
        draft = begin(citizen("wang_xiulan"))
        rows = Application.objects.get(pk=draft).evidence.all()
        assert {row.department.code for row in rows} == {
            "public_security",
            "civil_affairs",
            "social_insurance",
        }
        assert len(rows) == 10 and all(row.request_id for row in rows)

    def test_a_newer_value_supersedes_the_older_and_keeps_it(self, citizen, departments_stub):
        wang = citizen("wang_xiulan")
        begin(wang)
        departments_stub.set("wang_xiulan", "population.residence", "MOVED_OUT")
        draft = begin(wang)
        rows = Application.objects.get(pk=draft).evidence.filter(field_code="population.residence")
        assert [value_of(row) for row in rows.order_by("superseded_at")].count("MOVED_OUT") == 1
        assert value_of(rows.get(superseded_at=None)) == "MOVED_OUT" and rows.count() == 2

    def test_nothing_is_added_to_what_was_sent(self, citizen):
        wang = citizen("wang_xiulan")
        application = send(begin(wang), wang)
        with pytest.raises(AlreadySubmitted):
            keep_evidence(application_id=application.pk, replies=[], actor=wang, at=NOON)
