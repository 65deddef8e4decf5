"""Answers that are chosen: yes or no, one of some, several of some."""

from typing import TYPE_CHECKING, Any

from services.eforms.cleaning import plain
from services.eforms.kinds.kind import Kind, Schema, both, joined
from services.eforms.kinds.texts import yes_or_no
from services.eforms.world import World
from services.texts import Text

if TYPE_CHECKING:
    from services.eforms.question import Question

YES_NO = {True: {"zh": "是", "en": "Yes"}, False: {"zh": "否", "en": "No"}}


class YesNo(Kind):
    name = "yes_no"

    def coerce(self, question: "Question", raw: Any) -> Any:
        return yes_or_no(raw)

    def schema(self, question: "Question") -> Schema:
        return {"type": "boolean"}

    def shown(self, question: "Question", answer: Any, world: World) -> Text:
        return YES_NO[answer] if isinstance(answer, bool) else both(str(answer))


class OneOf(Kind):
    name = "one_of"
    takes = frozenset({"options"})

    def coerce(self, question: "Question", raw: Any) -> Any:
        return plain(raw) or None if isinstance(raw, str) else raw

    def schema(self, question: "Question") -> Schema:
        return {"enum": list(question.options)}

    def shown(self, question: "Question", answer: Any, world: World) -> Text:
        return question.options.get(str(answer)) or both(str(answer))


class SeveralOf(Kind):
    """The answer is a list of codes. Nothing ticked is no answer."""

    name = "several_of"
    takes = frozenset({"options", "at_least", "at_most"})

    def coerce(self, question: "Question", raw: Any) -> Any:
        if isinstance(raw, str):
            raw = [raw]
        if not isinstance(raw, list):
            return raw
        chosen = [plain(each) if isinstance(each, str) else each for each in raw]
        return [each for each in chosen if each not in ("", None)] or None

    def schema(self, question: "Question") -> Schema:
        return {
            "type": "array",
            "items": {"enum": list(question.options)},
            "uniqueItems": True,
            "minItems": question.at_least or 1,
            "maxItems": question.at_most or len(question.options),
        }

    def parts(self, answer: Any) -> list[Any]:
        return answer if isinstance(answer, list) else [answer]

    def shown(self, question: "Question", answer: Any, world: World) -> Text:
        codes = answer if isinstance(answer, list) else [answer]
        return joined([question.options.get(str(code)) or both(str(code)) for code in codes])
