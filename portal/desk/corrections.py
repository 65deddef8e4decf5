"""补正 at the desk: marking what is wrong, place by place with words for each, and what was asked and answered so far.

All of it is asked at once (Administrative Licensing Law art. 32(4)), so the form shows every place there is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.desk.act_forms import ActForm, Lines
from portal.desk.places import Place
from services.applications.models import Application, Correction

LONGEST = 500


@dataclass(frozen=True)
class Asked:
    """One marked place of a correction, what was wrong with it, and the applicant's answer, empty while it is awaited."""

    label: str
    words: str
    reply: str


@dataclass(frozen=True)
class Round:
    correction: Correction
    points: Sequence[Asked]


def rounds_of(application: Application, places: Sequence[Place]) -> list[Round]:
    """Every correction that was asked for, the oldest first."""
    known = {place.code: place for place in places}
    return [
        Round(each, [_asked(each, point, known) for point in each.points])
        for each in application.corrections.all()
    ]


def _asked(correction: Correction, point: Mapping[str, str], known: Mapping[str, Place]) -> Asked:
    place, reply = known.get(point["code"]), ""
    if correction.answered_at and point["kind"] == "QUESTION":
        reply = place.stands if place else ""
    elif correction.answered_at:
        reply = (correction.replies or {}).get(point["code"], "")
    return Asked(place.label if place else point["code"], point["words"], reply)


class CorrectForm(ActForm):
    """A box to mark each place, and words for each that is marked."""

    nothing = {"points": []}

    def __init__(
        self, data: Any = None, *, application: Application, act: str, places: Sequence[Place] = ()
    ) -> None:
        super().__init__(data, application=application, act=act, places=places)
        for place in places:
            self.fields[f"mark-{place.code}"] = forms.BooleanField(label=place.label, required=False)
            self.fields[f"words-{place.code}"] = forms.CharField(
                label=gettext_lazy("What is wrong, and what the applicant can do"),
                required=False,
                max_length=LONGEST,
                widget=Lines(2),
            )

    def rows(self) -> list[tuple[Place, forms.BoundField, forms.BoundField]]:
        return [(place, self[f"mark-{place.code}"], self[f"words-{place.code}"]) for place in self.places]

    def clean(self) -> dict[str, Any]:
        marked = [place for place in self.places if self.cleaned_data.get(f"mark-{place.code}")]
        if not marked:
            raise forms.ValidationError(_("Mark at least one place that is to be put right."))
        for place in marked:
            name = f"words-{place.code}"
            if name in self.cleaned_data and not self.cleaned_data[name]:
                self.add_error(name, _("Write what is wrong: %(place)s.") % {"place": place.label})
        return self.cleaned_data

    def given(self) -> dict[str, Any]:
        given = {place.code: self.cleaned_data[f"words-{place.code}"] for place in self._marked()}
        return {"points": [{"code": code, "words": words} for code, words in given.items()]}

    def _marked(self) -> list[Place]:
        return [place for place in self.places if self.cleaned_data[f"mark-{place.code}"]]
