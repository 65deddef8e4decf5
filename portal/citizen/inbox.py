"""Messages to the citizen."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.timezone import now

from portal.identity.actors import PersonRequest, actor_of, person_required
from services.enquiries.queries import conversations_of
from services.notifications.actions.mark_read import mark_read
from services.notifications.models import Message
from services.notifications.queries import latest_of

MOST = 50


@dataclass(frozen=True)
class Read:
    message: Message
    words: str
    new: bool


@person_required
def inbox(request: PersonRequest) -> HttpResponse:
    actor = actor_of(request)
    rows = latest_of(request.person_id, MOST)
    shown = [
        Read(row, render_to_string(f"messages/{row.template}.txt", row.context).strip(), row.read_at is None)
        for row in rows
    ]
    if any(each.new for each in shown):
        mark_read(actor=actor, at=now())
    return render(request, "citizen/inbox.html", {"rows": shown, "enquiries": conversations_of(actor)})
