"""Whether a draft of one version of an item may go on under another: only if nothing it stands on has changed its meaning.

Compatible: nothing more is asked, read, needed, paid or travelled, and every question that is kept means what it meant.
Leaving out a question, making one optional, adding an option or an optional question is. Limits, law, places and answers
may change freely.
"""

from collections.abc import Iterator
from typing import Any

from services.catalogue.variants import of_variant, variants_of

Package = dict[str, Any]
MAY_CHANGE = {"hint", "why", "help", "where", "default"}  # words beside a question, and what it proposes
LOOSENS = {"required", "longest", "options"}


def hindrances(old: Package, new: Package, variant: str = "") -> list[str]:
    """What stands in the way, one short name each; none: a draft of `old`, and of that variant, may become one of `new`."""
    before, after = variants_of(old).get(variant), variants_of(new).get(variant)
    if (before is None) != (after is None) or (variants_of(new) and not variant):
        return ["variants"]
    if before and after and before["name"] != after["name"]:
        return [f"variants.{variant}"]
    ones = of_variant(old, variant), of_variant(new, variant)
    return [name for check in (_questions, _papers, _reads, _burdens) for name in check(*ones)]


def _questions(old: Package, new: Package) -> Iterator[str]:
    before = {question["code"]: question for question in old["questions"]}
    for question in new["questions"]:
        code = question["code"]
        if code in before:
            yield from (f"questions.{code}.{part}" for part in _changed(before[code], question))
        elif question.get("required"):
            yield f"questions.{code}"


def _changed(before: Package, after: Package) -> Iterator[str]:
    for part in sorted({*before, *after} - MAY_CHANGE - LOOSENS):
        if before.get(part) != after.get(part):
            yield part
    if after.get("required") and not before.get("required"):
        yield "required"
    if "longest" in after and after["longest"] < before.get("longest", after["longest"] + 1):
        yield "longest"
    offered = after.get("options", [])
    if any(option not in offered for option in before.get("options", [])):
        yield "options"


def _papers(old: Package, new: Package) -> Iterator[str]:
    before = {piece["code"] for piece in old["evidence"]}
    yield from (f"evidence.{piece['code']}" for piece in new["evidence"] if piece["code"] not in before)


def _reads(old: Package, new: Package) -> Iterator[str]:
    """What has been read was read for the old purpose; the new one must not lean on more, nor on less hidden values."""
    before, after = (
        {each["field"]: each["disclosure"] for each in one["purpose"]["reads"]} for one in (old, new)
    )
    yield from (f"purpose.{field}" for field in {**before, **after} if before.get(field) != after.get(field))


def _burdens(old: Package, new: Package) -> Iterator[str]:
    yield from (name for name in ("fee_fen", "visits", "once") if new[name] > old[name])
