"""What a department writes in: JSON as everybody, or the XML of a register that is older than that.

The shape of the XML stands in docs/integrating.md; nothing of the portal reads or writes it here.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from services.simulators.envelope import BadQuestion, Question, question_of, read


@dataclass(frozen=True)
class Speech:
    """`read` raises `BadQuestion`."""

    content_type: str
    read: Callable[[bytes], Question]
    write: Callable[[Mapping[str, Any]], bytes]


def write_json(reply: Mapping[str, Any]) -> bytes:
    return json.dumps(reply, ensure_ascii=False).encode()


def read_xml(body: bytes) -> Question:
    try:
        root = fromstring(body.decode(), forbid_dtd=True)
        subject = root.find("subject")
        sent = {
            "id": root.attrib["id"],
            "asked_at": root.attrib["asked-at"],
            "purpose": root.attrib["purpose"],
            "source": root.attrib["source"],
            "subject": {"name": subject.attrib["name"], "id_no": subject.attrib["id-no"]},
            "fields": [each.attrib["code"] for each in root.findall("field")],
            "predicates": [each.attrib["code"] for each in root.findall("predicate")],
            "rules": {
                each.attrib["code"]: each.attrib["rule"]
                for each in root.findall("predicate")
                if each.get("rule")
            },
            "claims": {each.attrib["code"]: each.text or "" for each in root.findall("claim")},
        }
    except (DefusedXmlException, ParseError, ValueError, KeyError, AttributeError):
        raise BadQuestion("not_a_question") from None
    return question_of(sent, body)


def write_xml(reply: Mapping[str, Any]) -> bytes:
    root = Element(
        "answer", {"id": reply["id"], "subject-hash": reply["subject_hash"], "as-of": reply["as_of"]}
    )
    told = reply["values"]
    for parent, values in (
        [(SubElement(root, "record"), each) for each in told] if isinstance(told, list) else [(root, told)]
    ):
        for code, value in values.items():
            _add(parent, code, value)
    for code, answer in reply["predicates"].items():
        SubElement(root, "predicate", {"code": code, "rule": reply["rules"][code]}).text = answer
    written: bytes = tostring(root, encoding="utf-8")
    return written


def _add(parent: Element, code: str, value: Any) -> None:
    kind = "list" if isinstance(value, list) else "number" if isinstance(value, int) else "text"
    element = SubElement(parent, "value", {"code": code, "kind": kind})
    if kind == "list":
        for each in value:
            SubElement(element, "item").text = each
    else:
        element.text = str(value)


SPEECHES = {
    "json": Speech("application/json", read, write_json),
    "xml": Speech("application/xml", read_xml, write_xml),
}
