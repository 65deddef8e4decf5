"""A register that speaks XML and nothing newer: the same question, the same signature, other words.

    <question id="…" asked-at="…" purpose="…" source="…">
      <subject name="…" id-no="…"/> <field code="…"/>… <predicate code="…" rule="…"/>… <claim code="…">…</claim>…
    </question>
    <answer id="…" subject-hash="…" as-of="…">
      <value code="…" kind="text|number">…</value> <value code="…" kind="list"><item>…</item></value>
      <predicate code="…" rule="…">YES</predicate>
    </answer>

Read by defusedxml, with every kind of declaration refused: no document type, no entities, nothing from elsewhere. More
than one `<record>` instead of values says that the register has several entries. What an answer belongs to is not said
in the XML: the signed headers have said it before anything is read here.
"""

import hashlib
import json
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from services.sharing.models import Reason
from services.sharing.port import NoAnswer, Question

MOST_ELEMENTS = 2000


class Xml:
    content_type = "application/xml"

    def write(self, question: Question) -> bytes:
        asked = json.loads(question.body)
        names = {"id": "id", "asked-at": "asked_at", "purpose": "purpose", "source": "source"}
        root = Element("question", {name: asked[key] for name, key in names.items()})
        SubElement(root, "subject", {"name": asked["subject"]["name"], "id-no": asked["subject"]["id_no"]})
        for code in asked["fields"]:
            SubElement(root, "field", {"code": code})
        for code in asked["predicates"]:
            SubElement(root, "predicate", {"code": code, "rule": asked["rules"].get(code, "")})
        for code, claim in asked["claims"].items():
            SubElement(root, "claim", {"code": code}).text = claim
        written: bytes = tostring(root, encoding="utf-8")
        return written

    def read(self, question: Question, body: bytes) -> bytes:
        root = _parsed(body)
        if root.tag != "answer" or sum(1 for _ in root.iter()) > MOST_ELEMENTS:
            raise NoAnswer(Reason.MALFORMED)
        try:
            told = _told(root)
        except (KeyError, ValueError):
            raise NoAnswer(Reason.MALFORMED) from None
        return json.dumps(told | {"request_hash": hashlib.sha256(question.body).hexdigest()}).encode()


def _parsed(body: bytes) -> Element:
    try:
        found: Element = fromstring(
            body.decode(), forbid_dtd=True, forbid_entities=True, forbid_external=True
        )
    except (DefusedXmlException, ParseError, ValueError, RecursionError):
        raise NoAnswer(Reason.MALFORMED) from None
    return found


def _told(root: Element) -> dict[str, Any]:
    records, predicates = root.findall("record"), root.findall("predicate")
    return {
        "id": root.attrib["id"],
        "subject_hash": root.attrib["subject-hash"],
        "as_of": root.attrib["as-of"],
        "values": [_values(each) for each in records] if records else _values(root),
        "predicates": _once((each.attrib["code"], each.text or "") for each in predicates),
        "rules": {each.attrib["code"]: each.attrib["rule"] for each in predicates if "rule" in each.attrib},
    }


def _values(parent: Element) -> dict[str, Any]:
    return _once((each.attrib["code"], _value(each)) for each in parent.findall("value"))


def _value(element: Element) -> Any:
    kind = element.attrib.get("kind", "text")
    if kind == "list":
        return [item.text or "" for item in element.findall("item")]
    return int(element.text or "") if kind == "number" else element.text or ""


def _once(pairs: Any) -> dict[str, Any]:
    listed = list(pairs)
    if len(found := dict(listed)) != len(listed):
        raise ValueError("a code occurs twice")
    return found
