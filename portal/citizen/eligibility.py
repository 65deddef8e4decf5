"""Does it fit me? A few questions before anybody signs in, and a first answer: yes, no, or maybe, please apply.

Asked by POST, so that what somebody says of themself stands in no address; nothing of it is kept. It is never a refusal, and
the button to begin is there whatever the answer.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import get_language

from portal.citizen.guide import address, version_of
from portal.showing.eligibility import BadFacts, eligibility
from services.catalogue.models import ItemVersion
from services.catalogue.variants import settled_facts, variants_of
from services.rules.schema import UNKNOWN
from services.texts import Text

LONGEST = 30
Facts = Mapping[str, dict[str, Any]]


@dataclass(frozen=True)
class Asked:
    """A fact as a question. `options` are what it may be; whoever does not know leaves it."""

    code: str
    kind: str
    label: Text
    condition: Text
    unit: Text
    options: dict[str, Text]
    given: str
    error: str


@login_not_required
def fits(request: HttpRequest, code: str) -> HttpResponse:
    """Of an item with several variants: which one has been chosen on the guide."""
    today, region, number = localdate(), request.GET.get("region", "")[:9], request.GET.get("variant", "")
    version = version_of(code, today, region)
    if variants_of(version.content) and number not in variants_of(version.content):
        return redirect(address("guide", code, region))
    answer, errors = None, {}
    if request.method == "POST":
        try:
            answer = eligibility(
                version, _facts(request, _asks(version, number)), today, get_language() or "zh", number
            )
        except BadFacts as bad:
            errors = dict(bad.errors)
    context = {
        "version": version,
        "content": version.content_of(number),
        "guide": address("guide", code, region, number),
        "asked": _asked(request, _asks(version, number), errors),
        "errors": errors,
        "answer": answer,
    }
    return render(request, "citizen/fits.html", context, status=422 if errors else 200)


def _asks(version: ItemVersion, number: str) -> Facts:
    """The facts that the choice of a variant has not settled."""
    settled = settled_facts(version.content, number)
    return {name: fact for name, fact in version.content["facts"].items() if name not in settled}


def _facts(request: HttpRequest, facts: Facts) -> dict[str, Any]:
    given = {name: _given(request, name) for name in facts}
    return {name: _plain(facts[name]["kind"], text) for name, text in given.items() if text}


def _given(request: HttpRequest, name: str) -> str:
    """Full-width digits are digits, and blanks around are nothing."""
    return unicodedata.normalize("NFKC", request.POST.get(f"f-{name}", "")).strip()[:LONGEST]


def _plain(kind: str, text: str) -> Any:
    """What the rules read; a text that is no such value stays one, and is told to be wrong."""
    if kind == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if kind == "number" and text.isascii() and text.removeprefix("-").isdigit():
        return int(text)
    return text


def _asked(request: HttpRequest, facts: Facts, errors: dict[str, str]) -> list[Asked]:
    return [
        Asked(
            code=name,
            kind=fact["kind"],
            label=fact["label"],
            condition=fact["condition"],
            unit=fact.get("unit", {}),
            options={code: text for code, text in fact.get("values", {}).items() if code != UNKNOWN},
            given=_given(request, name),
            error=errors.get(name, ""),
        )
        for name, fact in facts.items()
    ]
