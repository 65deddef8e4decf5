"""What the questions of a package must keep beyond the schema: each takes only what its kind knows, can be answered, can come
to be asked, and is not asked of a person while nobody reads the register that answers it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.catalogue.package import Fault, Place, Source
from services.eforms.kinds import KINDS
from services.eforms.kinds.days import is_limit
from services.eforms.question import Condition, Question

FOR_ALL = {
    "code",
    "kind",
    "label",
    "required",
    "hint",
    "why",
    "where_to_find",
    "default",
    "source",
    "only_if",
    "variants",
}
NOT_INSIDE = {"group", "file"}  # of an entry of a group
BOUNDS = (("least", "most"), ("earliest", "latest"), ("at_least", "at_most"), ("shortest", "longest"))
TODAY = "today"


def check_questions(
    source: Source, blocks: Sequence[Mapping[str, Any]], place: Place, *, inside: bool = False
) -> Iterator[Fault]:
    """Only of blocks that keep the schema. `inside`: they are the questions of a group."""
    earlier: dict[str, Question] = {}
    for number, block in enumerate(blocks):
        here = (*place, number)
        if block["code"] in earlier:
            yield source.fault((*here, "code"), f"{block['code']} is asked twice")
        found = [*_shape(source, here, block), *_place(source, here, block, inside=inside)]
        yield from found
        if found:
            continue
        question = Question.parse(block)
        yield from _check(source, here, question, earlier)
        yield from check_questions(source, block.get("questions", []), (*here, "questions"), inside=True)
        earlier[question.code] = question


def _shape(source: Source, place: Place, block: Mapping[str, Any]) -> Iterator[Fault]:
    """The fields of its kind, limits in their order, options once each."""
    kind = KINDS[block["kind"]]
    for name in block.keys() - FOR_ALL - kind.takes:
        yield source.fault((*place, name), f"is not for a question of the kind {kind.name}")
    for name in ("earliest", "latest"):
        if name in block and not is_limit(block[name]):
            yield source.fault((*place, name), f"{block[name]} is no day of the calendar")
    for low, high in BOUNDS:
        if (
            low in block
            and high in block
            and TODAY not in (block[low], block[high])
            and block[low] > block[high]
        ):
            yield source.fault((*place, high), f"is below {low}, nobody could answer")
    codes = [option["code"] for option in block.get("options", [])]
    for number, code in enumerate(codes):
        if code in codes[:number]:
            yield source.fault((*place, "options", number, "code"), f"{code} is offered twice")


def _place(source: Source, place: Place, block: Mapping[str, Any], *, inside: bool) -> Iterator[Fault]:
    """What cannot stand where it stands."""
    if inside and block["kind"] in NOT_INSIDE:
        yield source.fault((*place, "kind"), f"{block['kind']} cannot be asked inside a group")
    field = block.get("source")
    if field is None:
        return
    if inside:
        yield source.fault((*place, "source"), "a register answers no question inside a group")
    elif field not in _values_read(source):
        yield source.fault((*place, "source"), f"{field} is not read as a VALUE for the purpose")


def _values_read(source: Source) -> set[str]:
    reads = source.values["purpose"]["reads"]
    return {each["field"] for each in reads if each["disclosure"] == "VALUE"}


def _check(
    source: Source, place: Place, question: Question, earlier: Mapping[str, Question]
) -> Iterator[Fault]:
    if question.default is not None and not question.validator.is_valid(question.default):
        says = "is not among the options" if question.options else "is no answer to it"
        yield source.fault((*place, "default"), f"{question.default!r} {says}")
    if question.only_if:
        yield from _check_condition(source, (*place, "only_if"), question.only_if, earlier)


def _check_condition(
    source: Source, place: Place, condition: Condition, earlier: Mapping[str, Question]
) -> Iterator[Fault]:
    """A question that waits for an answer nobody can give would never be asked."""
    several = (*place, condition.match) in source.lines
    for index, test in enumerate(condition.tests):
        here = (*place, condition.match, index) if several else place
        if test.question not in earlier:
            yield source.fault((*here, "question"), f"{test.question} is not asked before it")
            continue
        for number, answer in enumerate(test.answers):
            if not _possible(earlier[test.question], answer):
                says = f"{answer!r} is no answer to {test.question}"
                yield source.fault((*here, "is", number), says)


def _possible(question: Question, answer: Any) -> bool:
    """Of several that may be chosen, a condition names one."""
    if question.kind == "several_of":
        return isinstance(answer, str) and answer in question.options
    return bool(question.validator.is_valid(answer))
