"""One's consents, and what others ask one to agree to, for the page and the API."""

from base64 import b64encode
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.actions.actor import Actor
from services.applications.actions.drop_evidence import is_used
from services.applications.models import Application
from services.people.models import Person
from services.sharing.models import Consent, ConsentRequest, ConsentRequests, DataField
from services.sharing.receipts import SCHEMA, public_key, sign, write_end
from services.texts import Text


@dataclass(frozen=True)
class Line:
    """`used`: a decision rests on it already, so the values stay with the decision."""

    consent: Consent
    labels: list[Text]
    used: bool


def consents_of(actor: Actor) -> list[Line]:
    """The newest first."""
    given = Consent.objects.visible_to(actor).select_related("purpose").order_by("-given_at", "-pk")
    labels = dict(DataField.objects.values_list("code", "label"))
    return [Line(each, [labels[code] for code in each.fields], _used(each)) for each in given]


def _used(consent: Consent) -> bool:
    word, _, id = consent.source.partition(":")
    application = Application.objects.filter(pk=id).first() if word == "application" else None
    return application is not None and is_used(application)


def requests_to(person_id: UUID) -> ConsentRequests:
    """Found by the person's own number, answered or not."""
    mine = ConsentRequest.objects.asked_of(Person.objects.get(pk=person_id).id_no)
    return mine.select_related("purpose", "asked_by")


def receipt_file(consent: Consent) -> dict[str, Any]:
    """The very bytes that were signed, with the signature and the key to check it by; of an ended one its end as well."""
    given = _signed(bytes(consent.receipt), bytes(consent.signature))
    if consent.ended_at is None:
        return {"schema": SCHEMA, **given}
    end = write_end(consent)
    return {"schema": SCHEMA, **given, "end": _signed(end, sign(end))}


def _signed(receipt: bytes, signature: bytes) -> dict[str, Any]:
    return {
        "receipt": receipt.decode(),
        "signature": {
            "algorithm": "Ed25519",
            "value": b64encode(signature).decode(),
            "public_key": public_key(receipt, signature),
        },
    }
