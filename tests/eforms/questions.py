"""One question of every kind, and a form in which questions hang on each other.

used_for   one_of SELF|LOAN, default SELF
bank       text, asked when used_for is LOAN
large      yes_no, asked when used_for is LOAN
guarantor  phone, asked when large is yes: hidden with it when the loan goes
note       text of 5 characters at most, may stay empty
true       declaration
"""

from typing import Any

from services.eforms.form import Form
from services.eforms.kinds import KINDS as REGISTERED
from services.eforms.question import Question

LABEL = {"zh": "这一项", "en": "This item"}
OPTIONS = [
    {"code": "A", "label": {"zh": "甲", "en": "First"}},
    {"code": "B", "label": {"zh": "乙", "en": "Second"}},
]
KINDS = tuple(REGISTERED)


def block(code: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "kind": kind, "label": {"zh": f"问{code}", "en": f"Item {code}"}, **more}


# what a question of the kind cannot do without
NEEDED: dict[str, dict[str, Any]] = {
    "one_of": {"options": OPTIONS},
    "several_of": {"options": OPTIONS},
    "group": {"questions": [block("name", "text", longest=5), block("born", "date", required=False)]},
}
# an answer that will do, as coerce makes it
RIGHT: dict[str, Any] = {
    "text": "云州",
    "number": 12,
    "money": 120050,
    "date": "2026-03-08",
    "partial_date": "1958-03",
    "yes_no": False,
    "one_of": "A",
    "several_of": ["B", "A"],
    "phone": "13800138000",
    "id_number": "990102195803081247",
    "credit_code": "11990100MB1002024T",
    "bank_account": "6217003812004568902",
    "address": {"region": "990102", "detail": "和平路 12 号"},
    "group": [{"name": "小明", "born": "2019-09-01"}, {"name": "小红"}],
    "file": ["0b8f6ef0-6a8e-4a0e-8f5a-0d8c1ad1a001"],
    "declaration": True,
}


def question(kind: str, **more: Any) -> Question:
    return Question.parse({"code": "q", "kind": kind, "label": LABEL, **NEEDED.get(kind, {}), **more})


LOAN = Form.parse(
    [
        block(
            "used_for",
            "one_of",
            default="SELF",
            options=[{"code": code, "label": LABEL} for code in ("SELF", "LOAN")],
        ),
        block("bank", "text", only_if={"question": "used_for", "is": ["LOAN"]}),
        block("large", "yes_no", only_if={"question": "used_for", "is": ["LOAN"]}),
        block("guarantor", "phone", only_if={"question": "large", "is": [True]}),
        block("note", "text", required=False, longest=5),
        block("true", "declaration"),
    ]
)
GOOD = {"used_for": "LOAN", "bank": "云州银行", "large": True, "guarantor": "13800138000", "true": True}


def codes(form: Form, answers: dict[str, Any]) -> list[str]:
    return [each.code for each in form.visible(answers)]
