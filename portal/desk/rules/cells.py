"""One field of the sheet: what may stand in it, how it is called for people who hear it, and what is wrong with it.

Codes and yes or no are chosen from a list. An enum with many codes is typed, because a list of all their combinations would
be longer than anybody reads; its codes stand beside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from portal.desk.rules.sheet import Sheet
from services.rules.problems import RuleProblem
from services.rules.table import Outcome
from services.texts import in_language

MOST_COMBINED = 4  # codes: 4 make 14 choices
LANGUAGES = ("zh", "en")
RESULT = ("code", "outcome", "amount_fen", *LANGUAGES)
Choice = tuple[str, str]
Block = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """`choices`: (value, words), empty where it is typed. `codes`: what may be typed."""

    name: str
    column: str
    label: str
    value: str
    choices: Sequence[Choice] = ()
    codes: Sequence[str] = ()
    findings: Sequence[str] = ()
    was: str | None = None
    nothing: str = ""

    @property
    def words(self) -> str:
        """To read; `nothing` says what an empty cell means."""
        return dict(self.choices).get(self.value, self.value) or self.nothing


@dataclass(frozen=True)
class Line:
    place: int
    number: int
    fields: Sequence[Field]
    findings: Sequence[str] = field(default=())

    @property
    def code(self) -> str:
        """Of the row, or of the row an example must end in."""
        return next(each.value for each in self.fields if each.column == "code")

    @property
    def gist(self) -> str:
        """What a folded line says beside its code: its words, or the facts of the example."""
        words = {each.column: each.words for each in self.fields if each.column in LANGUAGES}
        facts = (each.words for each in self.fields if each.column not in RESULT)
        if words:
            return in_language(words, get_language() or "zh")
        return pgettext("between the parts of a list", ", ").join(facts)

    @property
    def is_open(self) -> bool:
        """Where somebody has to look: a new line, and one that was saved otherwise meanwhile."""
        return not self.code or any(each.was is not None for each in self.fields)


def lines_of(
    sheet: Sheet, part: str, problems: Sequence[RuleProblem] = (), other: Sheet | None = None
) -> list[Line]:
    """`other`: what is stored meanwhile; fields that differ say what stands there."""
    stored = other.tables[part] if other else []
    makers = [_Maker(sheet, part, place, name) for place, name in enumerate(sheet.columns[part])]
    return [
        _line(at, line, makers, _about(problems, part, at, line), stored[at] if at < len(stored) else line)
        for at, line in enumerate(sheet.tables[part])
    ]


def headings(sheet: Sheet, part: str) -> list[str]:
    return [label_of(sheet.content.facts, name) for name in sheet.columns[part]]


class _Maker:
    def __init__(self, sheet: Sheet, part: str, place: int, name: str) -> None:
        self.part, self.place, self.name = part, place, name
        self.label = label_of(sheet.content.facts, name)
        block = sheet.content.facts.get(name, {})
        used = dict.fromkeys(line[place] for line in sheet.tables[part])
        self.choices = list(_choices(name, block, part, used))
        self.codes = [f'"{code}"' for code in block.get("values", ())] if not self.choices else []
        self.nothing = _nothing(part) if block else ""

    def make(self, at: int, value: str, findings: Sequence[str], was: str | None) -> Field:
        return Field(
            f"{self.part}-{at}-{self.place}",
            self.name,
            self.label,
            value,
            self.choices,
            self.codes,
            findings,
            was,
            self.nothing,
        )


def _about(problems: Sequence[RuleProblem], part: str, at: int, line: Sequence[str]) -> list[RuleProblem]:
    """What was found in this row, by its code, or its place where it has none. Examples are named in the summary."""
    names = {line[0], f"#{at + 1}"} - {""}
    return [each for each in problems if part == "r" and each.row in names]


def _line(
    at: int,
    line: Sequence[str],
    makers: Sequence[_Maker],
    found: Sequence[RuleProblem],
    stored: Sequence[str],
) -> Line:
    fields = []
    for maker, value, there in zip(makers, line, stored, strict=True):
        said = [each.message for each in found if _column(each.column) == maker.name]
        fields.append(maker.make(at, value, said, None if there == value else there))
    names = {maker.name for maker in makers}
    return Line(at, at + 1, fields, [each.message for each in found if _column(each.column) not in names])


def _column(name: str) -> str:
    return {"says": "zh", "then": "outcome"}.get(name, name)


def label_of(facts: Mapping[str, Any], name: str) -> str:
    """The heading of that column; a name that is no column of this version stays as it is."""
    if name in facts:
        return in_language(facts[name]["label"], get_language() or "zh")
    return {
        "code": _("Code of the row"),
        "outcome": _("Conclusion"),
        "amount_fen": _("Amount in fen"),
        "zh": _("Words in Chinese"),
        "en": _("Words in English"),
    }.get(name, name)


def outcomes() -> list[Choice]:
    return [
        (Outcome.APPROVE, _("Approve")),
        (Outcome.REVIEW, _("A person decides")),
        (Outcome.PROPOSE_REFUSAL, _("A person decides, refusal proposed")),
    ]


def _choices(name: str, block: Block, part: str, used: Mapping[str, None]) -> Iterator[Choice]:
    """Whatever stands in the column already can be kept, even if it is wrong."""
    offered = dict(_offered(name, block, part))
    if not offered:
        return
    yield from offered.items()
    yield from ((value, value) for value in used if value not in offered)


def _nothing(part: str) -> str:
    """An empty cell of a row asks nothing; an example without a value is about one that nobody knows."""
    return _("any") if part == "r" else _("not known")


def _offered(name: str, block: Block, part: str) -> Iterator[Choice]:
    if name == "outcome":
        yield from outcomes()
    kind, labels = block.get("kind"), block.get("value_labels", {})
    words = {code: in_language(text, get_language() or "zh") for code, text in labels.items()}
    if kind == "boolean":
        yield "", _nothing(part)
        yield from ((code, words.get(code, code)) for code in ("true", "false"))
    elif kind == "enum" and part == "e":
        yield "", _nothing(part)
        yield from ((code, words[code]) for code in block["values"])
    elif kind == "enum" and len(block["values"]) <= MOST_COMBINED:
        yield "", _nothing(part)
        yield from _cells(block["values"], words)


def _cells(codes: Sequence[str], words: Mapping[str, str]) -> Iterator[Choice]:
    for size in range(1, len(codes)):
        for some in combinations(codes, size):
            yield ", ".join(f'"{code}"' for code in some), _(" or ").join(words[code] for code in some)
    if len(codes) > 1:
        yield from ((f'!= "{code}"', _("not “%(value)s”") % {"value": words[code]}) for code in codes)
