"""One's consents, each with its signed receipt and the way to take it back; and what others ask one to agree to."""

import json
from base64 import b64encode
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from portal.citizen.consent import consent_readings, notice_of
from portal.identity.actors import PersonRequest, actor_of, person_required
from services.applications.actions.drop_evidence import is_used
from services.applications.models import Application
from services.people.models import Person
from services.sharing.actions.give_consent import answer_consent_request
from services.sharing.actions.withdraw_consent import withdraw_consent
from services.sharing.models import Consent, ConsentRequest, ConsentRequests, DataField
from services.sharing.receipts import SCHEMA, public_key
from services.texts import Text


@dataclass(frozen=True)
class Line:
    """`used`: a decision rests on it already, so the values stay with the decision."""

    consent: Consent
    labels: list[Text]
    used: bool


@person_required
def consents(request: PersonRequest) -> HttpResponse:
    given = Consent.objects.visible_to(actor_of(request)).select_related("purpose").order_by("-given_at")
    labels = dict(DataField.objects.values_list("code", "label"))
    context = {
        "lines": [Line(each, [labels[code] for code in each.fields], _used(each)) for each in given],
        "asked": _asked(request).open().select_related("purpose"),
    }
    return render(request, "citizen/consents.html", context)


def _used(consent: Consent) -> bool:
    word, _, id = consent.source.partition(":")
    application = Application.objects.filter(pk=id).first() if word == "application" else None
    return application is not None and is_used(application)


def _asked(request: PersonRequest) -> ConsentRequests:
    return ConsentRequest.objects.asked_of(Person.objects.get(pk=request.person_id).id_no)


@person_required
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    consent = get_object_or_404(Consent.objects.visible_to(actor_of(request)), pk=pk)
    withdraw_consent(consent_id=consent.pk, actor=actor_of(request), at=now())
    return redirect("consents")


@person_required
def asked(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The same two ways of equal weight. Whose application it is stands there by name: it was they who named the reader."""
    found = _asked(request).select_related("purpose", "asked_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    if request.method == "POST" and request.POST.get("answer") in {"yes", "no"}:
        answer_consent_request(
            consent_request_id=found.pk,
            agrees=request.POST["answer"] == "yes",
            notice_sha256=notice_of(found.purpose),
            language=get_language() or "",
            actor=actor_of(request),
            at=now(),
        )
        return redirect("consents")
    household = found.purpose.of_household()
    reads = [each for each in consent_readings(found.purpose) if each.field.code in household]
    return render(request, "citizen/consent_asked.html", {"asked": found, "reads": reads})


@person_required
def receipt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The very bytes that were signed, with the signature and the key to check it by."""
    consent = get_object_or_404(Consent.objects.visible_to(actor_of(request)), pk=pk)
    body = {
        "schema": SCHEMA,
        "receipt": bytes(consent.receipt).decode(),
        "signature": {
            "algorithm": "Ed25519",
            "value": b64encode(bytes(consent.signature)).decode(),
            "public_key": public_key(),
        },
    }
    response = HttpResponse(json.dumps(body, ensure_ascii=False, indent=2), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="consent-{consent.pk}.json"'
    return response
