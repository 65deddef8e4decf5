"""The places of an application that may be wrong: the questions that were asked, and the fields that its purpose reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.showing.known import Group
from services.applications.models import Application
from services.applications.uploads import files_of
from services.departments.queries import region_name
from services.eforms.question import Question
from services.eforms.world import World
from services.sharing.models import DataField
from services.texts import in_language


@dataclass(frozen=True)
class Place:
    """`stands`: what it says now, in the language of the page."""

    code: str
    label: str
    stands: str


def places_of(application: Application, groups: Sequence[Group]) -> list[Place]:
    """Questions first, then the fields in the order of the purpose, also those nobody gave."""
    known = {each.field.code: each.text for group in groups for each in group.values}
    reads = [read["field"] for read in application.content["purpose"]["reads"]]
    labels = dict(DataField.objects.filter(code__in=reads).values_list("code", "label"))
    fields = [
        Place(code, _text(labels.get(code)) or code, known.get(code) or _("not known")) for code in reads
    ]
    return [*answers_of(application), *fields]


def answers_of(application: Application) -> list[Place]:
    """The questions that were asked, and the answers as they stand."""
    answers = application.answers or {}
    asked = application.form.visible(answers)
    world = World(region=region_name, files=files_of(application, ever=True))
    return [Place(each.code, _text(each.label), said(each, answers.get(each.code), world)) for each in asked]


def said(question: Question, answer: Any, world: World) -> str:
    if answer is None:
        return _("no answer")
    return _text(question.shown(answer, world))


def _text(text: Mapping[str, str] | None) -> str:
    return in_language(text, get_language() or "zh")
