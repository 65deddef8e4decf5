"""A form with every kind of question, and one question of any kind.

used_for   one_of SELF|LOAN, default SELF
bank       text, asked when used_for is LOAN
large      yes_no, asked when used_for is LOAN
guarantor  phone, asked when large is yes: hidden with it when the loan goes
note       text of 5 characters at most, may stay empty
true       declaration
"""

from typing import Any

from services.eforms.form import Form, Question

LABEL = {"zh": "这一项", "en": "This item"}
OPTIONS = {"A": {"zh": "甲", "en": "First"}, "B": {"zh": "乙", "en": "Second"}}
KINDS = ("text", "one_of", "yes_no", "phone", "declaration")


def question(kind: str, **more: Any) -> Question:
    return Question(code="q", kind=kind, label=LABEL, options=OPTIONS if kind == "one_of" else {}, **more)


def block(code: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "kind": kind, "label": {"zh": f"问{code}", "en": f"Item {code}"}, **more}


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
