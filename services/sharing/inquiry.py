"""The question to one department: who it is about, what is asked, and the exact bytes that cross.

The answer must repeat the id, the SHA-256 of these bytes and the SHA-256 of the subject, so that an answer to another
question or about another person is known for what it is.
"""

import hashlib
import json
import unicodedata
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from services.actions.actor import SYSTEM, Actor
from services.departments.models import Department
from services.people.identity_numbers import normalise
from services.sharing.models import Disclosure, Purpose
from services.sharing.port import Asker, Letterhead
from services.sharing.readings import Reading

PROGRAM = Asker("system")
NONE: Mapping[str, str] = {}


@dataclass(frozen=True)
class Subject:
    """Whom a question is about. `person_id` when the person is confirmed; it never crosses."""

    name: str = field(repr=False)
    id_no: str = field(repr=False)
    person_id: UUID | None = None

    def as_sent(self) -> dict[str, str]:
        return {"id_no": normalise(self.id_no), "name": unicodedata.normalize("NFC", self.name.strip())}

    def digest(self) -> str:
        return hashlib.sha256(canonical(self.as_sent())).hexdigest()


@dataclass(frozen=True)
class Occasion:
    """Why somebody asks: what all departments are told alike. `claims` go to the one that checks them; `actor` is who
    asks, a machine where nobody sits before it."""

    purpose: Purpose
    subject: Subject
    source: str
    claims: Mapping[str, str] = field(repr=False)
    at: datetime
    actor: Actor = SYSTEM


@dataclass(frozen=True)
class Inquiry:
    """`body` is sent as it stands; whoever serialises it again breaks the hash. `rules`: by field, the registered question
    and its version that a predicate is to be answered by."""

    letterhead: Letterhead
    readings: Sequence[Reading]
    body: bytes = field(repr=False)
    rules: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        return self.letterhead.id

    @property
    def subject_hash(self) -> str:
        return self.letterhead.subject_hash

    @property
    def department(self) -> Department:
        return self.readings[0].department

    @property
    def request_hash(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


def inquire(
    occasion: Occasion,
    readings: Sequence[Reading],
    *,
    policies: Sequence[str] = (),
    consent: str = "",
    asks: Asker = PROGRAM,
    rules: Mapping[str, str] = NONE,
) -> Inquiry:
    """`readings` of one department, allowed under these policies and this receipt. Of the claims, only those about a
    predicate that is asked here cross."""
    id = uuid.uuid4()
    predicates = [each.field.code for each in readings if each.disclosure == Disclosure.PREDICATE]
    envelope = {
        "id": str(id),
        "asked_at": occasion.at.astimezone(UTC).isoformat(),
        "purpose": str(occasion.purpose),
        "source": occasion.source,
        "subject": occasion.subject.as_sent(),
        "fields": [each.field.code for each in readings if each.disclosure != Disclosure.PREDICATE],
        "predicates": predicates,
        "rules": {code: rule for code, rule in rules.items() if code in predicates},
        "claims": {code: claim for code, claim in occasion.claims.items() if code in predicates},
    }
    letterhead = Letterhead(
        id=id,
        service=readings[0].department.code,
        issue=occasion.source,
        purpose=str(occasion.purpose),
        subject_hash=occasion.subject.digest(),
        policies=policies,
        consent=consent,
        asks=asks,
    )
    return Inquiry(letterhead, readings, canonical(envelope), rules)


def canonical(value: object) -> bytes:
    """Sorted keys, UTF-8, no spaces. Texts and lists only, so nothing can be written in two ways."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
