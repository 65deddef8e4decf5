"""What the rows keep by themselves."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from services.actions.actor import SYSTEM, Actor, Role
from services.departments.models import Department
from services.sharing.models import DataField, DataRequest, DataResource, Dispute, Frozen, Purpose
from tests.sharing.conftest import AT, citizen, source, staff_of


def request(purpose, person, code="public_security", **changes) -> DataRequest:
    values = {"state": "ANSWERED", "reason": "", "fields": [], "started_at": AT, "ended_at": AT} | changes
    department = Department.objects.get(code=code)
    return DataRequest.objects.create(
        purpose=purpose, person=person, department=department, source=source(), **values
    )


class TestPurpose:
    def test_a_frozen_purpose_is_not_rewritten(self, allowance):
        allowance.reads = []
        with pytest.raises(Frozen, match="allowance@1"):
            allowance.save()
        allowance.refresh_from_db()
        assert len(allowance.reads) == 6

    def test_nor_thawed_nor_deleted(self, allowance):
        allowance.frozen = False
        with pytest.raises(Frozen):
            allowance.save()
        with pytest.raises(Frozen):
            allowance.delete()

    def test_a_draft_may_still_change(self, world):
        draft = Purpose.objects.create(code="p", version=1, name={}, basis={}, reads=[], frozen=False)
        draft.reads = [{"field": "population.name"}]
        draft.save()
        draft.frozen = True
        draft.save()
        with pytest.raises(Frozen):
            draft.save()

    def test_a_version_exists_once(self, allowance):
        with pytest.raises(IntegrityError), transaction.atomic():
            Purpose.objects.create(code="allowance", version=1, name={}, basis={}, reads=[])


class TestField:
    def test_one_value_has_one_source(self, world):
        other = DataResource.objects.get(code="allowances")
        with pytest.raises(IntegrityError), transaction.atomic():
            DataField.objects.create(
                resource=other, code="population.name", label={}, kind="text", level="L3", max_age_days=1
            )

    @pytest.mark.parametrize("wrong", [{"kind": "colour"}, {"level": "L9"}])
    def test_kind_and_level_are_kept_by_the_database(self, world, wrong):
        values = {"kind": "text", "level": "L3"} | wrong
        resource = DataResource.objects.get(code="allowances")
        with pytest.raises(IntegrityError), transaction.atomic():
            DataField.objects.create(
                resource=resource, code="allowances.x", label={}, max_age_days=1, **values
            )

    def test_a_value_is_stale_after_its_days(self, world):
        field = DataField.objects.get(code="social_cards.card_tail")
        assert not field.is_stale(AT - timedelta(days=30), AT)
        assert field.is_stale(AT - timedelta(days=30, seconds=1), AT)


class TestRequest:
    @pytest.mark.parametrize(
        ("state", "reason"),
        [("ANSWERED", "deadline"), ("UNAVAILABLE", ""), ("REFUSED", ""), ("MAYBE", "error")],
    )
    def test_only_a_failed_request_has_a_reason(self, allowance, wang, state, reason):
        with pytest.raises(IntegrityError), transaction.atomic():
            request(allowance, wang, state=state, reason=reason)

    def test_a_person_sees_what_was_asked_about_them_and_nobody_else_does(self, allowance, wang, li):
        row = request(allowance, wang)
        assert list(DataRequest.objects.visible_to(citizen(wang))) == [row]
        assert not DataRequest.objects.visible_to(citizen(li)).exists()

    def test_a_department_sees_what_it_was_asked(self, allowance, wang):
        row = request(allowance, wang)
        assert list(DataRequest.objects.visible_to(staff_of("public_security"))) == [row]
        assert not DataRequest.objects.visible_to(staff_of("civil_affairs")).exists()

    def test_a_request_about_nobody_is_seen_by_no_citizen(self, allowance, wang):
        request(allowance, None)
        assert not DataRequest.objects.visible_to(citizen(wang)).exists()
        assert not DataRequest.objects.visible_to(Actor(Role.CITIZEN, user_id=1)).exists()
        assert not DataRequest.objects.visible_to(Actor(Role.STAFF, user_id=1)).exists()

    def test_the_system_sees_all(self, allowance, wang):
        request(allowance, wang)
        request(allowance, None)
        assert DataRequest.objects.visible_to(SYSTEM).count() == 2


SETTLED = {
    "state": "SETTLED",
    "closed_at": AT,
    "outcome": "RIGHT",
    "answer": "登记无误。",
    "answered_by": "STAFF:1",
}


class TestDispute:
    def make(self, person, **changes) -> Dispute:
        field = DataField.objects.select_related("resource__department").get(code="population.birth_on")
        values = {"words": "错了", "opened_at": AT, "due_on": AT.date(), "source": source()} | changes
        return Dispute.objects.create(
            person=person, field=field, department=field.resource.department, **values
        )

    def test_the_words_are_sealed(self, wang):
        dispute = self.make(wang, words="我生于三月")
        sealed = Dispute.objects.values_list("words", flat=True).get(pk=dispute.pk)
        assert "三月".encode() not in bytes(sealed)
        assert Dispute.objects.get(pk=dispute.pk).words == "我生于三月"

    def test_one_open_dispute_per_value_and_person(self, wang, li):
        self.make(wang)
        self.make(li)
        with pytest.raises(IntegrityError), transaction.atomic():
            self.make(wang)

    def test_after_the_end_of_one_there_may_be_another(self, wang):
        self.make(wang, state="WITHDRAWN", closed_at=AT)
        self.make(wang, **SETTLED)
        assert self.make(wang).state == "OPEN"

    @pytest.mark.parametrize("wrong", [{"closed_at": AT}, {"state": "SETTLED"}, {"state": "MAYBE"}])
    def test_a_closed_dispute_says_when(self, wang, wrong):
        with pytest.raises(IntegrityError), transaction.atomic():
            self.make(wang, **wrong)

    @pytest.mark.parametrize(
        "wrong", [{"outcome": ""}, {"outcome": "MAYBE"}, {"answer": None}, {"answered_by": "SYSTEM"}]
    )
    def test_it_is_settled_by_a_person_in_words(self, wang, wrong):
        with pytest.raises(IntegrityError), transaction.atomic():
            self.make(wang, **{**SETTLED, **wrong})

    def test_seen_by_the_person_and_the_department_that_answers(self, wang, li):
        dispute = self.make(wang)
        assert list(Dispute.objects.visible_to(citizen(wang))) == [dispute]
        assert list(Dispute.objects.visible_to(staff_of("public_security"))) == [dispute]
        assert not Dispute.objects.visible_to(citizen(li)).exists()
        assert not Dispute.objects.visible_to(staff_of("civil_affairs")).exists()
        assert not Dispute.objects.visible_to(SYSTEM).exists()
