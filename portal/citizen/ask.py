"""Questions to departments: before any application, or about one; and what they answered."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from portal.citizen.check import read_key
from portal.identity.actors import actor_of, person_required
from portal.showing.found import whole_or_404
from services.catalogue.queries import offered
from services.departments.models import Department
from services.enquiries.actions.ask import ask as open_enquiry
from services.enquiries.actions.ask import say
from services.enquiries.errors import NothingSaid, TooLong
from services.enquiries.queries import about as enquiry_about
from services.enquiries.queries import enquiries_of
from services.enquiries.writing import LONGEST


def _words(request: HttpRequest) -> str:
    return request.POST.get("words", "")


def _fault(error: NothingSaid | TooLong) -> str:
    if isinstance(error, NothingSaid):
        return _("Write what you would like to know.")
    return _("Please say it in %(longest)d characters at most.") % {"longest": LONGEST}


@person_required
def ask(request: HttpRequest) -> HttpResponse:
    """`?item=` the service it is about; without one, the department is chosen."""
    item = offered(request.GET.get("item", "")[:50], localdate())
    departments = Department.objects.order_by("code")
    chosen, error, nobody = request.POST.get("department", ""), "", False
    if request.method == "POST":
        department = item.item.department if item else departments.filter(code=chosen).first()
        try:
            if nobody := department is None:
                error = _("Choose whom to ask.")
            else:
                made = open_enquiry(
                    department_id=department.pk,
                    item_code=item.item.code if item else "",
                    words=_words(request),
                    actor=actor_of(request),
                    at=now(),
                    request_key=read_key(request.POST.get("request_key", "")),
                )
                return redirect("enquiry", pk=made)
        except (NothingSaid, TooLong) as fault:
            error = _fault(fault)
    context = {
        "item": item,
        "departments": departments,
        "chosen": chosen,
        "nobody": nobody,
        "words": _words(request),
        "error": error,
    }
    return _render(request, "citizen/ask.html", context, error)


@person_required
def enquiry(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, error = actor_of(request), ""
    found = get_object_or_404(enquiries_of(actor), pk=pk)
    if request.method == "POST":
        try:
            key = read_key(request.POST.get("request_key", ""))
            say(enquiry_id=pk, words=_words(request), actor=actor, at=now(), request_key=key)
            return redirect("enquiry", pk=pk)
        except (NothingSaid, TooLong) as fault:
            error = _fault(fault)
    item = offered(found.item_code, localdate()) if found.item_code else None
    context = {"enquiry": found, "item": item, "words": _words(request), "error": error}
    return _render(request, "citizen/enquiry.html", context, error)


@person_required
def about(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Writing to the department that handles an application: the conversation of that application."""
    actor = actor_of(request)
    application = whole_or_404(pk, actor)
    found = enquiry_about(application.source, actor)
    if found is not None:
        return redirect("enquiry", pk=found.pk)
    error = ""
    if request.method == "POST":
        try:
            made = open_enquiry(
                department_id=application.competent_department_id,
                item_code=application.item_version.item.code,
                source=application.source,
                words=_words(request),
                actor=actor,
                at=now(),
                request_key=read_key(request.POST.get("request_key", "")),
            )
            return redirect("enquiry", pk=made)
        except (NothingSaid, TooLong) as fault:
            error = _fault(fault)
    context = {
        "item": application.item_version,
        "application": application,
        "words": _words(request),
        "error": error,
    }
    return _render(request, "citizen/ask.html", context, error)


def _render(request: HttpRequest, template: str, context: Mapping[str, object], error: str) -> HttpResponse:
    shared = {"longest": LONGEST, "request_key": uuid4()}
    return render(request, template, {**context, **shared}, status=422 if error else 200)
