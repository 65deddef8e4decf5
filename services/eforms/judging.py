"""Whether answers will do, and if not, which one and how to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.eforms.form import Answers, Form, Question

# keyword of JSON Schema (or format) -> what to say; {label} is the question, {limit} the keyword's value
MESSAGES: Mapping[str, Mapping[str, str]] = {
    "required": {"zh": "请回答“{label}”。", "en": "Answer “{label}”."},
    "enum": {"zh": "请在“{label}”里选一项。", "en": "Choose one of the options for “{label}”."},
    "const": {"zh": "请勾选“{label}”。", "en": "Tick “{label}”."},
    "minLength": {"zh": "请回答“{label}”。", "en": "Answer “{label}”."},
    "maxLength": {
        "zh": "“{label}”最多 {limit} 个字。",
        "en": "“{label}” may have {limit} characters at most.",
    },
    "cn-mobile": {
        "zh": "“{label}”应是 11 位手机号，请再看一遍。",
        "en": "“{label}” needs a mobile number of 11 digits.",
    },
    "type": {"zh": "“{label}”的写法不对。", "en": "“{label}” is not in the right form."},
    "hidden": {"zh": "这次没有问“{label}”，请不要填。", "en": "“{label}” was not asked, leave it out."},
    "unknown": {"zh": "表里没有“{label}”这一项。", "en": "The form has no question “{label}”."},
}
LONGEST_NAME = 40  # of a question nobody asked, as it is told back


@dataclass(frozen=True)
class Objection:
    """One fault: the question's code and the sentence in both languages."""

    question: str
    says: Mapping[str, str]


def judge(form: Form, answers: Answers) -> list[Objection]:
    """One objection for each wrong answer, in the order of the questions. `answers` are coerced already."""
    visible = form.visible(answers)
    found = [
        objection for question in visible if (objection := _judge_one(question, answers.get(question.code)))
    ]
    asked = {question.code for question in visible}
    known = {question.code: question for question in form.questions}
    for code in answers:
        if code not in asked and answers[code] is not None:
            found.append(_objection("hidden", known[code]) if code in known else _unknown(code))
    return found


def _judge_one(question: Question, answer: Any) -> Objection | None:
    if answer is None:
        missing = "const" if question.kind == "declaration" else "required"
        return _objection(missing, question) if question.required else None
    try:
        error = next(iter(question.validator.iter_errors(answer)), None)
    except ValueError:  # nested too deep, or half a character: no JSON can carry it
        return _objection("type", question)
    if error is None:
        return None
    name, limit = error.kind.name, error.kind.value
    return _objection(str(limit) if name == "format" else name, question, limit)


def _objection(reason: str, question: Question, limit: object = "") -> Objection:
    words = MESSAGES.get(reason, MESSAGES["type"])
    return Objection(
        question.code,
        {
            tongue: sentence.format(label=question.label[tongue], limit=limit)
            for tongue, sentence in words.items()
        },
    )


def _unknown(code: str) -> Objection:
    label = code[:LONGEST_NAME].encode(errors="replace").decode()
    return Objection(
        code, {tongue: sentence.format(label=label) for tongue, sentence in MESSAGES["unknown"].items()}
    )
