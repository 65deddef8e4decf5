"""The scores of sharing in words: what each is called, how it is counted, and how it is said where there are few cases."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from services.figures.sharing.score import COUNTS, Code, Score

TOLD: Mapping[Code, tuple[str, str]] = {
    Code.SHARE: (
        gettext_noop("Shared, by demand"),
        gettext_noop(
            "Each value weighs as much as the number of matters that wanted it in this time. It counts as shared when its "
            "register answered for it in the last seven days. What nobody wants weighs nothing."
        ),
    ),
    Code.CORE_DATA: (
        gettext_noop("Core data shared"),
        gettext_noop(
            "The same for the basic registers of people and enterprises, each wanted value counted once."
        ),
    ),
    Code.COMPATIBLE: (
        gettext_noop("Interfaces that fit"),
        gettext_noop(
            "Answers in the agreed form, signed, about the right person and without more than was asked, of all that came."
        ),
    ),
    Code.ACCURATE: (
        gettext_noop("Right values"),
        gettext_noop(
            "Values that came, less those of the wrong kind and those put right after a citizen objected."
        ),
    ),
    Code.IN_TIME: (
        gettext_noop("Answered in time"),
        gettext_noop("Questions answered before the deadline of the page, of all that were sent."),
    ),
    Code.CORRECTED_IN_TIME: (
        gettext_noop("Disputes answered on time"),
        gettext_noop(
            "Disputes answered by their last day, of all that were answered or whose day has passed."
        ),
    ),
    Code.PREDICATES: (
        gettext_noop("Only yes or no"),
        gettext_noop(
            "Answers that were a yes, a no or not known, so that the value itself never left its register."
        ),
    ),
    Code.OVER_ASKS: (
        gettext_noop("Read and not needed"),
        gettext_noop(
            "Values given for what was decided that no decision of that service can rest on. Less is better."
        ),
    ),
    Code.REPEAT_ASKS: (
        gettext_noop("Asked of citizens again"),
        gettext_noop(
            "Values a department holds and had not told by the decision, so that the citizen had to. None is best."
        ),
    ),
    Code.DENIED: (
        gettext_noop("Readings not allowed"),
        gettext_noop(
            "Values somebody wanted to read and was not let. Each stands in the list of the person it was about."
        ),
    ),
}


@dataclass(frozen=True)
class Row:
    """`tenths` of a percent, none where there are too few cases; `part` and `whole` beside it; `number` for counts."""

    title: str
    counted: str
    code: str
    tenths: int | None
    part: int
    whole: int
    number: int | None


def rows_of(found: Score) -> list[Row]:
    return [_row(code, found) for code in TOLD]


def _row(code: Code, found: Score) -> Row:
    title, counted = (_(words) for words in TOLD[code])
    if code in COUNTS:
        return Row(title, counted, code, None, 0, 0, found.counts[code])
    ratio = found.rates[code]
    tenths = ratio.tenths if found.enough(code) else None
    return Row(title, counted, code, tenths, ratio.part, ratio.whole, None)
