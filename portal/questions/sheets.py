"""How the questions of a form are spread over pages.

One or two stand on the check page itself. More have pages of their own before it: one question a page in elder mode, up to
four in the standard one; a group and a paper to hand in always stand alone.
"""

from collections.abc import Sequence

from services.eforms.form import Form
from services.eforms.question import Question

Sheet = list[Question]
ALONE = {"group", "file"}
MOST, MOST_BESIDE = 4, 2
IN_ELDER_MODE = 1


def stands_beside(form: Form, *, elder: bool) -> bool:
    """Whether the questions stand on the check page. Also those that are not asked yet count: a page does not move."""
    most = IN_ELDER_MODE if elder else MOST_BESIDE
    return len(form.questions) <= most and not any(each.kind in ALONE for each in form.questions)


def sheets(questions: Sequence[Question], *, elder: bool) -> list[Sheet]:
    most = IN_ELDER_MODE if elder else MOST
    found: list[Sheet] = []
    for question in questions:
        alone = question.kind in ALONE or not found or found[-1][0].kind in ALONE
        if alone or len(found[-1]) == most:
            found.append([question])
        else:
            found[-1].append(question)
    return found


def sheet_with(code: str, questions: Sequence[Question], *, elder: bool) -> Sheet:
    """Empty where no such question is asked."""
    return next(
        (sheet for sheet in sheets(questions, elder=elder) if code in {each.code for each in sheet}), []
    )


def after(sheet: Sheet, questions: Sequence[Question]) -> str | None:
    """The question that follows: an answer may have brought it up in the middle of the sheet. None: no more."""
    codes = [each.code for each in questions]
    seen = {each.code for each in sheet}
    first = min((codes.index(code) for code in seen if code in codes), default=0)
    return next((code for code in codes[first:] if code not in seen), None)
