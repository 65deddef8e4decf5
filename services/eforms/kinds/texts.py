"""Answers in words: a text, and a declaration that one ticks."""

from typing import TYPE_CHECKING, Any

from services.eforms.cleaning import plain
from services.eforms.kinds.kind import Kind, Schema, both
from services.eforms.world import World
from services.texts import Text

if TYPE_CHECKING:
    from services.eforms.question import Question


class Words(Kind):
    """`longest` above 200 is asked in several lines."""

    name = "text"
    takes = frozenset({"shortest", "longest"})

    def coerce(self, question: "Question", raw: Any) -> Any:
        return plain(raw) or None if isinstance(raw, str) else raw

    def schema(self, question: "Question") -> Schema:
        return {"type": "string", "minLength": question.shortest, "maxLength": question.longest}

    def reason(self, keyword: str, answer: Any) -> str:
        return keyword if answer else self.missing


class Declaration(Kind):
    """A sentence one stands by. Not ticking is no answer to it."""

    name = "declaration"
    missing = "const"

    def coerce(self, question: "Question", raw: Any) -> Any:
        return yes_or_no(raw)

    def schema(self, question: "Question") -> Schema:
        return {"const": True}

    def shown(self, question: "Question", answer: Any, world: World) -> Text:
        return {"zh": "已确认", "en": "Confirmed"} if answer is True else both(str(answer))


def yes_or_no(raw: Any) -> Any:
    """The words of the page; other words are not guessed."""
    if not isinstance(raw, str):
        return raw
    text = plain(raw)
    return {"yes": True, "on": True, "no": False}.get(text, text or None)
