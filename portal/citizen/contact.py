"""How I want to hear of news: e-mail, SMS, or the inbox alone; and that a mobile number is mine, by the code it got."""

from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from portal.citizen.check import read_key
from portal.identity.actors import PersonRequest, actor_of, person_required
from services.notifications.actions.confirm_number import confirm_number
from services.notifications.actions.set_contact import BadAddress, set_contact
from services.notifications.models import Channel, Contact
from services.notifications.numbers import TooManyCodes, waiting_code
from services.notifications.providers import offered


@person_required
def contact(request: PersonRequest) -> HttpResponse:
    actor = actor_of(request)
    if request.method != "POST":
        kept = Contact.objects.filter(person_id=request.person_id).first()
        return _page(request, {"email": kept.email if kept else "", "phone": kept.phone if kept else ""}, {})
    typed = {name: request.POST.get(name, "")[:200] for name in ("email", "phone")}
    try:
        key = read_key(request.POST.get("request_key", ""))
        set_contact(**typed, actor=actor, at=now(), request_key=key)
    except BadAddress as bad:
        says = {
            "email": _("This is not an e-mail address. It looks like name@example.com."),
            "phone": _("This is not a mobile number. It has 11 digits and begins with 1."),
        }
        return _page(request, typed, {bad.field: says[bad.field]}, 422)
    except TooManyCodes:
        return _page(request, typed, {"phone": _too_many_codes()}, 429)
    return redirect("contact_number" if _unconfirmed(request) else "account")


@person_required
def number(request: PersonRequest) -> HttpResponse:
    """Six digits, as they came by SMS."""
    kept = _unconfirmed(request)
    if kept is None:
        return redirect("contact")
    if request.method != "POST":
        return _number_page(request, kept, "")
    if "again" in request.POST:
        return _another_code(request, kept)
    typed = request.POST.get("digits", "")[:20]
    if confirm_number(digits=typed, actor=actor_of(request), at=now()):
        return redirect("account")
    return _number_page(request, kept, _wrong(kept), 422)


def _another_code(request: PersonRequest, kept: Contact) -> HttpResponse:
    try:
        set_contact(email=kept.email or "", phone=kept.phone or "", actor=actor_of(request), at=now())
    except TooManyCodes:
        return _number_page(request, kept, _too_many_codes(), 429)
    return redirect("contact_number")


def _unconfirmed(request: PersonRequest) -> Contact | None:
    """The contact whose number still has to be confirmed."""
    waiting = Contact.objects.filter(person_id=request.person_id, phone_confirmed_at=None)
    return waiting.exclude(phone=None).first() if Channel.SMS in offered() else None


def _wrong(kept: Contact) -> str:
    if waiting_code(kept, at=now()):
        return _("These are not the six digits we sent. Please compare them with the SMS.")
    return _("This code no longer works. Have another one sent.")


def _too_many_codes() -> str:
    return _("Five codes went out today. Please try again tomorrow; messages are in your inbox meanwhile.")


def _number_page(request: HttpRequest, kept: Contact, wrong: str, status: int = 200) -> HttpResponse:
    code = waiting_code(kept, at=now())
    context = {
        "phone": (kept.phone or "")[-4:],
        "code": code,
        "wrong": wrong,
        "demonstration": code.digits if code and settings.DEMO and not settings.PRODUCTION else "",
    }
    return render(request, "citizen/contact_number.html", context, status=status)


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
