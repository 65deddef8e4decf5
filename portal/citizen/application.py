"""One application: where it stands, why, what comes next. For a decided one this is the result page."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, pgettext

from portal.citizen.summaries import summary
from portal.identity.actors import actor_of, person_required
from portal.showing.card import card
from portal.showing.corrected import looked_at_again
from portal.showing.found import whole_or_404
from portal.showing.known import Group, Known, known_groups
from portal.showing.papers import papers_of
from portal.showing.reasons import reasons
from portal.showing.runs import stopped_words
from portal.showing.timeline import timeline
from portal.showing.way_out import way_out
from services.actions.errors import DomainError
from services.aftercare.actions.appeal import may_appeal
from services.aftercare.queries import ending_of
from services.applications.handlers import certify
from services.applications.models import Application, AwaitedSource, State
from services.applications.queries import open_correction, silent
from services.applications.record import amount, month
from services.applications.renewing import RENEWED
from services.applications.switch import STOPPED
from services.certificates.models import Certificate
from services.certificates.models import State as Holding
from services.certificates.queries import for_source
from services.texts import Text, in_language


@person_required
def application(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = whole_or_404(pk, actor_of(request))
    if found.state == State.DRAFT:
        return redirect("check", pk=pk)
    certificate = _certificate(found)
    lost = _lost(certificate)
    waits = silent(found)
    again, groups = looked_at_again(found), known_groups(found)
    context = {
        "application": found,
        "summary": summary(found),
        "content": found.content,
        "decision": getattr(found, "decision", None),
        "reasons": reasons(found, groups),
        "stopped": stopped_words() if _was_stopped(found) else "",
        "approved_text": _approved_text(found),
        "steps": timeline(found),
        "silent": waits,
        "asked_anew": _names(wait for wait in waits if wait.reason == RENEWED),
        "groups": groups,
        "said": _said(groups, request.GET.get("said", "")),
        "certificate": certificate,
        "lost": lost,
        **again,
        "may_appeal": may_appeal(found, again["appeal"], now()),
        "card": card(certificate, at=now()) if certificate else None,
        "correction": open_correction(found),
        "ending": ending_of(found) if found.standing == State.APPROVED else None,
        "way_out": "" if lost else way_out(found, at=now()),
        "papers": papers_of(found),
    }
    return render(request, "citizen/application.html", context)


def _said(groups: Iterable[Group], field: str) -> Known | None:
    """The value of that field, if the citizen has said that it is wrong."""
    values = (each for group in groups for each in group.values)
    return next((each for each in values if each.dispute and each.field.code == field), None)


def _certificate(application: Application) -> Certificate | None:
    """The citizen stands before the result: where the worker has not certified it yet, this page does, by the same act."""
    found = for_source(application.source)
    if found or application.ended_as != State.APPROVED:
        return found
    try:
        certify(application.pk)
    except DomainError:  # the approval stands; whoever looks after the worker hears of it there
        return None
    return for_source(application.source)


def _names(waits: Iterable[AwaitedSource]) -> str:
    names = [in_language(wait.department.name, get_language() or "zh") for wait in waits]
    return pgettext("between the parts of a list", ", ").join(dict.fromkeys(names))


def _lost(certificate: Certificate | None) -> str:
    """EXPIRED, REVOKED or CANCELLED where the certificate holds no more: what the approval brought is gone."""
    state = certificate.state_at(now()) if certificate else Holding.VALID
    return "" if state == Holding.VALID else state.value


def _was_stopped(application: Application) -> bool:
    """Whether rules would have approved, had they been allowed to."""
    runs = sorted(application.assessments.all(), key=lambda run: run.at)
    return bool(runs) and runs[-1].code == STOPPED


def _approved_text(application: Application) -> Text | None:
    """The sentence of the package with the month and the amount put in."""
    if application.standing != State.APPROVED:
        return None
    words, when = (
        application.content["result"]["approved"],
        month(localdate(application.decision.at)),
    )
    given = {"zh": when["zh"], "en": when["en"]}
    yuan = amount(application.decision.amount_fen)
    return {
        tongue: text.replace("{month}", given[tongue]).replace("{amount}", yuan)
        for tongue, text in words.items()
    }
