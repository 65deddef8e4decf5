"""A group of questions that is asked once for each child, vehicle or job. Its entries are small forms of their own."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from services.eforms.cleaning import plain
from services.eforms.kinds.kind import Kind, Schema, both
from services.eforms.world import World
from services.texts import Text

if TYPE_CHECKING:
    from services.eforms.question import Question

MOST_ENTRIES = 20
SHELL: Schema = {"type": "object"}


class Group(Kind):
    """The answer is a list of objects, code of the question -> answer. What is in them `judging` looks at, entry by entry."""

    name = "group"
    takes = frozenset({"questions", "at_least", "at_most", "entry"})

    def coerce(self, question: "Question", raw: Any) -> Any:
        if isinstance(raw, str):
            return plain(raw) or None
        if not isinstance(raw, list):
            return raw
        entries = [_entry(question, each) if isinstance(each, Mapping) else each for each in raw]
        return [entry for entry in entries if entry not in ({}, None)] or None

    def schema(self, question: "Question") -> Schema:
        inner = question.questions
        known = {each.code: each.schema() for each in inner}
        required = [each.code for each in inner if each.required and each.only_if is None]
        entry = {**SHELL, "additionalProperties": False, "required": required, "properties": known}
        return {**self.judged(question), "items": entry}

    def judged(self, question: "Question") -> Schema:
        """Of an entry only that it is one: its questions have sentences of their own."""
        most = question.at_most or MOST_ENTRIES
        return {"type": "array", "minItems": question.at_least or 1, "maxItems": most, "items": SHELL}

    def shown(self, question: "Question", answer: Any, world: World) -> Text:
        if not isinstance(answer, list) or not all(isinstance(entry, Mapping) for entry in answer):
            return both(str(answer))
        lines = [_line(question, entry, world) for entry in answer]
        return {tongue: "\n".join(line[tongue] for line in lines) for tongue in ("zh", "en")}


def _entry(question: "Question", raw: Mapping[str, Any]) -> dict[str, Any]:
    inner = {each.code: each for each in question.questions}
    read = {code: inner[code].coerce(value) if code in inner else value for code, value in raw.items()}
    return {code: value for code, value in read.items() if value is not None}


def _line(question: "Question", entry: Mapping[str, Any], world: World) -> Text:
    said = [
        (each.label, each.shown(entry[each.code], world)) for each in question.questions if each.code in entry
    ]
    return {
        "zh": "，".join(f"{label['zh']}：{words['zh']}" for label, words in said),
        "en": "; ".join(f"{label['en']}: {words['en']}" for label, words in said),
    }
