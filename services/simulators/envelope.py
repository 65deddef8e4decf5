"""The wire: what a question must look like, and what an answer repeats of it.

A question is JSON: `{id, asked_at, purpose, source, subject: {name, id_no}, fields, predicates, rules, claims}`. An answer
repeats the id, the SHA-256 of the very bytes received and the SHA-256 of the subject it is about, and says as of when.
"""

import hashlib
import json
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

TEXTS = ("id", "purpose", "source")
OPTIONAL = ("asked_at", "claims")
CITY_TIME = timezone(timedelta(hours=8))


class BadQuestion(Exception):
    """The code says what is wrong with it."""


@dataclass(frozen=True)
class Question:
    id: str
    name: str
    id_no: str
    fields: tuple[str, ...]
    predicates: tuple[str, ...]
    claims: dict[str, str]
    as_of: str
    request_hash: str
    rules: dict[str, str] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """On the calendar of the city."""
        return datetime.fromisoformat(self.as_of).astimezone(CITY_TIME).date()


def read(body: bytes) -> Question:
    """Raises `BadQuestion`."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        raise BadQuestion("not_a_question") from None
    return question_of(sent, body)


def question_of(sent: Any, body: bytes) -> Question:
    """`body`: the bytes it came as. Raises `BadQuestion`."""
    try:
        subject = sent["subject"]
        if not all(isinstance(sent[name], str) for name in TEXTS):
            raise BadQuestion("not_a_question")
        return Question(
            id=sent["id"],
            name=_text(subject["name"]),
            id_no=_text(subject["id_no"]),
            fields=tuple(map(_text, sent["fields"])),
            predicates=tuple(map(_text, sent["predicates"])),
            claims={_text(code): _text(claim) for code, claim in sent.get("claims", {}).items()},
            as_of=_as_of(sent.get("asked_at")),
            request_hash=hashlib.sha256(body).hexdigest(),
            rules={_text(code): _text(rule) for code, rule in sent.get("rules", {}).items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadQuestion("not_a_question") from None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _as_of(asked_at: str | None) -> str:
    """The registers are up to date to the second of the question, so that the same question has the same answer."""
    asked = datetime.fromisoformat(asked_at) if asked_at else datetime.fromtimestamp(time.time(), UTC)
    return asked.astimezone(UTC).replace(microsecond=0).isoformat()


def subject_hash(name: str, id_no: str) -> str:
    subject = json.dumps({"id_no": id_no, "name": name}, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(subject.encode()).hexdigest()


def rule_of(code: str) -> str:
    """The registered question that a yes or no of ours answers, with the version we know. Another threshold would be another
    version, and no question brings its own."""
    return f"{code.replace('.', '_').upper()}@1"


def answer(question: Question, values: dict[str, Any], predicates: dict[str, str]) -> dict[str, Any]:
    return {
        "id": question.id,
        "request_hash": question.request_hash,
        "subject_hash": subject_hash(question.name, question.id_no),
        "as_of": question.as_of,
        "values": values,
        "predicates": predicates,
        "rules": {code: rule_of(code) for code in predicates},
    }
