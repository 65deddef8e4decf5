"""The right value of a disputed field, as its officer chooses or types it: what would not come in is refused here.

A value of a list is chosen in words and never typed, for a register that says 是 where it should say YES is not understood.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from portal.showing.here import here
from services.sharing.answers import comes_in
from services.sharing.models import DataField

LONGEST = 200
LABEL = _("The right value, into the register")
HINT = _("Only here in the demonstration: the register is a program, and this tells it what is right.")
UNFIT = _("The portal would not let this value in. Please write it as the register keeps it.")
Kind = DataField.Kind


class RightValue(forms.Form):
    """`value`: as the register is told it; empty where nothing is to be written."""

    use_required_attribute = False

    def __init__(self, field: DataField, data: Any = None) -> None:
        super().__init__(data, auto_id="%s")
        self.of = field
        self.fields["value"] = KINDS[field.kind](field)

    def clean_value(self) -> Any:
        given = self.cleaned_data["value"]
        if given in (None, "", []):
            return ""
        value = given.isoformat() if self.of.kind == Kind.DATE else given
        if not comes_in(self.of, value, now()):
            raise forms.ValidationError(UNFIT)
        return value


def _one(field: DataField) -> forms.Field:
    nothing = ("", _("Nothing: it has been corrected there already"))
    return forms.ChoiceField(
        choices=[nothing, *_labels(field)], error_messages={"invalid_choice": UNFIT}, **_same()
    )


def _several(field: DataField) -> forms.Field:
    return forms.MultipleChoiceField(
        choices=_labels(field),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": UNFIT},
        **_same(),
    )


def _day(field: DataField) -> forms.Field:
    said = {"invalid": _("Give the day, such as 2026-03-15.")}
    return forms.DateField(widget=forms.DateInput({"type": "date"}), error_messages=said, **_same())


def _number(field: DataField) -> forms.Field:
    said = {"invalid": _("Give a whole number, without words.")}
    return forms.IntegerField(error_messages=said, **_same())


def _text(field: DataField) -> forms.Field:
    said = {"max_length": _("Please say it in %(longest)d characters at most.") % {"longest": LONGEST}}
    return forms.CharField(max_length=LONGEST, error_messages=said, **_same())


def _labels(field: DataField) -> list[tuple[str, str]]:
    return [(code, here(words) or code) for code, words in field.values.items()]


def _same() -> dict[str, Any]:
    return {"required": False, "label": LABEL, "help_text": HINT}


KINDS: dict[str, Callable[[DataField], forms.Field]] = {
    Kind.ENUM: _one,
    Kind.PREDICATE: _one,
    Kind.LIST: _several,
    Kind.DATE: _day,
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
}
