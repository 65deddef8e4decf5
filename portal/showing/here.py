"""A text of published data in the language of the page at hand."""

from django.utils.translation import get_language

from services.texts import Text, in_language


def here(text: Text | str | None) -> str:
    return in_language(text, get_language() or "zh")
