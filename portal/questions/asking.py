"""A question as it stands on a page: with what was typed, what is wrong with it, and the template that draws its kind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language

from portal.questions.reading import PREFIX
from services.departments.models import Region
from services.eforms.form import Form
from services.eforms.judging import Objection
from services.eforms.kinds.groups import MOST_ENTRIES
from services.eforms.question import DEFAULT_LONGEST, Question
from services.texts import in_language

REGION_LENGTH = 6  # of GB/T 2260; streets have nine
NUMERIC = {"inputmode": "numeric"}
# kind -> attributes of its one line of input
LINES: Mapping[str, Mapping[str, str]] = {
    "text": {},
    "number": {"inputmode": "decimal", "css": "short"},
    "money": {"inputmode": "decimal", "css": "short"},
    "date": {"css": "short", "example": "2026-03-08"},
    "partial_date": {"css": "short", "example": "1958-03"},
    "phone": {"type": "tel", "inputmode": "tel", "autocomplete": "tel"},
    "id_number": {},
    "credit_code": {},
    "bank_account": {**NUMERIC, "autocomplete": "cc-number"},
}


@dataclass(frozen=True)
class Asked:
    """`name` is that of its input and its place on the page. `heading`: the label is the heading of the page."""

    question: Question
    name: str
    answer: Any = None
    error: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    entries: Sequence[Sequence["Asked"]] = ()
    heading: bool = False
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def takes_more(self) -> bool:
        return len(self.files) < (self.question.at_most or 1)

    @property
    def template(self) -> str:
        kind = self.question.kind
        if kind == "text" and self.question.longest > DEFAULT_LONGEST:
            return "questions/lines.html"
        return "questions/line.html" if kind in LINES else f"questions/{kind}.html"

    @property
    def line(self) -> Mapping[str, str]:
        return LINES.get(self.question.kind, {})

    @property
    def typed(self) -> str:
        """The answer as one would type it."""
        if self.answer is None:
            return ""
        if self.question.kind == "money" and isinstance(self.answer, int):
            yuan, rest = divmod(abs(self.answer), 100)
            return f"{'-' if self.answer < 0 else ''}{yuan}" + (f".{rest:02}" if rest else "")
        return str(self.answer)

    @property
    def chosen(self) -> list[Any]:
        return self.answer if isinstance(self.answer, list) else []

    @property
    def parts(self) -> Mapping[str, Any]:
        return self.answer if isinstance(self.answer, Mapping) else {}

    @property
    def region_error(self) -> str:
        return self.errors.get(f"{self.name}.region", "")

    @property
    def detail_error(self) -> str:
        return self.errors.get(f"{self.name}.detail", "")

    @property
    def regions(self) -> list[Region]:
        """Those an address may name: the smallest there are, of the part of the country that is asked for."""
        found = Region.objects.filter(code__startswith=self.question.within).order_by("code")
        districts = [region for region in found if len(region.code) == REGION_LENGTH]
        above = {region.parent_id for region in districts}
        return [region for region in districts if region.code not in above]

    @property
    def told(self) -> dict[str, str]:
        """What is wrong with it and with its parts, by place."""
        return {
            name: words
            for name, words in self.errors.items()
            if name == self.name or name.startswith(f"{self.name}.")
        }

    @property
    def may_grow(self) -> bool:
        return len(self.entries) < (self.question.at_most or MOST_ENTRIES)


def asked(
    questions: Iterable[Question],
    answers: Mapping[str, Any],
    errors: Mapping[str, str],
    *,
    prefix: str = PREFIX,
    more: str = "",
    heading: bool = False,
    files: Mapping[str, Mapping[str, str]] | None = None,
) -> list[Asked]:
    """`errors`: by the place of the input. `more`: the group that gets one entry more."""
    return [
        Asked(
            question,
            name := prefix + question.code,
            answers.get(question.code, question.default),
            errors.get(name, ""),
            errors,
            _entries(question, answers.get(question.code), errors, name, grows=more == question.code),
            heading,
            (files or {}).get(question.code, {}),
        )
        for question in questions
    ]


def _entries(
    question: Question, answer: Any, errors: Mapping[str, str], name: str, *, grows: bool
) -> list[list[Asked]]:
    if not question.questions:
        return []
    given = [entry for entry in answer if isinstance(entry, Mapping)] if isinstance(answer, list) else []
    blank: list[Mapping[str, Any]] = [{}] * max(int(grows), (question.at_least or 1) - len(given), 0)
    form = Form(question.questions)
    return [
        asked(form.visible(entry), entry, errors, prefix=f"{name}.{number}.")
        for number, entry in enumerate([*given, *blank])
    ]


def sentences(objections: Iterable[Objection]) -> dict[str, str]:
    """Place of the input -> what is wrong with it, in the language of the page."""
    language = get_language() or "zh"
    return {PREFIX + each.question: in_language(each.says, language) for each in objections}
