"""A text message has come in: what it says is kept, and a yes or no takes effect.

It acts for the person of the offer, never for the number: several people may be told by one telephone, and a relative may
type. Whoever wrote hears what it did (`TextRead`); a number that nobody is reached by hears nothing.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.timezone import localdate

from services.actions.action import action
from services.actions.actor import Actor, Role
from services.actions.errors import Denied
from services.events.outbox import publish
from services.ledger.entries import record
from services.offers.answering import end, switch_off, take
from services.offers.events import TextRead
from services.offers.models import Ending, Offer, TextMessage
from services.offers.queries import citizen_of
from services.offers.replies import Answer, Reply, read_reply
from services.sealing.keys import blind

Reading = TextMessage.Reading
MOST_AN_HOUR = 10  # of one number; what comes beyond is kept and does nothing
HOUR = timedelta(hours=1)
LONGEST = 500
TOLD = frozenset(Reading) - {Reading.UNKNOWN_NUMBER, Reading.TOO_MANY}


@action
def answer_by_text(
    *, gateway_id: str, number: str, words: str, people: Collection[UUID], actor: Actor, at: datetime
) -> UUID:
    """`people`: who is reached by that number. A message that has been read already changes nothing."""
    if actor.role != Role.SYSTEM:
        raise Denied("for_the_portal_itself")
    known = TextMessage.objects.filter(gateway_id=gateway_id).values_list("pk", flat=True).first()
    if known is not None:
        return known
    index = blind(number, "offers_textmessage.number")
    text = TextMessage(gateway_id=gateway_id, number_index=index, words=words[:LONGEST], received_at=at)
    text.reading, text.offer = _read(text, sorted(people), at)
    text.person_id = text.offer.person_id if text.offer else min(people, default=None)
    text.save(force_insert=True)
    body = {"text": str(text.pk), "reading": text.reading, "offer": str(text.offer_id or "")}
    record("text_read", {**body, "at": at.isoformat()})
    if text.reading in TOLD:
        publish(TextRead(text_id=text.pk))
    return text.pk


def _read(text: TextMessage, people: list[UUID], at: datetime) -> tuple[Reading, Offer | None]:
    if not people:
        return Reading.UNKNOWN_NUMBER, None
    lately = TextMessage.objects.filter(number_index=text.number_index, received_at__gt=at - HOUR)
    if lately.count() >= MOST_AN_HOUR:
        return Reading.TOO_MANY, None
    reply = read_reply(str(text.words))
    offers = Offer.objects.open(localdate(at)).filter(person__in=people).order_by("made_at", "pk")
    found = list(offers.select_for_update(of=("self",)))
    reading, offer = _which(reply, found)
    if reading is None and offer is not None:
        reading = ACTS[reply.answer](offer, at)
    return reading or Reading.UNCLEAR, offer


def _which(reply: Reply, offers: list[Offer]) -> tuple[Reading | None, Offer | None]:
    """The offer that is meant, or why it is not known. A code nobody has open names none."""
    if not offers:
        return Reading.NOTHING_OPEN, None
    if reply.answer == Answer.UNCLEAR:
        return Reading.UNCLEAR, offers[0] if len(offers) == 1 else None
    meant = [offer for offer in offers if reply.code in ("", offer.code)]
    if len(meant) == 1:
        return None, meant[0]
    return Reading.WHICH, None


def _yes(offer: Offer, at: datetime) -> Reading:
    actor = citizen_of(offer.person_id)
    if actor is None:
        return Reading.UNCLEAR
    take(offer, Offer.Channel.SMS, actor=actor, at=at)
    return Reading.ACCEPTED


def _no(offer: Offer, at: datetime) -> Reading:
    end(offer, Ending.DECLINED, actor=citizen_of(offer.person_id) or NOBODY, at=at)
    return Reading.DECLINED


def _never(offer: Offer, at: datetime) -> Reading:
    actor = citizen_of(offer.person_id) or NOBODY
    switch_off(offer.person_id, offer.item_id, actor=actor, at=at)
    return Reading.SWITCHED_OFF


NOBODY = Actor(Role.CITIZEN)
ACTS: Mapping[Answer, Callable[[Offer, datetime], Reading]] = {
    Answer.YES: _yes,
    Answer.NO: _no,
    Answer.NEVER: _never,
}
