"""What a caseworker fills in for each act. The words of a field are the citizen's to read, and its label says so.

Each form stands on the same page, so its fields carry the act's name in their ids; `given()` is what the action takes.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.desk.places import Place
from services.applications.actions.decide import amounts_of
from services.applications.models import Application, Decision
from services.applications.record import amount

WORDS, HISTORY = 1000, 200  # characters: of what the citizen reads, of a line in the history


class ActForm(forms.Form):
    """Without fields: an act that needs no words. `nothing`: values for the action when there is no form to fill, so that
    a try at somebody else's application still comes before the action, which refuses it on record."""

    use_required_attribute = False  # what is missing is said in our words, not the browser's
    nothing: ClassVar[Mapping[str, Any]] = {}
    always: ClassVar[Mapping[str, Any]] = {}

    def __init__(
        self, data: Any = None, *, application: Application, act: str, places: Sequence[Place] = ()
    ) -> None:
        super().__init__(data, auto_id=f"{act}-%s")
        self.application, self.places = application, places

    @property
    def request_key(self) -> UUID:
        """The key the page carried; without a proper one every press is an act of its own."""
        try:
            return UUID(self.data.get("request_key", ""))
        except ValueError:
            return uuid4()

    def given(self) -> dict[str, Any]:
        return {**self.cleaned_data, **self.always}

    def written(self) -> list[str]:
        """Whatever words were typed, to be shown again where the form no longer stands."""
        texts = [name for name, field in self.fields.items() if isinstance(field.widget, forms.Textarea)]
        return [words for name in texts if (words := str(self.data.get(name, "")).strip())]


class Lines(forms.Textarea):
    """As wide as its column, so without the width in characters that HTML would give it."""

    def __init__(self, rows: int) -> None:
        super().__init__({"rows": rows})
        del self.attrs["cols"]


def words_field(label: Any, missing: Any, hint: Any = "", longest: int = WORDS) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        widget=Lines(3),
        error_messages={"required": missing},
    )


THE_APPLICANT_READS_IT = _("The applicant reads it as it stands.")


class TakeOverForm(ActForm):
    nothing = {"reason": ""}
    reason = words_field(
        _("Why you take it over"), _("Write why you take it over."), _("It stays in the history."), HISTORY
    )


class DeclineForm(ActForm):
    nothing = {"reason": ""}
    reason = words_field(
        _("Why it is not taken on, and who is competent"),
        _("Write why it is not taken on."),
        THE_APPLICANT_READS_IT,
    )


class SuspendForm(ActForm):
    nothing = {"reason": ""}
    reason = words_field(
        _("What is waited for, and about how long"),
        _("Write what is waited for."),
        _("A hearing, an inspection or an expert review. The applicant reads it as it stands."),
        HISTORY,
    )


class RefuseForm(ActForm):
    nothing = {"outcome": Decision.Outcome.REFUSED, "reason": ""}
    always = {"outcome": Decision.Outcome.REFUSED}
    reason = words_field(
        _("Which condition is not met, and how you know"),
        _("Write why it is refused. The applicant has a right to the reason."),
        THE_APPLICANT_READS_IT,
    )


class ApproveForm(ActForm):
    nothing = {"outcome": Decision.Outcome.APPROVED, "reason": ""}
    always = {"outcome": Decision.Outcome.APPROVED}
    amount_fen = forms.TypedChoiceField(
        label=_("Amount"),
        coerce=int,
        error_messages={
            "required": _("Choose the amount that is approved."),
            "invalid_choice": _("Choose one of the amounts."),
        },
    )
    reason = words_field(
        _("What you looked at, and why it is in order"),
        _("Write why it is approved."),
        THE_APPLICANT_READS_IT,
    )

    def __init__(
        self, data: Any = None, *, application: Application, act: str, places: Sequence[Place] = ()
    ) -> None:
        super().__init__(data, application=application, act=act, places=places)
        offered = sorted(amounts_of(application))
        if not offered:
            del self.fields["amount_fen"]
            return
        choices = [(fen, _("%s yuan a month") % amount(fen)) for fen in offered]
        self.fields["amount_fen"].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]


class NoteForm(ActForm):
    nothing = {"words": ""}
    words = words_field(
        _("Write a note"),
        _("Write something."),
        _("For colleagues. The applicant does not see it, and no decision rests on it."),
    )
