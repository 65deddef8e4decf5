"""What stands against a version: a draft before it can be submitted, any other since the world has moved on under it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.timezone import localdate

from portal.desk.rules.cells import label_of
from services.catalogue.forbidden import forbidden_facts
from services.rules.compose import compose
from services.rules.examples import check_examples, parse_examples
from services.rules.exchange.content import Content
from services.rules.lint import forbidden_problems
from services.rules.models import RuleSet, RuleVersion
from services.rules.problems import RuleErrors, RuleProblem


def findings(version: RuleVersion, content: Content) -> Sequence[RuleProblem]:
    """Of a draft the cheap half of the gate: facts, rows, cells and lint; then examples. The second engine is asked when it
    is submitted. Of any other version what nobody may look at any more."""
    forbidden = _forbidden([version.rule_set])[version.rule_set.code]
    if version.state != RuleVersion.State.DRAFT:
        return list(forbidden_problems(version.facts, forbidden))
    try:
        composed = compose(content.facts, content.rows, forbidden)
        return check_examples(composed.table, parse_examples(content.examples, composed.schema))
    except RuleErrors as error:
        return error.problems


def named(problem: RuleProblem, facts: Mapping[str, Any]) -> RuleProblem:
    """The same, with the column called as its heading is."""
    return replace(problem, column=label_of(facts, problem.column))


def closed_since(rule_sets: Collection[RuleSet]) -> set[int]:
    """The rule sets of which a version that decides, or will, looks at what nobody may look at any more."""
    forbidden = _forbidden(rule_sets)
    return {each.pk for each in rule_sets if _asked(each) & set(forbidden[each.code])}


def _asked(rule_set: RuleSet) -> set[str]:
    published = [each for each in rule_set.versions.all() if each.state == RuleVersion.State.PUBLISHED]
    return {name for version in published for name in version.facts}


def _forbidden(rule_sets: Collection[RuleSet]) -> Mapping[str, Collection[str]]:
    return forbidden_facts([each.code for each in rule_sets], localdate())
