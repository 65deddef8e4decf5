"""What a page posted, as raw answers for `Form.coerce`. The name of an input is `q-` and the code, parts after dots:
`q-home.detail`, `q-children.0.name`."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import QueryDict

from services.eforms.kinds.groups import MOST_ENTRIES
from services.eforms.question import Question

PREFIX = "q-"
Reader = Callable[[QueryDict, str, Question], Any]


def read_answers(post: QueryDict, questions: Iterable[Question]) -> dict[str, Any]:
    """Only of these questions; of one that the page did not carry, nothing."""
    read = {each.code: _read(post, PREFIX + each.code, each) for each in questions}
    return {code: raw for code, raw in read.items() if raw is not None}


def _read(post: QueryDict, name: str, question: Question) -> Any:
    return READERS.get(question.kind, _one)(post, name, question)


def _one(post: QueryDict, name: str, question: Question) -> Any:
    return post.get(name)


def _list(post: QueryDict, name: str, question: Question) -> Any:
    return post.getlist(name) or None


def _address(post: QueryDict, name: str, question: Question) -> Any:
    parts = {part: post.get(f"{name}.{part}") for part in ("region", "detail")}
    return {part: raw for part, raw in parts.items() if raw is not None} or None


def _group(post: QueryDict, name: str, question: Question) -> Any:
    """One entry more than there may be is read too, so that the judge can say so."""
    most = (question.at_most or MOST_ENTRIES) + 1
    entries = [_entry(post, f"{name}.{number}.", question) for number in range(most)]
    return [entry for entry in entries if entry] or None


def _entry(post: QueryDict, prefix: str, question: Question) -> dict[str, Any]:
    read = {each.code: _read(post, prefix + each.code, each) for each in question.questions}
    return {code: raw for code, raw in read.items() if raw is not None}


READERS: Mapping[str, Reader] = {
    "several_of": _list,
    "file": _list,
    "address": _address,
    "group": _group,
}
