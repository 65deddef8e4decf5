"""“May we read this?”: each value that rests on consent, with two ways of equal weight: read it, or I bring it myself.

Nothing is chosen beforehand, and whoever brings it themself loses nothing: a person looks at the papers. Where a register
answers for the household, its other members are asked too; each answers under their own account (consents.py). What the
law orders to be shared does not stand here but in the notice of the guide.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.identity.actors import actor_of, person_required
from portal.showing.found import whole_or_404
from services.applications.consenting import Member, choose
from services.applications.models import Application, State
from services.sharing.errors import NotAnotherPerson
from services.sharing.models import Purpose
from services.sharing.notices import consent_readings
from services.sharing.readings import Reading
from services.texts import in_language

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
    application = whole_or_404(pk, actor_of(request))
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


def _errors(request: HttpRequest, asked: list[Asked], purpose: Purpose) -> dict[str, str]:
    language = get_language() or "zh"
    errors = {
        each.id: _("Choose one of the two for “%(label)s”.")
        % {"label": in_language(each.reading.field.label, language)}
        for each in asked
        if each.chosen not in {READ, BRING}
    }
    if _of_household(asked, purpose) and request.POST.get("member") not in {NOBODY, SOMEBODY}:
        errors["member"] = _("Say whether somebody else has to agree.")
    return errors


def _of_household(asked: list[Asked], purpose: Purpose) -> bool:
    household = purpose.of_household()
    return any(each.chosen == READ and each.reading.field.code in household for each in asked)


def _keep(request: HttpRequest, application: Application, asked: list[Asked]) -> None:
    posted = request.POST
    named = Member(posted.get("member_name", ""), posted.get("member_id", ""))
    choose(
        application,
        read=[each.reading.field.code for each in asked if each.chosen == READ],
        member=named if posted.get("member") == SOMEBODY else None,
        language=get_language() or "",
        actor=actor_of(request),
        at=now(),
    )


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
