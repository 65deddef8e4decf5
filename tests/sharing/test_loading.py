"""Loading registers and purposes: twice is once, and nothing wrong gets in."""

from typing import Any

import pytest

from services.catalogue.loading import shared_data
from services.departments.models import Department
from services.sharing.loading import load_purpose, load_resources
from services.sharing.models import DataField, DataResource, Purpose
from services.sharing.problems import BadSharingData
from tests.sharing.conftest import WHY, purpose_block

LABEL = {"zh": "名", "en": "Name"}


def register(**field: Any) -> dict[str, Any]:
    one = {"code": "size", "kind": "number", "level": "L2", "max_age_days": 3, "label": LABEL} | field
    return {"resources": [{"code": "shoes", "department": "civil_affairs", "name": LABEL, "fields": [one]}]}


def places(error: pytest.ExceptionInfo[BadSharingData]) -> list[tuple[object, ...]]:
    return [problem.place for problem in error.value.problems]


class TestResources:
    def test_the_shipped_registers_are_loaded_with_their_departments(self, world):
        field = DataField.objects.get(code="population.birth_on")
        assert (field.kind, field.level, field.max_age_days) == ("date", "L3", 1)
        assert field.resource.department.code == "public_security"
        assert field.label["zh"] == "出生日期"

    def test_twice_is_once(self, world):
        rows = [
            *DataResource.objects.values_list(),
            *DataField.objects.values_list(),
            *Purpose.objects.values_list(),
        ]
        assert load_resources(shared_data()) == []
        assert rows == [
            *DataResource.objects.values_list(),
            *DataField.objects.values_list(),
            *Purpose.objects.values_list(),
        ]

    def test_what_is_new_is_named(self, world):
        assert load_resources(register()) == ["shoes", "shoes.size"]
        assert load_resources(register()) == []

    def test_what_changed_is_named_and_nothing_else(self, world):
        load_resources(register())
        assert load_resources(register(max_age_days=9)) == ["shoes.size"]
        assert DataField.objects.get(code="shoes.size").max_age_days == 9

    def test_what_is_no_longer_named_stays(self, world):
        load_resources(register())
        load_resources({"resources": []})
        assert DataField.objects.filter(code="shoes.size").exists()

    def test_a_register_may_set_its_own_limit_for_disputes(self, world):
        data = register()
        data["resources"][0]["correction_days"] = 21
        load_resources(data)
        assert DataResource.objects.get(code="shoes").correction_days == 21
        load_resources(register())
        assert DataResource.objects.get(code="shoes").correction_days == 21

    @pytest.mark.parametrize(
        ("field", "where"),
        [
            ({"kind": "colour"}, "kind"),
            ({"level": "L5"}, "level"),
            ({"kind": "enum"}, "values"),
            ({"kind": "list", "values": {}}, "values"),
            ({"kind": "predicate", "values": {"YES": LABEL, "NO": LABEL}}, "values"),
        ],
    )
    def test_a_field_out_of_form_is_refused_with_its_place(self, world, field, where):
        with pytest.raises(BadSharingData) as error:
            load_resources(register(**field))
        assert places(error) == [("resources", 0, "fields", 0, where)]
        assert not DataResource.objects.filter(code="shoes").exists()

    def test_a_department_nobody_knows_is_refused(self, world):
        data = register()
        data["resources"][0]["department"] = "treasury"
        with pytest.raises(
            BadSharingData, match=r"resources\.0\.department: there is no department treasury"
        ):
            load_resources(data)

    def test_all_problems_are_told_at_once(self, world):
        with pytest.raises(BadSharingData) as error:
            load_resources(register(kind="colour", level="L5"))
        assert len(error.value.problems) == 2

    def test_a_bad_purpose_takes_the_registers_back(self, world):
        data = register() | {"purposes": [purpose_block("p", shoes__colour="VALUE")]}
        with pytest.raises(BadSharingData):
            load_resources(data)
        assert not DataResource.objects.filter(code="shoes").exists()


class TestPurposes:
    def test_a_purpose_is_frozen_from_the_start(self, allowance):
        assert allowance.frozen
        assert str(allowance) == "allowance@1"

    def test_twice_is_once(self, world):
        block = purpose_block("p", population__name="VALUE")
        assert load_purpose(block).pk == load_purpose(block).pk

    def test_another_version_stands_beside_the_first(self, world):
        first = load_purpose(purpose_block("p", 1, population__name="VALUE"))
        second = load_purpose(purpose_block("p", 2, population__birth_on="VALUE"))
        first.refresh_from_db()
        assert first.reads[0]["field"] == "population.name"
        assert second.version == 2

    def test_other_content_under_the_same_version_is_refused(self, world):
        load_purpose(purpose_block("p", population__name="VALUE"))
        with pytest.raises(BadSharingData, match="p@1 is frozen with other content; write version 2"):
            load_purpose(purpose_block("p", population__birth_on="VALUE"))

    @pytest.mark.parametrize(
        ("reads", "message"),
        [
            ({"population__shoe_size": "VALUE"}, "no resource has the field"),
            ({"population__name": "SCAN"}, "is not one of"),
            ({"population__name": "DOCUMENT"}, "no register hands over documents"),
            ({"population__identity_matches": "VALUE"}, "a predicate is read as PREDICATE"),
            ({"population__identity_matches": "MASKED"}, "a predicate is read as PREDICATE"),
            ({"population__birth_on": "PREDICATE"}, "and nothing else is"),
            ({"population__birth_on": "MASKED"}, "only a text can be masked"),
        ],
    )
    def test_what_cannot_be_read_is_refused(self, world, reads, message):
        with pytest.raises(BadSharingData, match=message):
            load_purpose(purpose_block("p", **reads))
        assert not Purpose.objects.filter(code="p").exists()

    def test_a_field_is_read_once(self, world):
        block = purpose_block("p", population__name="VALUE")
        block["reads"] *= 2
        with pytest.raises(BadSharingData, match="read twice"):
            load_purpose(block)

    @pytest.mark.parametrize("why", [{}, {"zh": "因为"}, {"zh": "因为", "en": ""}])
    def test_the_person_is_told_why_in_both_languages(self, world, why):
        block = purpose_block("p", population__name="VALUE")
        block["reads"][0]["why"] = why
        with pytest.raises(BadSharingData, match="both languages"):
            load_purpose(block)
        block["reads"][0]["why"] = WHY
        assert load_purpose(block)


def test_nothing_is_loaded_without_departments(db):
    assert not Department.objects.exists()
    with pytest.raises(BadSharingData):
        load_resources(shared_data())
    assert not DataResource.objects.exists()
