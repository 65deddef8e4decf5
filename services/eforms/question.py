"""One question as its author wrote it, and when it is asked. How its kind reads and judges an answer: `kinds/`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

import jsonschema_rs

from services.eforms.formats import FORMATS
from services.eforms.kinds import KINDS
from services.eforms.kinds.kind import Kind
from services.eforms.world import World
from services.texts import Text

Answers = Mapping[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
DEFAULT_LONGEST = 200
FOR_VARIANTS = "variants"  # says of which variants of the item it is asked; a form is of one variant


@dataclass(frozen=True)
class Test:
    """Another question was answered so. Of several that were chosen, one is enough."""

    __test__ = False  # no test of pytest's

    question: str
    answers: tuple[Any, ...]

    def holds(self, answers: Answers, shown: Mapping[str, "Question"]) -> bool:
        if self.question not in shown:
            return False
        parts = shown[self.question].way.parts(answers.get(self.question))
        return any(part in self.answers for part in parts)


@dataclass(frozen=True)
class Condition:
    """All of the tests hold, or any of them."""

    tests: tuple[Test, ...]
    match: str = "all"

    @classmethod
    def parse(cls, block: Mapping[str, Any]) -> Self:
        match = "any" if "any" in block else "all"
        return cls(
            tuple(Test(each["question"], tuple(each["is"])) for each in block.get(match, [block])), match
        )

    def holds(self, answers: Answers, shown: Mapping[str, "Question"]) -> bool:
        found = (test.holds(answers, shown) for test in self.tests)
        return any(found) if self.match == "any" else all(found)


@dataclass(frozen=True)
class Question:
    """`where_to_find`: where the answer stands on a paper. `source`: the field of a register that answers it, where known.

    What follows `only_if` is each for some kinds (`Kind.takes`): least and most of money are in fen, `within` is the
    beginning of region codes, `entry` what one entry of a group is called.
    """

    code: str
    kind: str
    label: Text
    required: bool = True
    hint: Text = field(default_factory=dict)
    why: Text = field(default_factory=dict)
    where_to_find: Text = field(default_factory=dict)
    default: Any = None
    source: str = ""
    only_if: Condition | None = None
    options: Mapping[str, Text] = field(default_factory=dict)
    shortest: int = 1
    longest: int = DEFAULT_LONGEST
    least: float | None = None
    most: float | None = None
    decimals: int = 0
    unit: Text = field(default_factory=dict)
    earliest: str | None = None
    latest: str | None = None
    at_least: int = 0
    at_most: int = 0
    within: str = ""
    entry: Text = field(default_factory=dict)
    questions: tuple["Question", ...] = ()

    @classmethod
    def parse(cls, block: Mapping[str, Any]) -> "Question":
        """Options come as a list: their order is that of the page, and databases do not keep the order of names."""
        condition = block.get("only_if")
        parsed: dict[str, Any] = {
            "only_if": Condition.parse(condition) if condition else None,
            "options": {option["code"]: option["label"] for option in block.get("options", [])},
            "questions": tuple(cls.parse(each) for each in block.get("questions", [])),
        }
        plain = {name: value for name, value in block.items() if name != FOR_VARIANTS}
        return cls(**{**plain, **parsed})

    @property
    def way(self) -> Kind:
        return KINDS[self.kind]

    def coerce(self, raw: Any) -> Any:
        """What was given, as the answer it means; None where nothing was given."""
        return self.way.coerce(self, raw)

    def schema(self) -> dict[str, Any]:
        """JSON Schema 2020-12 of one answer."""
        return self.way.schema(self)

    def shown(self, answer: Any, world: World) -> Text:
        return self.way.shown(self, answer, world)

    @cached_property
    def validator(self) -> Any:
        return jsonschema_rs.validator_for(
            {"$schema": DIALECT, **self.way.judged(self)},
            validate_formats=True,
            formats=FORMATS,
            ignore_unknown_formats=False,
        )
