"""“May we read this?”: each value that rests on consent, with two ways of equal weight: read it, or I bring it myself.

Nothing is chosen beforehand, and whoever brings it themself loses nothing: a person looks at the papers. Where a register
answers for the household, its other members are asked too; each answers under their own account (consents.py). What the
law orders to be shared does not stand here but in the notice of the guide.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.identity.actors import actor_of, person_required
from services.applications.gathering import gather
from services.applications.models import Application, State
from services.applications.queries import whole
from services.sharing.actions.ask_household import ask_household
from services.sharing.actions.give_consent import give_consent
from services.sharing.errors import NotAnotherPerson
from services.sharing.models import Purpose
from services.sharing.readings import Reading, readings
from services.sharing.receipts import notice_digest

READ, BRING = "read", "bring"
NOBODY, SOMEBODY = "nobody", "somebody"


@dataclass(frozen=True)
class Asked:
    """One value on the page; `chosen` is empty until the person has chosen."""

    reading: Reading
    chosen: str

    @property
    def id(self) -> str:
        return "c-" + self.reading.field.code.replace(".", "-")


@person_required
def consent(request: HttpRequest, pk: UUID) -> HttpResponse:
    application = get_object_or_404(whole(actor_of(request)), pk=pk)
    purpose = application.item_version.purpose
    if application.state != State.DRAFT or not purpose.by_consent():
        return redirect("check" if application.state == State.DRAFT else "application", pk=pk)
    asked = [Asked(each, request.POST.get(each.field.code, "")) for each in consent_readings(purpose)]
    errors = _errors(request, asked, purpose) if request.method == "POST" else {}
    if request.method == "POST" and not errors:
        try:
            _keep(request, application, asked)
        except NotAnotherPerson:
            errors = {"member-id": _("Give the name and the identity number of the other person.")}
        else:
            return redirect("check", pk=pk)
    context = _context(request, application, asked, errors)
    return render(request, "citizen/consent.html", context, status=422 if errors else 200)


def consent_readings(purpose: Purpose) -> list[Reading]:
    by_consent = purpose.by_consent()
    return [each for each in readings(purpose) if each.field.code in by_consent]


def notice_of(purpose: Purpose) -> str:
    """Digest of what the page says about each value: its name, in which form it is read, and why."""
    said = [
        [each.field.code, each.field.label, each.disclosure.value, each.why]
        for each in consent_readings(purpose)
    ]
    return notice_digest([str(purpose), purpose.name, purpose.basis, said])


def _errors(request: HttpRequest, asked: list[Asked], purpose: Purpose) -> dict[str, str]:
    errors = {each.id: _("Choose one of the two.") for each in asked if each.chosen not in {READ, BRING}}
    if _of_household(asked, purpose) and request.POST.get("member") not in {NOBODY, SOMEBODY}:
        errors["member"] = _("Say whether somebody else has to agree.")
    return errors


def _of_household(asked: list[Asked], purpose: Purpose) -> bool:
    household = purpose.of_household()
    return any(each.chosen == READ and each.reading.field.code in household for each in asked)


def _keep(request: HttpRequest, application: Application, asked: list[Asked]) -> None:
    """Who else has to agree first, so that nothing is read in between; then one's own yes, and then the departments."""
    actor, at, purpose = actor_of(request), now(), application.item_version.purpose
    about: dict[str, Any] = {"purpose_id": purpose.pk, "source": application.source, "actor": actor, "at": at}
    if _of_household(asked, purpose) and request.POST.get("member") == SOMEBODY:
        name, id_no = request.POST.get("member_name", ""), request.POST.get("member_id", "")
        ask_household(**about, name=name, id_no=id_no)
    agreed = [each.reading.field.code for each in asked if each.chosen == READ]
    if agreed:
        give_consent(**about, fields=agreed, notice_sha256=notice_of(purpose), language=get_language() or "")
    gather(application.pk, actor=actor, at=at)


def _context(
    request: HttpRequest, application: Application, asked: list[Asked], errors: dict[str, str]
) -> dict[str, Any]:
    purpose = application.item_version.purpose
    return {
        "application": application,
        "content": application.content,
        "purpose": purpose,
        "asked": asked,
        "household": bool(purpose.of_household()),
        "errors": errors,
        "typed": request.POST,
    }
