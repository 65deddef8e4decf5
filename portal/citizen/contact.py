"""How I want to hear of news: e-mail, SMS, or the inbox alone."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from portal.citizen.check import read_key
from portal.identity.actors import PersonRequest, actor_of, person_required
from services.notifications.actions.set_contact import BadAddress, set_contact
from services.notifications.models import Channel, Contact
from services.notifications.providers import offered


@person_required
def contact(request: PersonRequest) -> HttpResponse:
    actor = actor_of(request)
    if request.method != "POST":
        kept = Contact.objects.filter(person_id=request.person_id).first()
        return _page(request, {"email": kept.email if kept else "", "phone": kept.phone if kept else ""}, {})
    typed = {name: request.POST.get(name, "").replace("\0", "")[:200] for name in ("email", "phone")}
    try:
        key = read_key(request.POST.get("request_key", ""))
        set_contact(**typed, actor=actor, at=now(), request_key=key)
    except BadAddress as bad:
        says = {
            "email": _("This is not an e-mail address. It looks like name@example.com."),
            "phone": _("This is not a mobile number. It has 11 digits and begins with 1."),
        }
        return _page(request, typed, {bad.field: says[bad.field]}, 422)
    return redirect("account")


def _page(
    request: HttpRequest, typed: dict[str, str], errors: dict[str, str], status: int = 200
) -> HttpResponse:
    context = {
        "typed": {name: value or "" for name, value in typed.items()},
        "errors": errors,
        "request_key": uuid4(),
        "by_email": Channel.EMAIL in offered(),
        "by_sms": Channel.SMS in offered(),
    }
    return render(request, "citizen/contact.html", context, status=status)
