"""The page where a citizen's account becomes a person's: name, identity number, and the number of the
social card.

What was typed stays in the form, whatever went wrong. One sentence covers every mismatch, because
telling which part was wrong would let strangers find out the others.
"""

import re
import unicodedata
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.identity.actors import actor_of, safe_next
from portal.identity.proof import Outcome, Proof, prove
from services.actions.errors import DomainError
from services.departments.queries import short_names
from services.people.errors import AlreadyLinked, TooManyTries
from services.people.identity_numbers import is_valid, normalise
from services.people.queries import tries_left
from services.texts import in_language

ID_LENGTH = 18
CARD_NUMBER = re.compile(r"[0-9A-Z]{6,24}")
SPACE_IN_A_CHINESE_NAME = re.compile(r"(?<![A-Za-z.]) | (?![A-Za-z])")
DOT_IN_A_CHINESE_NAME = re.compile(r"(?<=[^\x00-\x7f])[•‧・･⋅∙●.．](?=[^\x00-\x7f])")
REFUSALS: dict[type[DomainError], tuple[int, Any]] = {
    TooManyTries: (429, _("This was tried too often today. Come back tomorrow, or call 12345.")),
    AlreadyLinked: (409, _("This person has an account already. Sign in with that one, or call 12345.")),
}


def clean_name(typed: str) -> str:
    """As registers write it: · between the parts of a name, spaces only between Latin words. Rare
    characters stay."""
    name = SPACE_IN_A_CHINESE_NAME.sub("", " ".join(unicodedata.normalize("NFC", typed).split()))
    return DOT_IN_A_CHINESE_NAME.sub("·", name)


class ProofForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        help_text=_("As it stands on your identity card."),
        max_length=60,
        error_messages={"required": _("Write your name as it stands on your identity card.")},
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    id_no = forms.CharField(
        label=_("Identity number"),
        help_text=_("18 characters. Spaces and a small x are fine."),
        max_length=60,
        error_messages={"required": _("Write the 18 characters of your identity number.")},
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    card_number = forms.CharField(
        label=_("Social card number"),
        help_text=_("The number on the front of the card. Spaces are fine."),
        max_length=60,
        error_messages={"required": _("Write the number of your social card.")},
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_id_no(self) -> str:
        number = normalise(self.cleaned_data["id_no"])
        if len(number) != ID_LENGTH:
            raise forms.ValidationError(
                _("An identity number has 18 characters, you wrote %(count)d."), params={"count": len(number)}
            )
        if not is_valid(number):
            raise forms.ValidationError(_("There is a slip in this number. Compare it with your card."))
        return number

    def clean_card_number(self) -> str:
        number = normalise(self.cleaned_data["card_number"]).replace("-", "")
        if not CARD_NUMBER.fullmatch(number):
            raise forms.ValidationError(_("A social card number has 6 to 24 digits or letters."))
        return number

    @property
    def request_key(self) -> UUID:
        """The same form sent twice is one try; the same form with other words is another."""
        given = self.cleaned_data
        words = "\0".join([given["name"], given["id_no"], given["card_number"]])
        return uuid5(given["form_key"] or uuid4(), words)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def proof(request: HttpRequest) -> HttpResponse:
    way_on = safe_next(request, request.POST.get("next") or request.GET.get("next"))
    actor = actor_of(request)
    if actor.person_id:
        return HttpResponseRedirect(way_on)
    form = ProofForm(request.POST or None)
    if not form.is_valid():
        return _page(request, form, way_on, status=422 if form.is_bound else 200)
    try:
        given = {name: form.cleaned_data[name] for name in ("name", "id_no", "card_number")}
        ended = prove(**given, actor=actor, at=now(), request_key=form.request_key)
    except (TooManyTries, AlreadyLinked) as refused:
        status, problem = REFUSALS[type(refused)]
        return _page(request, form, way_on, status=status, problem=problem)
    if ended.outcome is Outcome.LINKED:
        return HttpResponseRedirect(way_on)
    if ended.outcome is Outcome.UNANSWERED:
        return _page(request, form, way_on, status=503, problem=_silence(ended), advice=_nothing_counted())
    left = tries_left(actor.user_id or 0, now())
    return _page(request, form, way_on, status=422, problem=_mismatch(), advice=_left(left))


def _page(
    request: HttpRequest,
    form: ProofForm,
    way_on: str,
    *,
    status: int = 200,
    problem: str = "",
    advice: str = "",
) -> HttpResponse:
    context = {"form": form, "next": way_on, "problem": problem, "advice": advice, "form_key": uuid4()}
    return render(request, "citizen/proof.html", context, status=status)


def _silence(ended: Proof) -> str:
    names = short_names(ended.silent)
    if len(names) != 1:  # two are asked: more than one is both, and none is an answer that made no sense
        return gettext("The departments do not answer right now. It is not your fault.")
    return gettext("%(departments)s does not answer right now. It is not your fault.") % {
        "departments": in_language(names[0], get_language() or "zh")
    }


def _nothing_counted() -> str:
    return gettext("This try does not count. Please try again in a few minutes.")


def _mismatch() -> str:
    return gettext("These three do not belong together. Compare them with your cards.")


def _left(tries: int) -> str:
    words = ngettext(
        "You can try %(count)d more time today.", "You can try %(count)d more times today.", tries
    )
    return words % {"count": tries}
