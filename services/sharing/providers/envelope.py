"""The signed envelope: which lines of a question and of its answer are signed, and what an answer has to repeat.

Signed is a text that both sides write alike: a first line (method and path, or the status), then the headers below in
this order as `name: value`, each on a line of its own. The body enters by its `Content-Digest`. A header that is not
there is an empty one, so that leaving one out is a change too.

    question  Gw-Id is the call: the same for every try, so a department does nothing twice. Gw-Nonce is the try.
    answer    repeats both, and the digest of the question's signed text: it cannot answer anything else.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.sharing.keys import TrustedKey
from services.sharing.models import Reason
from services.sharing.port import Letterhead, NoAnswer
from services.sharing.signatures import SUITES, Signer

CLIENT = "portal"
SIGNATURE = "Gw-Signature"
QUESTION = (
    "Gw-Suite",
    "Gw-Key-Id",
    "Gw-Client",
    "Gw-Service",
    "Gw-Id",
    "Gw-Nonce",
    "Gw-Created",
    "Gw-Deadline",
    "Gw-User",
    "Gw-Represented",
    "Gw-Issue",
    "Gw-Purpose",
    "Gw-Policy",
    "Gw-Consent",
    "Content-Type",
    "Content-Digest",
)
ANSWER = (
    "Gw-Suite",
    "Gw-Key-Id",
    "Gw-Id",
    "Gw-Nonce",
    "Gw-Request-Hash",
    "Gw-Subject-Hash",
    "Gw-As-Of",
    "Content-Type",
    "Content-Digest",
)
PRINTABLE = re.compile(r"[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?|", re.ASCII)


def _letterhead(question: Letterhead) -> dict[str, str]:
    return {
        "Gw-Client": CLIENT,
        "Gw-Service": question.service,
        "Gw-Id": str(question.id),
        "Gw-User": question.asks.user,
        "Gw-Represented": question.asks.represented,
        "Gw-Issue": question.issue,
        "Gw-Purpose": question.purpose,
        "Gw-Policy": " ".join(question.policies),
        "Gw-Consent": question.consent,
    }


def signed_text(first: str, names: Sequence[str], headers: Mapping[str, str]) -> bytes:
    """Raises ValueError for a value that could be read as more than one line."""
    lines = [first]
    for name in names:
        value = headers.get(name, "")
        if not PRINTABLE.fullmatch(value):
            raise ValueError(f"{name} cannot be signed")
        lines.append(f"{name.lower()}: {value}")
    return "\n".join(lines).encode("ascii")


def content_digest(suite: str, body: bytes) -> str:
    found = SUITES[suite]
    return f"{found.digest_name}=:{b64encode(found.digest(body)).decode()}:"


@dataclass(frozen=True)
class Sealed:
    """A question ready to be sent once: its headers, and the digest an answer must repeat."""

    headers: Mapping[str, str]
    request_hash: str


def seal(
    letterhead: Letterhead,
    body: bytes,
    signer: Signer,
    *,
    path: str,
    content_type: str,
    nonce: str,
    times: Mapping[str, str],
) -> Sealed:
    """`times`: `Gw-Created` and `Gw-Deadline`."""
    headers = _letterhead(letterhead) | {
        **times,
        "Gw-Suite": signer.suite,
        "Gw-Key-Id": signer.key_id,
        "Gw-Nonce": nonce,
        "Content-Type": content_type,
        "Content-Digest": content_digest(signer.suite, body),
    }
    text = signed_text(f"POST {path}", QUESTION, headers)
    headers[SIGNATURE] = b64encode(signer.sign(text)).decode()
    return Sealed(headers, SUITES[signer.suite].digest(text).hex())


def check_answer(
    letterhead: Letterhead,
    sealed: Sealed,
    keys: Sequence[TrustedKey],
    headers: Mapping[str, str],
    body: bytes,
) -> None:
    """Raises `NoAnswer`: first whether the department signed this, then whether it answers this very try."""
    if not _is_signed(keys, headers, body):
        raise NoAnswer(Reason.BAD_SIGNATURE)
    expected = {
        "Gw-Id": str(letterhead.id),
        "Gw-Nonce": sealed.headers["Gw-Nonce"],
        "Gw-Request-Hash": sealed.request_hash,
    }
    if any(headers.get(name) != value for name, value in expected.items()):
        raise NoAnswer(Reason.WRONG_REQUEST)
    if headers.get("Gw-Subject-Hash") != letterhead.subject_hash:
        raise NoAnswer(Reason.WRONG_SUBJECT)


def _is_signed(keys: Sequence[TrustedKey], headers: Mapping[str, str], body: bytes) -> bool:
    """By a key that counts now, in the suite it was registered for: neither is the message's to choose."""
    named = (headers.get("Gw-Key-Id"), headers.get("Gw-Suite"))
    key = next((each for each in keys if (each.id, each.suite) == named), None)
    if key is None or headers.get("Content-Digest") != content_digest(key.suite, body):
        return False
    try:
        text = signed_text("200", ANSWER, headers)
        signature = b64decode(headers.get(SIGNATURE, ""), validate=True)
    except ValueError:
        return False
    return SUITES[key.suite].verifier(key.public).verify(text, signature)
