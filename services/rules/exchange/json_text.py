"""JSON: the JDM table together with its facts, words and examples, or the bare table of another editor.

Read with suspicion: its length first, its depth before anything is built, no key twice, no key that means something
to a script, no number that JSON does not have. What it says is judged by the profile afterwards.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from services.rules.compose import compose
from services.rules.exchange.content import Content, content_of, refuse, refuse_too_long
from services.texts import Text

FORMAT = "rules/1"
DEEPEST = 12  # our own documents need seven
_KEYS = {"format", "jdm", "facts", "texts", "examples"}
_SCRIPTED = {"__proto__", "prototype", "constructor"}
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


def write_json(content: Content) -> bytes:
    """Raises `RuleErrors` for content that is not fit to be stored."""
    composed = compose(content.facts, content.rows)
    body = {
        "format": FORMAT,
        "facts": composed.facts,
        "texts": composed.texts,
        "examples": list(content.examples),
        "jdm": composed.jdm,
    }
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


def read_json(data: bytes) -> Content:
    """A whole rule set, as `write_json` writes it. Raises `RuleErrors`."""
    body = parse_json(data)
    if not isinstance(body, dict) or set(body) != _KEYS or body["format"] != FORMAT:
        refuse(_("This is no rule set: it needs format rules/1, jdm, facts, texts and examples."))
    if not isinstance(body["facts"], dict) or not isinstance(body["texts"], dict):
        refuse(_("facts and texts give names their contents."))
    if not isinstance(body["examples"], list):
        refuse(_("The examples are a list."))
    return content_of(body["jdm"], body["facts"], body["texts"], body["examples"])


def read_jdm(data: bytes, *, facts: Mapping[str, Any], texts: Mapping[str, Text]) -> Content:
    """A bare JDM document over facts and words that are known. Raises `RuleErrors`."""
    return content_of(parse_json(data), facts, texts)  # type: ignore[arg-type]


def parse_json(data: bytes) -> object:
    """The value, if the text is JSON without tricks. Raises `RuleErrors`."""
    refuse_too_long(data)
    try:
        text = data.decode("utf-8-sig")
        _refuse_depth(text)
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
    except (ValueError, RecursionError):
        return refuse(_("The file is not JSON in UTF-8."))


def _refuse_depth(text: str) -> None:
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if depth > DEEPEST:
            refuse(_("The file is nested too deep. A rule table needs few levels."))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key in found if sum(key == other for other, _ in pairs) > 1)
        refuse(_("The key %(key)s stands twice in one object. Keep one.") % {"key": twice[:60]})
    for key in _SCRIPTED & set(found):
        refuse(_("The key %(key)s has no place in rules. Remove it.") % {"key": key})
    return found


def _constant(name: str) -> object:
    return refuse(_("%(name)s is no number in JSON.") % {"name": name})
