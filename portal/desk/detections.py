"""What the leak watch found, for supervisors: the newest first, what was stopped, and a form to say what it was."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.desk.site import site
from portal.identity.actors import actor_of
from services.watch.actions.answer_detection import acknowledge, handle
from services.watch.errors import NothingWritten
from services.watch.models import Detection

MOST = 50
Rule = Detection.Rule
TITLES = {
    Rule.CANARY: gettext_lazy("Somebody read about a person who does not exist"),
    Rule.VOLUME: gettext_lazy("Many people read in a short time"),
    Rule.ENUMERATION: gettext_lazy("Addresses tried one after the other"),
    Rule.NOT_LIVE: gettext_lazy("Many cases read that are over"),
    Rule.ODD_HOURS: gettext_lazy("Reading at night"),
    Rule.LOG_BEHIND: gettext_lazy("The ledger is behind"),
    Rule.LOG_STOPPED: gettext_lazy("The ledger stands still: personal data are closed"),
    Rule.TAMPERED: gettext_lazy("An entry was changed before it was sealed"),
    Rule.NO_RECEIPT: gettext_lazy("Something tried to open what departments told, without a record of it"),
    Rule.WITNESS: gettext_lazy("A witness refused to sign"),
}


@site.page("detections/", "desk_detections")
def detections(request: HttpRequest) -> HttpResponse:
    actor, errors = actor_of(request), {}
    if request.method == "POST":
        pk, words = _id(request), request.POST.get("words", "")
        try:
            if "seen" in request.POST:
                acknowledge(detection_id=pk, actor=actor, at=now())
            else:
                harmless = "harmless" in request.POST
                handle(detection_id=pk, words=words, harmless=harmless, actor=actor, at=now())
            return redirect("admin:desk_detections")
        except NothingWritten:
            errors[pk] = _("Write what it was and what was done.")
    rows = [
        {"it": row, "title": TITLES[Rule(row.rule)], "error": errors.get(row.pk, "")}
        for row in Detection.objects.visible_to(actor)[:MOST]
    ]
    context = {"rows": rows, **site.each_context(request)}
    return render(request, "desk/detections.html", context, status=422 if errors else 200)


def _id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("detection", ""))
    except ValueError:
        raise Http404 from None
