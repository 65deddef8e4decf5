"""Trying a version: with facts typed into a form, and with its examples. Nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.desk.rules.cells import Choice, outcomes
from portal.desk.rules.reading import stored, version_of
from portal.desk.site import site
from portal.showing.rule_table import table_of_run
from services.rules.cells import normalise
from services.rules.decide import Conclusion, decide
from services.rules.examples import Example, agrees, parse_examples
from services.rules.exchange.grids import read_value
from services.rules.models import RuleVersion
from services.rules.queries import compiled
from services.rules.schema import FactSchema, FactType
from services.rules.table import Table
from services.texts import Text, in_language


@dataclass(frozen=True)
class Fact:
    name: str
    label: Text
    value: str
    choices: list[Choice]
    hint: str


class Ending(NamedTuple):
    code: str
    amount_fen: int


@dataclass(frozen=True)
class Tried:
    place: int
    facts: list[tuple[str, str]]
    wanted: Ending
    got: Ending
    agrees: bool


@site.page("rules/<uuid:pk>/try/", "desk_rule_try")
def rule_try(request: HttpRequest, pk: UUID) -> HttpResponse:
    """By GET: nothing is changed, and a link to a case can be passed on. Facts of nobody: they are typed here."""
    version = version_of(request, pk)
    table, parsed = compiled(version)
    schema = FactSchema(tuple(fact for each in table.columns if (fact := parsed.get(each.name))))
    given = {fact.name: normalise(request.GET.get(fact.name, "")) for fact in schema}
    conclusion = decide(table, _values(schema, given)) if request.GET else None
    context = {
        "version": version,
        "facts": [_fact(fact, given[fact.name]) for fact in schema],
        "conclusion": conclusion,
        "outcome": dict(outcomes())[conclusion.outcome] if conclusion else "",
        "says": version.texts.get(conclusion.code) if conclusion else None,
        "rule_table": _shown(version, conclusion),
        "examples": _examples(version, table, schema),
        **site.each_context(request),
    }
    return render(request, "desk/rule_try.html", context)


def _values(schema: FactSchema, given: Mapping[str, str]) -> dict[str, Any]:
    return {fact.name: read_value(fact.kind, given[fact.name]) for fact in schema if given[fact.name]}


def _shown(version: RuleVersion, conclusion: Conclusion | None) -> object:
    return table_of_run(version, conclusion.to_body()["rows"], conclusion.code) if conclusion else None


def _fact(fact: FactType, value: str) -> Fact:
    language = get_language() or "zh"
    codes = fact.values or (("true", "false") if fact.kind == "boolean" else ())
    choices = [
        (code, in_language(fact.value_labels.get(code, {"zh": code, "en": code}), language)) for code in codes
    ]
    hint = _("Such as 2026-03-31.") if fact.kind == "date" else ""
    return Fact(fact.name, fact.label, value, [("", _("not known")), *choices] if choices else [], hint)


def _examples(version: RuleVersion, table: Table, schema: FactSchema) -> list[Tried]:
    found = parse_examples(stored(version).examples, schema)
    return [
        _tried(place, each, decide(table, each.facts), _said(each, schema))
        for place, each in enumerate(found, 1)
    ]


def _tried(place: int, example: Example, got: Conclusion, facts: list[tuple[str, str]]) -> Tried:
    wanted, got_ = (Ending(each.code, each.amount_fen) for each in (example, got))
    return Tried(place, facts, wanted, got_, agrees(got, example))


def _said(example: Example, schema: FactSchema) -> list[tuple[str, str]]:
    return [fact.said(example.facts[fact.name]) for fact in schema if fact.name in example.facts]
