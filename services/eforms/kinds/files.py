"""Papers that no department holds: handed in before as files, named here by their ids."""

from typing import TYPE_CHECKING, Any

from services.eforms.cleaning import plain
from services.eforms.kinds.kind import Kind, Schema, both, joined
from services.eforms.world import World
from services.texts import Text

if TYPE_CHECKING:
    from services.eforms.question import Question


class Files(Kind):
    """The answer is a list of ids of uploads. `at_most` is how many, one where nothing is said."""

    name = "file"
    takes = frozenset({"at_least", "at_most"})

    def coerce(self, question: "Question", raw: Any) -> Any:
        if isinstance(raw, str):
            raw = plain(raw).split()
        if not isinstance(raw, list):
            return raw
        given = [each.strip().lower() if isinstance(each, str) else each for each in raw]
        return [each for each in given if each not in ("", None)] or None

    def schema(self, question: "Question") -> Schema:
        return {
            "type": "array",
            "items": {"type": "string", "format": "uuid"},
            "uniqueItems": True,
            "minItems": question.at_least or 1,
            "maxItems": question.at_most or 1,
        }

    def beyond(self, question: "Question", answer: Any, world: World) -> tuple[str, Any] | None:
        there = world.files.get(question.code, {})
        return None if all(each in there for each in answer) else ("not_uploaded", "")

    def shown(self, question: "Question", answer: Any, world: World) -> Text:
        there = world.files.get(question.code, {})
        ids = answer if isinstance(answer, list) else [answer]
        return joined([both(there.get(str(each), str(each))) for each in ids])
