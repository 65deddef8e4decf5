"""Certificate types from published data (the `certificate` block of an item package).

    code: old-age-allowance
    type_code: 11990100MB0000002X001
    name: {zh: 高龄津贴资格证明, en: …}
    fields: [{name: amount, label: {zh: 每月金额}, hidden: true}, …]
    statement: {zh: "兹证明{name}（身份证号 {id_no}）……每月 {amount} 元。", en: …}
    valid_months: 3      # or nothing: no end
    template: certificate

Everything wrong is told at once, with the place. Loading the same again changes nothing; a type that has certificates
keeps its code and its issuer.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from stdnum.cn import uscc

from services.certificates.identifiers import TYPE_CODE
from services.certificates.models import CertificateType
from services.certificates.statements import NAME, BadPattern, gaps
from services.certificates.wording import GIVEN
from services.departments.models import Department
from services.texts import LANGUAGES

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
LONGEST_VALIDITY = 1200  # months
ALLOWED = {"code", "type_code", "name", "fields", "statement", "valid_months", "template"}


@dataclass(frozen=True)
class TypeProblem:
    """`field` is the place in the data, such as `fields.0.label` or `statement.zh`."""

    field: str
    message: str


class BadCertificateType(ValueError):
    def __init__(self, problems: list[TypeProblem]) -> None:
        super().__init__("; ".join(f"{problem.field}: {problem.message}" for problem in problems))
        self.problems = problems


def load_type(data: Mapping[str, Any], *, issuer: Department) -> CertificateType:
    """The stored type, made or brought up to date. Raises `BadCertificateType`."""
    found = problems(data)
    if not found:
        found = list(_settled(data, issuer))
    if found:
        raise BadCertificateType(found)
    kind, _ = CertificateType.objects.update_or_create(
        code=data["code"],
        defaults={
            "type_code": data["type_code"],
            "name": data["name"],
            "issuer": issuer,
            "fields": data["fields"],
            "statement": data["statement"],
            "valid_months": data.get("valid_months"),
            "template": data.get("template", "certificate"),
        },
    )
    return kind


def problems(data: Mapping[str, Any]) -> list[TypeProblem]:
    """All that is wrong with the data themselves; touches no database."""
    return [
        *(TypeProblem(name, "is not known here") for name in sorted(set(data) - ALLOWED)),
        *_codes(data),
        *_text("name", data.get("name")),
        *_fields(data.get("fields")),
        *_statement(data),
        *_rest(data),
    ]


def _codes(data: Mapping[str, Any]) -> Iterator[TypeProblem]:
    if not CODE.fullmatch(str(data.get("code", ""))):
        yield TypeProblem("code", "must be lower-case words joined by hyphens")
    type_code = str(data.get("type_code", ""))
    if not TYPE_CODE.fullmatch(type_code):
        yield TypeProblem("type_code", "must be a credit code of 18 characters and 3 digits (GB/T 36904)")
    elif not uscc.is_valid(type_code[:18]):
        yield TypeProblem(
            "type_code", f"{type_code[:18]} is not a credit code: its check character is wrong (GB 32100)"
        )


def _text(place: str, text: object) -> Iterator[TypeProblem]:
    if not isinstance(text, Mapping) or not text.get("zh"):
        yield TypeProblem(place, "must have a text in Chinese: {zh: …}")
    elif unknown := sorted(set(text) - set(LANGUAGES)):
        yield TypeProblem(place, f"{', '.join(unknown)}: not a language of the pages")
    elif not all(isinstance(each, str) for each in text.values()):
        yield TypeProblem(place, "must hold texts")


def _fields(fields: object) -> Iterator[TypeProblem]:
    if not isinstance(fields, list):
        yield TypeProblem("fields", "must be a list")
        return
    seen: set[str] = set()
    for index, field in enumerate(fields):
        place = f"fields.{index}"
        if not isinstance(field, Mapping) or not NAME.fullmatch(str(field.get("name", ""))):
            yield TypeProblem(f"{place}.name", "must be a plain lower-case name")
            continue
        if field["name"] in GIVEN | seen:
            yield TypeProblem(f"{place}.name", f"{field['name']} is taken")
        if unknown := sorted(set(field) - {"name", "label", "hidden"}):
            yield TypeProblem(place, f"{', '.join(unknown)}: not known here")
        yield from _text(f"{place}.label", field.get("label"))
        seen.add(field["name"])


def _statement(data: Mapping[str, Any]) -> Iterator[TypeProblem]:
    statement = data.get("statement")
    if wrong := list(_text("statement", statement)):
        yield from wrong
        return
    fields = data.get("fields")
    own = (
        {str(field.get("name")) for field in fields if isinstance(field, Mapping)}
        if isinstance(fields, list)
        else set()
    )
    for language, pattern in (statement or {}).items():
        try:
            gaps(pattern, GIVEN | own)
        except BadPattern as problem:
            yield TypeProblem(f"statement.{language}", str(problem))


def _rest(data: Mapping[str, Any]) -> Iterator[TypeProblem]:
    months = data.get("valid_months")
    if months is not None and not (type(months) is int and 1 <= months <= LONGEST_VALIDITY):
        yield TypeProblem("valid_months", f"must be a whole number from 1 to {LONGEST_VALIDITY}, or nothing")
    template = data.get("template", "certificate")
    try:
        if not CODE.fullmatch(str(template)):
            raise TemplateDoesNotExist(str(template))
        get_template(f"certificates/{template}.html")
    except TemplateDoesNotExist:
        yield TypeProblem("template", f"templates/certificates/{template}.html does not exist")


def _settled(data: Mapping[str, Any], issuer: Department) -> Iterator[TypeProblem]:
    """What certificates already issued, and other types, do not allow to change."""
    if CertificateType.objects.filter(type_code=data["type_code"]).exclude(code=data["code"]).exists():
        yield TypeProblem("type_code", "belongs to another type")
    earlier = CertificateType.objects.filter(code=data["code"], certificates__isnull=False).first()
    if earlier and earlier.type_code != data["type_code"]:
        yield TypeProblem("type_code", f"certificates have been issued under {earlier.type_code}")
    if earlier and earlier.issuer_id != issuer.pk:
        yield TypeProblem("issuer", f"certificates have been issued by {earlier.issuer.code}")
