"""What a kind of question is: how an answer is read, judged, said to be wrong, and shown back.

A kind holds no state of its own. What an author may say about a question of this kind stands in `takes`, so that a package
with a field the kind would ignore is refused.
"""

from typing import TYPE_CHECKING, Any, ClassVar

from services.eforms.world import World
from services.texts import Text

if TYPE_CHECKING:
    from services.eforms.question import Question

Schema = dict[str, Any]


class Kind:
    name: ClassVar[str]
    takes: ClassVar[frozenset[str]] = frozenset()
    missing: ClassVar[str] = "required"  # the reason that stands for no answer at all

    def coerce(self, question: "Question", raw: Any) -> Any:
        """What was given, as the answer it means; None where nothing was. What cannot be read stays, to be judged."""
        return raw

    def schema(self, question: "Question") -> Schema:
        """JSON Schema 2020-12 of one answer, as clients may read it."""
        raise NotImplementedError

    def judged(self, question: "Question") -> Schema:
        """The schema that an answer is judged by, where parts of it are judged one by one."""
        return self.schema(question)

    def reason(self, keyword: str, answer: Any) -> str:
        """The reason a keyword stands for; most stand for themselves."""
        return keyword

    def beyond(self, question: "Question", answer: Any, world: World) -> tuple[str, Any] | None:
        """What no schema can know: days that pass, regions, files. The reason and its limit. Only of answers that keep it."""
        return None

    def parts(self, answer: Any) -> list[Any]:
        """What a condition looks at: any of several that were chosen."""
        return [answer]

    def limit(self, value: Any) -> Text:
        """What a limit is called in a sentence."""
        return both(str(value))

    def shown(self, question: "Question", answer: Any, world: World) -> Text:
        """The answer as people read it."""
        return both(str(answer))


def both(words: str) -> Text:
    """The same in every language."""
    return {"zh": words, "en": words}


def joined(parts: list[Text]) -> Text:
    return {"zh": "、".join(part["zh"] for part in parts), "en": ", ".join(part["en"] for part in parts)}
