"""What every template knows of the reader: `display`, `elder`, and `page_language` for `<html lang>`."""

from django.http import HttpRequest
from django.utils.translation import get_language

from accessibility.display import STANDARD

LANGUAGE_TAGS = {"zh-hans": "zh-Hans"}  # never plain zh: some systems then pick Japanese glyphs


def display(request: HttpRequest) -> dict[str, object]:
    shown = getattr(request, "display", STANDARD)
    code = get_language() or "zh-hans"
    return {"display": shown, "elder": shown.elder, "page_language": LANGUAGE_TAGS.get(code, code)}
