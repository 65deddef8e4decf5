"""Questions to the department: the earliest promise first, and answering one."""

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from portal.desk.panel import key_of
from portal.desk.site import site
from portal.identity.actors import actor_of
from services.enquiries.actions.answer import answer
from services.enquiries.errors import NothingSaid, TooLong
from services.enquiries.queries import enquiries_of, unanswered
from services.enquiries.writing import LONGEST
from services.sharing.officers import avoided

MOST = 50


@site.page("enquiries/", "desk_enquiries")
def enquiries(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "rows": unanswered(actor).exclude(person__in=avoided(actor))[:MOST],
        "today": localdate(),
        **site.each_context(request),
    }
    return render(request, "desk/enquiries.html", context)


@site.page("enquiries/<uuid:pk>/", "desk_enquiry")
def enquiry(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, error, words = actor_of(request), "", request.POST.get("words", "")
    found = get_object_or_404(enquiries_of(actor).exclude(person__in=avoided(actor)), pk=pk)
    if request.method == "POST":
        try:
            answer(enquiry_id=pk, words=words, actor=actor, at=now(), request_key=key_of(request))
            return redirect("admin:desk_enquiries")
        except NothingSaid:
            error = _("Write the answer.")
        except TooLong:
            error = _("Please say it in %(longest)d characters at most.") % {"longest": LONGEST}
    context = {"enquiry": found, "words": words, "error": error, "longest": LONGEST, "request_key": uuid4()}
    return render(
        request, "desk/enquiry.html", {**context, **site.each_context(request)}, status=422 if error else 200
    )
