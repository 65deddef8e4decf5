"""`manage.py collect_texts`: finds every English msgid of the interface and adds the missing ones to the Chinese catalogue.

No gettext tools: Django turns templates into something like Python, Babel reads both. Texts of laws, items and departments
are data with their own languages and do not pass here. Without options it lists what still lacks its Chinese.
"""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation.template import templatize

from portal.starting.texts import compile_texts

KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PACKAGES = ("portal", "services", "accessibility")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


class Text(NamedTuple):
    context: str | None
    msgid: str
    plural: str | None


def catalogue() -> Path:
    return Path(settings.LOCALE_PATHS[0]) / "zh_Hans" / "LC_MESSAGES" / "django.po"


def texts_in_use() -> dict[Text, str]:
    """Every text the interface may show, and one file it stands in."""
    found: dict[Text, str] = {}
    for path in _sources():
        for text in _texts_of(path):
            found.setdefault(text, str(path.relative_to(settings.ROOT)))
    return found


def _sources() -> Iterator[Path]:
    for package in PACKAGES:
        yield from (
            each for each in sorted((settings.ROOT / package).rglob("*.py")) if "migrations" not in each.parts
        )
    for suffix in ("html", "txt"):
        yield from sorted((settings.ROOT / "templates").rglob(f"*.{suffix}"))


def _texts_of(path: Path) -> Iterator[Text]:
    source = path.read_text()
    if path.suffix != ".py":
        # what is left of the markup means nothing: without its indentation the tokenizer does not mind it
        source = "\n".join(line.strip() for line in templatize(source).splitlines())
    for _line, messages, _comments, context in extract("python", BytesIO(source.encode()), KEYWORDS):
        msgid, plural = messages if isinstance(messages, tuple) else (messages, None)
        if msgid:
            yield Text(context, msgid, plural)


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans", domain="django")


def write(path: Path, catalog: Catalog) -> None:
    with path.open("wb") as file:
        write_po(file, catalog, width=110, no_location=True, sort_output=True, ignore_obsolete=True)


def problems(catalog: Catalog, texts: Iterable[Text]) -> Iterator[str]:
    """Texts without Chinese, and translations that lose or invent a placeholder."""
    for text in texts:
        message = catalog.get(text.msgid, text.context)
        if message is None or message.fuzzy or not all(_strings(message)):
            yield f"no Chinese: {text.msgid!r}"
        elif lost := _placeholders(text.plural or text.msgid) ^ _placeholders(*_strings(message)):
            yield f"placeholders differ ({', '.join(sorted(lost))}): {text.msgid!r}"


def _strings(message: Message) -> tuple[str, ...]:
    string: Any = message.string
    return tuple(string) if isinstance(string, tuple | list) else (string,)


def _placeholders(*texts: str) -> set[str]:
    return {each for text in texts for each in PLACEHOLDER.findall(text)}


class Command(BaseCommand):
    help = "Adds msgids that are not in the Chinese catalogue yet, and lists those without Chinese."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--compile", action="store_true", help="also write the .mo files")
        parser.add_argument("--prune", action="store_true", help="also drop what nothing uses any more")

    def handle(self, *args: Any, **options: Any) -> None:
        texts, catalog = texts_in_use(), read(catalogue())
        added = [text for text in texts if catalog.get(text.msgid, text.context) is None]
        for text in added:
            catalog.add((text.msgid, text.plural) if text.plural else text.msgid, context=text.context)
        if options["prune"]:
            self._prune(catalog, texts)
        write(catalogue(), catalog)
        missing = list(problems(catalog, texts))
        for each in missing:
            self.stdout.write(each)
        self.stdout.write(f"{len(texts)} texts, {len(added)} added, {len(missing)} to mend.")
        if options["compile"]:
            compile_texts(Path(settings.LOCALE_PATHS[0]))

    def _prune(self, catalog: Catalog, texts: Iterable[Text]) -> None:
        used = {(text.msgid, text.context) for text in texts}
        for message in list(catalog):
            msgid = message.id[0] if isinstance(message.id, tuple | list) else message.id
            if msgid and (msgid, message.context) not in used:
                self.stdout.write(f"dropped: {msgid!r}")
                catalog.delete(msgid, message.context)
