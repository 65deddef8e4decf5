"""What is known for one application: by register, in the order of the purpose, what changed and what is disputed marked."""

from uuid import uuid4

import pytest
from django.utils.translation import override

from portal.showing.known import known_groups
from services.applications.gathering import gather
from services.applications.models import Application
from services.sharing.actions.object_to import object_to
from services.sharing.actions.take_back import take_back
from services.sharing.models import Dispute
from tests.cast import NOON, begin

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


@pytest.fixture
def wang(citizen):
    return citizen("wang_xiulan")


def groups(draft, changed=frozenset()):
    with override("en"):
        return known_groups(
            Application.objects.select_related("item_version__purpose").get(pk=draft), changed
        )


def values(draft) -> dict[str, str]:
    return {each.field.code: each.text for group in groups(draft) for each in group.values}


class TestGroups:
    def test_there_is_one_for_each_register_with_its_department(self, wang, departments_stub):
        found = groups(begin(wang))
        assert [(group.department.code, group.resource.code) for group in found] == [
            ("public_security", "population"),
            ("civil_affairs", "allowances"),
            ("social_insurance", "social_cards"),
        ]
        assert all(group.as_of == NOON for group in found)

    def test_values_stand_in_the_order_in_which_the_purpose_reads_them(self, wang, departments_stub):
        draft = begin(wang)
        reads = Application.objects.get(pk=draft).item_version.purpose.reads
        assert list(values(draft)) == [read["field"] for read in reads]

    def test_a_department_that_was_silent_has_no_group(self, wang, departments_stub):
        departments_stub.fail("civil_affairs")
        assert [group.resource.code for group in groups(begin(wang))] == ["population", "social_cards"]

    def test_what_a_register_does_not_hold_is_not_among_what_is_known(self, citizen, departments_stub):
        known = values(begin(citizen("chen_deming"), "insurance-certificate"))
        assert known["insurance.status"] == "No record"
        assert not {"insurance.employer", "insurance.kinds"} & set(known)

    def test_the_current_value_is_shown_and_not_the_one_before(self, wang, departments_stub):
        draft = begin(wang)
        departments_stub.set("wang_xiulan", "population.hukou_address", "青石区新街 1 号")
        gather(draft, actor=wang, at=NOON)
        assert values(draft)["population.hukou_address"] == "青石区新街 1 号"


class TestMarks:
    def test_only_what_changed_is_marked(self, wang, departments_stub):
        found = groups(begin(wang), frozenset({"population.residence"}))
        assert [each.field.code for group in found for each in group.values if each.changed] == [
            "population.residence"
        ]

    def test_an_objection_stands_beside_its_value_until_it_is_taken_back(self, wang, departments_stub):
        draft = begin(wang)
        object_to(
            person_id=wang.person_id,
            field_code="population.hukou_address",
            source=f"application:{draft}",
            words="我搬家了",
            actor=wang,
            at=NOON,
            request_key=uuid4(),
        )
        disputed = [each for group in groups(draft) for each in group.values if each.dispute]
        assert [each.field.code for each in disputed] == ["population.hukou_address"]
        take_back(dispute_id=Dispute.objects.get().pk, actor=wang, at=NOON)
        assert not [each for group in groups(draft) for each in group.values if each.dispute]

    def test_somebody_elses_objection_is_not_ones_own(self, wang, citizen, departments_stub):
        li = citizen("li_jianguo")
        object_to(
            person_id=li.person_id, field_code="population.name", source="page", words="错", actor=li, at=NOON
        )
        assert not [each for group in groups(begin(wang)) for each in group.values if each.dispute]
