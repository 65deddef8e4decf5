"""Published sentences with gaps: 兹证明{name}（身份证号 {id_no}）…每月 {amount} 元.

A gap is a plain lower-case name and nothing else. Attribute access, indexes, conversions and format specifications are
errors, and values are put in as they are: `str.format` is never called, so neither a pattern nor a value can reach into
an object. What a value means is not known here.
"""

import re
from collections.abc import Collection, Mapping
from string import Formatter

from services.texts import LANGUAGES, Text, in_language

NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


class BadPattern(ValueError):
    """Braces that do not close, a gap that is not a plain name, or a gap nobody fills."""


def gaps(pattern: str, known: Collection[str]) -> list[str]:
    """The names of the gaps in order. Raises `BadPattern` with a sentence for whoever wrote the pattern."""
    return [name for _, name in _pieces(pattern, known) if name is not None]


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """The sentence with every gap filled. Raises `BadPattern`."""
    return "".join(
        text + (values[name] if name is not None else "") for text, name in _pieces(pattern, values)
    )


def fill_text(pattern: Text, values: Mapping[str, Text | str]) -> dict[str, str]:
    """The sentence in each language it is written in; a value without that language stays Chinese."""
    return {
        language: fill(
            pattern[language], {name: in_language(value, language) for name, value in values.items()}
        )
        for language in LANGUAGES
        if pattern.get(language)
    }


def _pieces(pattern: str, known: Collection[str]) -> list[tuple[str, str | None]]:
    try:
        parsed = list(Formatter().parse(pattern))
    except ValueError as error:
        raise BadPattern(f"{error}: {pattern!r}") from None
    for _, name, specification, conversion in parsed:
        if name is None:
            continue
        if specification or conversion or not NAME.fullmatch(name):
            raise BadPattern(f"{{{name}}} must be a plain name without '!', ':', '.' or '[': {pattern!r}")
        if name not in known:
            raise BadPattern(f"{{{name}}} is not known here; known are {', '.join(sorted(known))}")
    return [(text, name) for text, name, _, _ in parsed]
