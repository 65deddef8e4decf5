"""What `manage.py check` can see of accessibility without a browser: the wiring, and faults written into templates.

Contrast, sizes and reach are measured in a browser (tests/browser/audit.py). Certificates and messages are not pages:
they are left out, for paper has other rules.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

MIDDLEWARE = "accessibility.middleware.DisplayMiddleware"
BEFORE = "django.contrib.auth.middleware.AuthenticationMiddleware"
PROCESSOR = "accessibility.context_processors.display"
NOT_PAGES = {"certificates", "messages"}

FAULTS = {
    r"\sstyle\s*=": "an inline style: the security policy drops it, write a rule in a sheet",
    r"\son[a-z]+\s*=\s*[\"']": "an inline handler: the security policy drops it",
    r"<script(?![^>]*nonce)": "a script without nonce: the security policy drops it",
    r"user-scalable\s*=\s*no|maximum-scale": "a page that cannot be zoomed (WCAG 1.4.4)",
    r"http-equiv\s*=\s*[\"']?refresh": "a page that reloads by itself (WCAG 2.2.1)",
    r"tabindex\s*=\s*[\"']?[1-9]": "a tab order of its own (WCAG 2.4.3)",
    r"<(marquee|blink)\b|\sautoplay\b": "something that moves by itself (WCAG 2.2.2)",
    r"\sautofocus\b": "a focus that jumps past the heading",
    r"target\s*=\s*[\"']?_blank": "a link that opens a window unasked",
    r"<img(?![^>]*\salt=)": "an image without a text (WCAG 1.1.1)",
}


def faults(source: str) -> list[str]:
    """Faults one can see in the text of a template, in words."""
    bare = re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", source, flags=re.DOTALL)
    return [words for pattern, words in FAULTS.items() if re.search(pattern, bare, re.IGNORECASE)]


def pages(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*.html")):
        if path.relative_to(folder).parts[0] not in NOT_PAGES:
            yield path


@register("accessibility")
def check_wiring(**_: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if MIDDLEWARE not in settings.MIDDLEWARE:
        found.append(
            Error(f"{MIDDLEWARE} is missing: no page would have a display.", id="accessibility.E001")
        )
    elif settings.MIDDLEWARE.index(MIDDLEWARE) < settings.MIDDLEWARE.index(BEFORE):
        found.append(Error(f"{MIDDLEWARE} must come after {BEFORE}.", id="accessibility.E002"))
    if not any(PROCESSOR in each.get("OPTIONS", {}).get("context_processors", ()) for each in _engines()):
        found.append(
            Error(f"{PROCESSOR} is missing: pages would not know the mode.", id="accessibility.E003")
        )
    return found


@register("accessibility")
def check_templates(**_: Any) -> list[CheckMessage]:
    return [
        Warning(f"{path.name} has {words}.", obj=str(path), id="accessibility.W001")
        for engine in _engines()
        for root in engine["DIRS"]
        for path in pages(Path(root))
        for words in faults(path.read_text())
    ]


def _engines() -> list[dict[str, Any]]:
    return list(settings.TEMPLATES)
