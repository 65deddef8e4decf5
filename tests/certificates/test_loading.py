"""Certificate types from published data: what is wrong is told at once and with its place."""

from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist

from services.certificates.loading import BadCertificateType, TypeProblem, load_type, problems
from services.certificates.models import Certificate, CertificateType
from services.departments.models import Department
from services.people.models import Person
from tests.certificates.conftest import certify


def places(data: dict[str, Any]) -> list[str]:
    return [problem.field for problem in problems(data)]


def test_the_block_of_a_package_is_in_order(allowance_data: dict[str, Any]) -> None:
    assert problems(allowance_data) == []


def test_a_type_is_stored_with_its_issuer(allowance: CertificateType, civil_affairs: Department) -> None:
    stored = CertificateType.objects.get(code="old-age-allowance")
    assert (stored.issuer, stored.valid_months, stored.template) == (civil_affairs, 12, "certificate")


def test_loading_twice_is_loading_once(
    allowance: CertificateType, civil_affairs: Department, allowance_data: dict[str, Any]
) -> None:
    assert load_type(allowance_data, issuer=civil_affairs) == allowance
    assert CertificateType.objects.count() == 1


def test_a_changed_statement_is_taken_over(
    allowance: CertificateType, civil_affairs: Department, allowance_data: dict[str, Any]
) -> None:
    load_type({**allowance_data, "statement": {"zh": "兹证明{name}。"}}, issuer=civil_affairs)
    allowance.refresh_from_db()
    assert allowance.statement == {"zh": "兹证明{name}。"}


def test_a_type_without_end_and_without_english_is_in_order(allowance_data: dict[str, Any]) -> None:
    del allowance_data["valid_months"]
    assert problems({**allowance_data, "name": {"zh": "证明"}, "statement": {"zh": "{name}"}}) == []


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"code": "Old Age"}, "code"),
        ({"code": "../secret"}, "code"),
        ({"type_code": "11990100MB0000002X"}, "type_code"),
        ({"type_code": "11990100MB0000003X001"}, "type_code"),
        ({"type_code": None}, "type_code"),
        ({"name": {}}, "name"),
        ({"name": {"en": "Certificate"}}, "name"),
        ({"name": "证明"}, "name"),
        ({"name": {"zh": "证明", "fr": "Certificat"}}, "name"),
        ({"name": {"zh": ["证明"]}}, "name"),
        ({"fields": None}, "fields"),
        ({"fields": {"name": "amount"}}, "fields"),
        ({"valid_months": 0}, "valid_months"),
        ({"valid_months": -3}, "valid_months"),
        ({"valid_months": "12"}, "valid_months"),
        ({"valid_months": True}, "valid_months"),
        ({"valid_months": 100_000}, "valid_months"),
        ({"template": "none-such"}, "template"),
        ({"template": "../messages/letter"}, "template"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_entry_is_named(allowance_data: dict[str, Any], changed: dict[str, Any], place: str) -> None:
    assert place in places({**allowance_data, **changed})


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ({"name": "Amount", "label": {"zh": "金额"}}, "fields.0.name"),
        ({"name": "amount.real", "label": {"zh": "金额"}}, "fields.0.name"),
        ({"name": "id_no", "label": {"zh": "证号"}}, "fields.0.name"),
        ({"label": {"zh": "金额"}}, "fields.0.name"),
        ("amount", "fields.0.name"),
        ({"name": "amount"}, "fields.0.label"),
        ({"name": "amount", "label": {"en": "Amount"}}, "fields.0.label"),
        ({"name": "amount", "label": {"zh": "金额"}, "secret": True}, "fields.0"),
    ],
)
def test_a_wrong_field_is_named(allowance_data: dict[str, Any], field: object, place: str) -> None:
    allowance_data |= {"fields": [field], "statement": {"zh": "{name}"}}
    assert places(allowance_data) == [place]


def test_two_fields_cannot_have_one_name(allowance_data: dict[str, Any]) -> None:
    allowance_data["fields"].append({"name": "amount", "label": {"zh": "金额"}})
    assert problems(allowance_data) == [TypeProblem("fields.3.name", "amount is taken")]


def test_a_gap_nobody_fills_is_an_error_of_that_language(allowance_data: dict[str, Any]) -> None:
    allowance_data["statement"]["en"] = "receives {amonut} yuan"
    (problem,) = problems(allowance_data)
    assert problem.field == "statement.en"
    assert "{amonut} is not known here" in problem.message


def test_a_statement_cannot_reach_into_objects(allowance_data: dict[str, Any]) -> None:
    allowance_data["statement"]["zh"] = "{name.__class__.__mro__}"
    assert places(allowance_data) == ["statement.zh"]


def test_everything_wrong_is_told_at_once(allowance_data: dict[str, Any], civil_affairs: Department) -> None:
    allowance_data |= {"code": "", "valid_months": 0}
    with pytest.raises(BadCertificateType, match=r"code: .*; valid_months: ") as refused:
        load_type(allowance_data, issuer=civil_affairs)
    assert len(refused.value.problems) == 2
    with pytest.raises(ObjectDoesNotExist):
        CertificateType.objects.get()


def test_empty_data_are_only_wrong() -> None:
    assert {"code", "type_code", "name", "fields", "statement"} <= set(places({}))


def test_one_type_code_belongs_to_one_type(
    allowance: CertificateType, civil_affairs: Department, allowance_data: dict[str, Any]
) -> None:
    with pytest.raises(BadCertificateType, match="type_code: belongs to another type"):
        load_type({**allowance_data, "code": "another"}, issuer=civil_affairs)


def test_before_the_first_certificate_code_and_issuer_may_change(
    allowance: CertificateType, social_insurance: Department, allowance_data: dict[str, Any]
) -> None:
    load_type({**allowance_data, "type_code": "11990100MB0000010Q002"}, issuer=social_insurance)
    allowance.refresh_from_db()
    assert (allowance.type_code, allowance.issuer) == ("11990100MB0000010Q002", social_insurance)


def test_afterwards_neither_changes(
    allowance: CertificateType, wang: Person, social_insurance: Department, allowance_data: dict[str, Any]
) -> None:
    certify(wang)
    with pytest.raises(BadCertificateType) as refused:
        load_type({**allowance_data, "type_code": "11990100MB0000010Q002"}, issuer=social_insurance)
    assert [problem.field for problem in refused.value.problems] == ["type_code", "issuer"]


def test_a_certificate_keeps_its_words_when_its_type_gets_others(
    certificate: Certificate, civil_affairs: Department, allowance_data: dict[str, Any]
) -> None:
    load_type({**allowance_data, "name": {"zh": "另一种证明"}}, issuer=civil_affairs)
    certificate.refresh_from_db()
    assert certificate.wording["title"]["zh"] == "高龄津贴资格证明"
