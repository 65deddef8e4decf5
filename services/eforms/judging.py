"""Whether answers will do, and if not, which one and how to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from services.eforms.form import Form
from services.eforms.messages import IN_ENTRY, MESSAGES, nearest
from services.eforms.question import Answers, Question
from services.eforms.world import NOWHERE, World
from services.texts import Text

LONGEST_NAME = 40  # of a question nobody asked, as it is told back


@dataclass(frozen=True)
class Objection:
    """One fault and its sentence in both languages. `question` is a code, with parts of an answer after dots:
    `home.detail`, `children.0.name`."""

    question: str
    says: Text


def judge(form: Form, answers: Answers, world: World = NOWHERE) -> list[Objection]:
    """One objection for each wrong answer, in the order of the questions. `answers` are coerced already."""
    settled = form.settled(world.known) if world.known else {}
    visible = form.visible({**answers, **settled} if settled else answers)
    asked = {each.code: each for each in visible if each.code not in settled}
    found = [fault for each in asked.values() for fault in _faults(each, answers.get(each.code), world)]
    for code, answer in answers.items():
        if code not in asked and answer is not None:
            found.append(_uncalled(form, code, "settled" if code in settled else "hidden"))
    return found


def _faults(question: Question, answer: Any, world: World) -> Iterator[Objection]:
    if answer is None:
        if question.required:
            yield _objection(question, question.way.missing)
        return
    try:
        if not question.validator.is_valid(answer):
            yield from _broken(question, answer)
            return
    except ValueError:  # nested too deep, or half a character: no JSON can carry it
        yield _objection(question, "type")
        return
    if beyond := question.way.beyond(question, answer, world):
        reason, limit = beyond
        part = "region" if reason.startswith("region") else ""
        yield _objection(question, reason, part=part, limit=limit)
    if question.questions:
        yield from _in_entries(question, answer, world)


def _broken(question: Question, answer: Any) -> Iterator[Objection]:
    """What the schema says, once for each part of the answer."""
    told = set()
    for error in question.validator.iter_errors(answer):
        name, limit = error.kind.name, getattr(error.kind, "value", "")
        parts = [step for step in error.instance_path if isinstance(step, str)]
        if name == "required":
            parts.append(error.kind.property)
        part = ".".join(parts)
        if part not in told:
            told.add(part)
            reason = question.way.reason(str(limit) if name == "format" else name, answer)
            yield _objection(question, reason, part=part, limit=limit, answer=answer)


def _in_entries(question: Question, entries: list[Answers], world: World) -> Iterator[Objection]:
    for number, entry in enumerate(entries):
        for fault in judge(Form(question.questions), entry, world):
            says = {
                tongue: IN_ENTRY[tongue].format(label=question.label[tongue], number=number + 1, says=words)
                for tongue, words in fault.says.items()
            }
            yield Objection(f"{question.code}.{number}.{fault.question}", says)


def _objection(
    question: Question, reason: str, *, part: str = "", limit: Any = "", answer: Any = ""
) -> Objection:
    words, limits = nearest(question.kind, part, reason), question.way.limit(limit)
    given = len(answer) if isinstance(answer, str | list) else 0
    says = {
        tongue: sentence.format(label=question.label[tongue], limit=limits[tongue], given=given)
        for tongue, sentence in words.items()
    }
    return Objection(f"{question.code}.{part}" if part else question.code, says)


def _uncalled(form: Form, code: str, reason: str) -> Objection:
    if question := form.by_code.get(code):
        return _objection(question, reason)
    label = code[:LONGEST_NAME].encode(errors="replace").decode()
    return Objection(
        code, {tongue: words.format(label=label) for tongue, words in MESSAGES["unknown"].items()}
    )
