"""Which facts a table asks for: their kinds, their code lists, and the words the citizen reads about them.

Unknown is a value, never a hole: an enum fact that can be unknown has the code `UNKNOWN` in its list. What
a fact is derived from, and when, is not known here (services/applications).
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self, cast, get_args

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from services.rules.problems import RuleErrors, RuleProblem, raise_any
from services.texts import LANGUAGES, Text, in_language

Kind = Literal["boolean", "number", "enum", "date"]
UNKNOWN = "UNKNOWN"
MOST_FACTS = 30
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_VALUE = re.compile(r'[^"\\]{1,60}')
_KEYS = {"kind", "values", "label", "condition", "value_labels"}


@dataclass(frozen=True)
class FactType:
    """`condition` says in words what an approval needs of this fact ("Aged 70 or over")."""

    name: str
    kind: Kind
    values: tuple[str, ...]
    label: Text
    condition: Text
    value_labels: Mapping[str, Text]

    def said(self, value: Any) -> tuple[str, str]:
        """The fact and that value of it, in the words people know both by."""
        language, written = get_language() or "zh", value if isinstance(value, str) else json.dumps(value)
        return in_language(self.label, language), in_language(
            self.value_labels.get(written, written), language
        )

    def to_block(self) -> dict[str, Any]:
        block: dict[str, Any] = {
            "kind": self.kind,
            "label": dict(self.label),
            "condition": dict(self.condition),
        }
        if self.values:
            block["values"] = list(self.values)
        if self.value_labels:
            block["value_labels"] = {code: dict(text) for code, text in self.value_labels.items()}
        return block


@dataclass(frozen=True)
class FactSchema:
    """The facts in the order of the page. A JSON column forgets that order: the table's columns keep it."""

    facts: tuple[FactType, ...]

    @classmethod
    def parse(cls, block: Mapping[str, Any]) -> Self:
        """name -> `{kind, label, condition, values, value_labels}` (docs/rules.md). Raises `RuleErrors`."""
        if not isinstance(block, Mapping) or not 1 <= len(block) <= MOST_FACTS:
            message = _("Name between 1 and %(most)s facts, each with its kind, label and condition.")
            raise RuleErrors([RuleProblem("", "", message % {"most": MOST_FACTS})])
        raise_any(problem for name, given in block.items() for problem in _problems(name, given))
        return cls(tuple(_fact(name, given) for name, given in block.items()))

    def to_block(self) -> dict[str, Any]:
        return {fact.name: fact.to_block() for fact in self.facts}

    def get(self, name: str) -> FactType | None:
        return next((fact for fact in self.facts if fact.name == name), None)

    def __iter__(self) -> Iterator[FactType]:
        return iter(self.facts)


def is_text(value: object) -> bool:
    """Whether it has words in every language, without control characters or halves of characters."""
    return (
        isinstance(value, Mapping) and set(value) == set(LANGUAGES) and all(map(_is_wording, value.values()))
    )


def _is_wording(value: object) -> bool:
    if not isinstance(value, str) or not value.strip():
        return False
    return not any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in value)


def _fact(name: str, given: Mapping[str, Any]) -> FactType:
    return FactType(
        name=name,
        kind=cast(Kind, given["kind"]),
        values=tuple(given.get("values", ())),
        label=dict(given["label"]),
        condition=dict(given["condition"]),
        value_labels={code: dict(text) for code, text in given.get("value_labels", {}).items()},
    )


def _problems(name: object, given: object) -> Iterator[RuleProblem]:
    for message in _messages(name, given):
        yield RuleProblem("", str(name), message)


def _messages(name: object, given: object) -> Iterator[str]:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        yield _("A fact's name is small letters, digits and _, such as hukou_city, at most 40 of them.")
    if not isinstance(given, Mapping):
        yield _("Give kind, label and condition.")
        return
    if unknown := sorted(str(key) for key in given if key not in _KEYS):
        yield _("%(keys)s: no such key. Remove it or correct its spelling.") % {"keys": ", ".join(unknown)}
    for key in ("label", "condition"):
        if not is_text(given.get(key)):
            yield _("%(key)s needs words in zh and en, on one line.") % {"key": key}
    if given.get("kind") not in get_args(Kind):
        yield _("kind is one of boolean, number, enum, date.")
    else:
        yield from _value_messages(given["kind"], given)


def _value_messages(kind: Kind, given: Mapping[str, Any]) -> Iterator[str]:
    values, labels = given.get("values", []), given.get("value_labels", {})
    if kind == "enum":
        yield from _code_list_messages(values)
    elif values:
        yield _("Only an enum has values. Remove them or write kind: enum.")
    wanted = {"enum": values, "boolean": ["true", "false"]}.get(kind, [])
    if not isinstance(labels, Mapping) or not all(map(is_text, labels.values())):
        yield _("value_labels gives each value its words in zh and en.")
    elif isinstance(wanted, list) and set(labels) != set(map(str, wanted)):
        names = ", ".join(map(str, wanted)) or "-"
        yield _("value_labels must name exactly: %(values)s. Write the names in quotes.") % {"values": names}


def _code_list_messages(values: object) -> Iterator[str]:
    if not isinstance(values, list) or not values:
        yield _("An enum needs its list of values.")
    elif not all(isinstance(value, str) for value in values):
        yield _('Write every value in quotes, such as "YES": YAML reads YES, NO and 1 otherwise.')
    elif len(set(values)) < len(values) or not all(map(_is_code, values)):
        yield _("Every value once, without quotes, backslashes, outer spaces or full-width signs inside.")


def _is_code(value: str) -> bool:
    tidy = unicodedata.normalize("NFKC", value).strip()
    return bool(_VALUE.fullmatch(value)) and value == tidy and _is_wording(value)
