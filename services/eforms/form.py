"""Questions as data: parsed from an item version, shown one way, judged one way, for pages and machines alike.

First the visible questions are computed from the answers (a hidden question has no answer), then each answer is judged by
its own JSON Schema, so that every fault names its question. Kinds so far: text, one_of, yes_no, phone, declaration.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import jsonschema_rs

from services.texts import Text

Answers = Mapping[str, Any]
SEPARATORS = re.compile(r"[\s\-‐-―]")
COUNTRY = re.compile(r"^(\+|00)?86(?=1[0-9]{10}$)")
INVISIBLE = {
    "Cc",
    "Cf",
    "Cs",
    "Zl",
    "Zp",
    "Zs",
}  # categories of Unicode; unassigned and private ones may be names
MOBILE = re.compile(r"1[3-9][0-9]{9}")
FORMATS = {"cn-mobile": lambda text: bool(MOBILE.fullmatch(text))}


@dataclass(frozen=True)
class Question:
    """`only_if` names another question and the answers under which this one is asked."""

    code: str
    kind: str
    label: Text
    required: bool = True
    hint: Text = field(default_factory=dict)
    why: Text = field(default_factory=dict)
    options: Mapping[str, Text] = field(default_factory=dict)
    default: Any = None
    longest: int = 200
    only_if: tuple[str, tuple[Any, ...]] | None = None

    @classmethod
    def parse(cls, block: Mapping[str, Any]) -> "Question":
        """Options come as a list: their order is that of the page, and databases do not keep the order of names."""
        condition = block.get("only_if")
        plain = {name: value for name, value in block.items() if name not in {"only_if", "options"}}
        return cls(
            **plain,
            options={option["code"]: option["label"] for option in block.get("options", [])},
            only_if=(condition["question"], tuple(condition["is"])) if condition else None,
        )

    def schema(self) -> dict[str, Any]:
        """JSON Schema 2020-12 of one answer."""
        schemas: dict[str, dict[str, Any]] = {
            "text": {"type": "string", "minLength": 1, "maxLength": self.longest},
            "one_of": {"enum": list(self.options)},
            "yes_no": {"type": "boolean"},
            "phone": {"type": "string", "format": "cn-mobile"},
            "declaration": {"const": True},
        }
        return schemas[self.kind]

    @cached_property
    def validator(self) -> Any:
        return jsonschema_rs.validator_for(
            {"$schema": "https://json-schema.org/draft/2020-12/schema", **self.schema()},
            validate_formats=True,
            formats=FORMATS,
            ignore_unknown_formats=False,
        )


@dataclass(frozen=True)
class Form:
    questions: tuple[Question, ...] = ()

    @classmethod
    def parse(cls, blocks: list[dict[str, Any]]) -> "Form":
        return cls(tuple(Question.parse(block) for block in blocks))

    def visible(self, answers: Answers) -> tuple[Question, ...]:
        """In order; a question hangs on an earlier visible one only."""
        shown: dict[str, Question] = {}
        for question in self.questions:
            if question.only_if is None:
                shown[question.code] = question
                continue
            asked, wanted = question.only_if
            if asked in shown and answers.get(asked) in wanted:
                shown[question.code] = question
        return tuple(shown.values())


def coerce(question: Question, raw: Any) -> Any:
    """What a person typed, as the answer it means. Full-width digits, stray spaces and dashes and the country's code are no
    mistakes in a number; the words of a text stay as they were written. Nothing visible is no answer."""
    if not isinstance(raw, str):
        return raw
    if question.kind == "phone":
        return COUNTRY.sub("", SEPARATORS.sub("", unicodedata.normalize("NFKC", raw))) or None
    text = _plain(raw)
    if question.kind in {"yes_no", "declaration"}:
        return {"yes": True, "on": True, "no": False}.get(text, text or None)
    return text or None


def _plain(raw: str) -> str:
    """Without control characters and edges of spaces; empty where nothing can be seen. Rare characters stay."""
    kept = (c for c in unicodedata.normalize("NFC", raw) if c in "\n\t" or unicodedata.category(c) != "Cc")
    text = "".join(kept).strip()
    return text if any(unicodedata.category(c) not in INVISIBLE for c in text) else ""
