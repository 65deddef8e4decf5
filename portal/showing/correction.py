"""补正 as its citizen sees it: the places a caseworker marked, what is wrong there, what stands there, how to answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.showing.known import Known, known_groups
from services.applications.models import Application, Correction
from services.eforms.question import Question


@dataclass(frozen=True)
class Place:
    """One marked place: a question to answer again, or a value only its department can change, about which one writes."""

    code: str
    words: str
    question: Question | None
    known: Known | None
    given: Any
    error: str


def places_of(
    application: Application,
    correction: Correction,
    *,
    given: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
) -> list[Place]:
    """`given`: what has been typed and came back with `errors`; otherwise the answer as it stands."""
    questions = {question.code: question for question in application.form.questions}
    known = {each.field.code: each for group in known_groups(application) for each in group.values}
    standing = {**(application.answers or {}), **(given or {})}
    return [
        Place(
            code := point["code"],
            point["words"],
            questions.get(code),
            known.get(code),
            standing.get(code, ""),
            (errors or {}).get(code, ""),
        )
        for point in correction.points
    ]
