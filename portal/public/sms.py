"""Where the SMS gateway hands over what people wrote back.

`POST {"id", "from", "words"}` with `X-Gateway-Time` (seconds since 1970) and `X-Gateway-Signature`: HMAC-SHA256 in hex over
the time, a full stop and the body, with PORTAL_SMS_SECRET. What is not signed, or not just now, is refused without a word;
what is signed is answered alike whatever it says and whoever it is from. The `id` makes a repeated one the same message.
"""

import hmac
import json
from contextlib import suppress
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from portal.identity import tries
from services.actions.actor import SYSTEM
from services.notifications.queries import plain_number, reached_at
from services.offers.actions.answer_by_text import answer_by_text

LARGEST, LONGEST_ID, LONGEST_NUMBER = 4096, 64, 20
CLOCK_SKEW_SECONDS = 300
TAKEN, REFUSED, MALFORMED, TOO_MANY = 202, 403, 400, 429


@dataclass(frozen=True)
class Text:
    id: str
    number: str
    words: str


@csrf_exempt
@require_POST
@never_cache
@login_not_required
def replies(request: HttpRequest) -> HttpResponse:
    if tries.REPLIES.is_spent(request):
        return HttpResponse(status=TOO_MANY)
    body = request.read(LARGEST + 1)
    if not is_signed(request, body):
        return HttpResponse(status=REFUSED)
    text = _read(body)
    if text is None:
        return HttpResponse(status=MALFORMED)
    with suppress(IntegrityError):  # its twin arrived in this very moment
        answer_by_text(
            gateway_id=text.id,
            number=text.number,
            words=text.words,
            people=reached_at(text.number),
            actor=SYSTEM,
            at=now(),
        )
    return HttpResponse(status=TAKEN)


def is_signed(request: HttpRequest, body: bytes) -> bool:
    """By whoever knows the secret, within five minutes of now. Without a secret nobody is."""
    at = request.headers.get("X-Gateway-Time", "")
    if not (settings.SMS_SECRET and at.isascii() and at.isdecimal() and len(at) < LONGEST_NUMBER):
        return False
    due = hmac.digest(settings.SMS_SECRET.encode(), f"{at}.".encode() + body, "sha256").hex()
    given = request.headers.get("X-Gateway-Signature", "").encode()
    return hmac.compare_digest(due.encode(), given) and abs(now().timestamp() - int(at)) <= CLOCK_SKEW_SECONDS


def _read(body: bytes) -> Text | None:
    try:
        given = json.loads(body) if len(body) <= LARGEST else {}
        found = [given[name] for name in ("id", "from", "words")]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if not all(isinstance(each, str) and "\0" not in each for each in found):
        return None
    text = Text(found[0], plain_number(found[1]), found[2])
    return text if 0 < len(text.id) <= LONGEST_ID and len(text.number) <= LONGEST_NUMBER else None
