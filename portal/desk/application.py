"""One application at the desk, in reading order: what is asked, what is known and from where, what the rules say, what
happened; and the decision, with a reason."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from portal.desk.site import site
from portal.identity.actors import actor_of
from portal.showing.known import known_groups
from portal.showing.reasons import reasons
from portal.showing.timeline import timeline
from services.applications.actions.decide import amounts_of, decide
from services.applications.models import Application, Decision
from services.applications.models.application import FOR_PEOPLE
from services.applications.queries import whole
from services.applications.record import amount
from services.applications.states import IllegalMove
from services.certificates.queries import for_source


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[("APPROVED", _("Approve")), ("REFUSED", _("Refuse"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether to approve or to refuse.")},
    )
    amount_fen = forms.TypedChoiceField(label=_("Amount"), coerce=int, empty_value=None, required=False)
    reason = forms.CharField(
        label=_("Reason, in words the citizen understands"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Write the reason. The citizen reads it.")},
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: object, amounts: set[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if amounts:
            choices = [("", _("Choose"))] + [
                (fen, _("%s yuan a month") % amount(fen)) for fen in sorted(amounts)
            ]
            self.fields["amount_fen"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["amount_fen"]

    def clean(self) -> dict[str, object]:
        cleaned = self.cleaned_data
        if (
            cleaned.get("outcome") == "APPROVED"
            and "amount_fen" in self.fields
            and not cleaned.get("amount_fen")
        ):
            self.add_error("amount_fen", _("Choose the amount that is approved."))
        return cleaned


@site.page("applications/<uuid:pk>/", "desk_application")
def application(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = get_object_or_404(whole(actor), pk=pk)
    form = DecisionForm(request.POST or None, amounts=amounts_of(found))
    overtaken = False
    if request.method == "POST" and form.is_valid():
        try:
            decide(application_id=pk, actor=actor, at=now(), **_decision(form))
            return redirect("admin:desk_application", pk=pk)
        except IllegalMove:
            overtaken = True
    status = 409 if overtaken else 422 if form.errors else 200
    return render(request, "desk/application.html", _context(request, found, form, overtaken), status=status)


def _decision(form: DecisionForm) -> dict[str, Any]:
    data = form.cleaned_data
    approved = data["outcome"] == Decision.Outcome.APPROVED
    return {
        "outcome": Decision.Outcome(data["outcome"]),
        "reason": data["reason"],
        "amount_fen": data.get("amount_fen") if approved else None,
        "request_key": data["request_key"],
    }


def _context(
    request: HttpRequest, found: Application, form: DecisionForm, overtaken: bool
) -> dict[str, object]:
    run = found.assessments.order_by("at").last()
    return {
        **site.each_context(request),
        "application": found,
        "form": form,
        "overtaken": overtaken,
        "undecided": found.state in FOR_PEOPLE,
        "decision": getattr(found, "decision", None),
        "run": run,
        "run_says": run.rule_version.texts.get(run.code) if run else None,
        "reasons": reasons(found),
        "groups": known_groups(found),
        "steps": timeline(found),
        "certificate": for_source(found.source),
    }
