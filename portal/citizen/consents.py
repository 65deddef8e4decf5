"""One's consents, each with its signed receipt and the way to take it back; and what others ask one to agree to."""

import json
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from portal.identity.actors import PersonRequest, actor_of, person_required
from portal.showing.consents import consents_of, receipt_file, requests_to
from services.sharing.actions.give_consent import answer_consent_request
from services.sharing.actions.withdraw_consent import withdraw_consent
from services.sharing.models import Consent
from services.sharing.notices import consent_readings, notice_of


@person_required
def consents(request: PersonRequest) -> HttpResponse:
    context = {"lines": consents_of(actor_of(request)), "asked": requests_to(request.person_id).open()}
    return render(request, "citizen/consents.html", context)


@person_required
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    consent = get_object_or_404(Consent.objects.visible_to(actor_of(request)), pk=pk)
    withdraw_consent(consent_id=consent.pk, actor=actor_of(request), at=now())
    return redirect("consents")


@person_required
def asked(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The same two ways of equal weight. Whose application it is stands there by name: it was they who named the reader."""
    found = requests_to(request.person_id).filter(pk=pk).first()
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
    """Signed: of the yes, and of its end where it has ended."""
    consent = get_object_or_404(Consent.objects.visible_to(actor_of(request)), pk=pk)
    response = HttpResponse(
        json.dumps(receipt_file(consent), ensure_ascii=False, indent=2), content_type="application/json"
    )
    response["Content-Disposition"] = f'attachment; filename="consent-{consent.pk}.json"'
    return response
