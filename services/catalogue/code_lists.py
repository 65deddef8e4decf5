"""What codes are called, in one file: kinds, levels, audiences, themes, life events (code_lists.yaml).

schema.json repeats the short lists that never grow; a test holds the two together. Themes and life events are checked
against the file itself, so that a new one is one line.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from services.texts import Text

FILE = Path(__file__).with_name("code_lists.yaml")


@cache
def _lists() -> Mapping[str, Mapping[str, Text]]:
    found: Mapping[str, Mapping[str, Text]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def codes(name: str) -> Mapping[str, Text]:
    """Code -> what it is called, in the order of pages. `name`: kinds, levels, audiences, themes, life_events …"""
    return _lists()[name]


def called(name: str, code: str) -> Text:
    """What a code is called; a code that nobody has named stands for itself."""
    return codes(name).get(code) or {"zh": code, "en": code}


def kind_called(code: str, region: str) -> Text:
    """事项类型 as the province of that region uses the code, else as everybody does."""
    of_province = _lists().get(f"kinds_of_{region[:2]}", {})
    return of_province.get(code) or called("kinds", code)
