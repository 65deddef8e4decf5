"""Numbers and sums of money."""

import re
from typing import TYPE_CHECKING, Any

from services.eforms.cleaning import half_width
from services.eforms.kinds.kind import Kind, Schema, both
from services.eforms.world import World
from services.texts import Text

if TYPE_CHECKING:
    from services.eforms.question import Question

GROUPED = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
WRITTEN = re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?")
MINUS = re.compile(r"^[−‐-―]\s*")
SIGNS = re.compile(r"^(¥|￥|CNY|RMB)\s*|\s*(元|圆|yuan|CNY|RMB)$", re.IGNORECASE)
LARGEST = 10**15 - 1  # every whole number up to here survives any reader of JSON
CENTS = 2


def written(raw: str) -> str | None:
    """The digits of a number that somebody typed, or None: no powers, no words, commas only where thousands end."""
    text = MINUS.sub("-", half_width(raw)).replace(" ", "")
    text = text.replace(",", "") if GROUPED.fullmatch(text) else text
    return text if WRITTEN.fullmatch(text) else None


class Number(Kind):
    """A whole number, or one with up to `decimals` places."""

    name = "number"
    takes = frozenset({"least", "most", "decimals", "unit"})

    def coerce(self, question: "Question", raw: Any) -> Any:
        if not isinstance(raw, str):
            return raw
        digits = written(raw)
        if digits is None:
            return half_width(raw) or None
        value = float(digits)
        return int(value) if value.is_integer() else value

    def schema(self, question: "Question") -> Schema:
        places = question.decimals
        form: Schema = {"type": "number", "multipleOf": 10**-places} if places else {"type": "integer"}
        return {**form, **bounds(question.least, question.most, floor=-LARGEST)}

    def limit(self, value: Any) -> Text:
        return both(f"{value:,}" if is_number(value) else str(value))

    def shown(self, question: "Question", answer: Any, world: World) -> Text:
        text = f"{answer:,}" if is_number(answer) else str(answer)
        if not question.unit:
            return both(text)
        return {tongue: f"{text} {unit}" for tongue, unit in question.unit.items()}


class Money(Kind):
    """The answer is in fen, a whole number; people write yuan with two decimals at most. `least` and `most` are in fen."""

    name = "money"
    takes = frozenset({"least", "most"})

    def coerce(self, question: "Question", raw: Any) -> Any:
        if not isinstance(raw, str):
            return raw
        text = SIGNS.sub("", half_width(raw))
        digits = written(text)
        if digits is None or len(digits.partition(".")[2]) > CENTS:
            return half_width(raw) or None
        yuan, _, rest = digits.partition(".")
        return int(yuan + rest.ljust(CENTS, "0"))

    def schema(self, question: "Question") -> Schema:
        return {"type": "integer", **bounds(question.least, question.most, floor=0)}

    def limit(self, value: Any) -> Text:
        return both(in_yuan(value) if is_number(value) else str(value))

    def shown(self, question: "Question", answer: Any, world: World) -> Text:
        if not is_number(answer):
            return both(str(answer))
        return {"zh": f"{in_yuan(answer)} 元", "en": f"{in_yuan(answer)} yuan"}


def bounds(least: float | None, most: float | None, *, floor: int) -> Schema:
    return {"minimum": floor if least is None else least, "maximum": LARGEST if most is None else most}


def in_yuan(fen: float) -> str:
    """1,000 or 300.50, as the page writes it."""
    sign, (yuan, rest) = "-" if fen < 0 else "", divmod(abs(int(fen)), 100)
    return f"{sign}{yuan:,}" + (f".{rest:02}" if rest else "")


def is_number(answer: Any) -> bool:
    return isinstance(answer, int | float) and not isinstance(answer, bool)
