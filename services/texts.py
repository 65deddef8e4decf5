"""A text in the languages of the pages, as published data carry it: `{"zh": "高龄津贴", "en": "Old-age allowance"}`.

Interface words live in the message catalogue; these are the words of laws, items and departments.
"""

from collections.abc import Mapping

Text = Mapping[str, str]
LANGUAGES = ("zh", "en")


def in_language(text: Text | str | None, language: str) -> str:
    """The text in that language (`zh-hans`, `zh`, `en` …), else in Chinese: a page never shows a hole."""
    if isinstance(text, str) or not text:
        return text if isinstance(text, str) else ""
    return text.get(language.partition("-")[0]) or text.get("zh") or next(iter(text.values()), "")
