"""Numbers that name something: phones, people, enterprises, cards. Spaces, dashes and small letters are no mistakes in them."""

import re
from typing import TYPE_CHECKING, Any

from services.eforms.cleaning import compact
from services.eforms.kinds.kind import Kind, Schema, both
from services.eforms.world import World
from services.people.identity_numbers import modern
from services.texts import Text

if TYPE_CHECKING:
    from services.eforms.question import Question

COUNTRY = re.compile(r"^(\+|00)?86(?=1[0-9]{10}$)")
TAIL = 4


class Code(Kind):
    """What all of them have in common."""

    form: Schema

    def coerce(self, question: "Question", raw: Any) -> Any:
        return self.normal(compact(raw)) or None if isinstance(raw, str) else raw

    def normal(self, code: str) -> str:
        return code

    def schema(self, question: "Question") -> Schema:
        return {"type": "string", **self.form}


class Phone(Code):
    """A mobile number; the country's code in front of it may stand or not."""

    name = "phone"
    form = {"format": "cn-mobile"}

    def normal(self, code: str) -> str:
        return COUNTRY.sub("", code)


class IdNumber(Code):
    """An old number of 15 digits becomes the one of 18 that replaced it."""

    name = "id_number"
    form = {"format": "cn-id"}

    def normal(self, code: str) -> str:
        return modern(code)

    def shown(self, question: "Question", answer: Any, world: World) -> Text:
        return both(tail(answer))


class CreditCode(Code):
    """统一社会信用代码 of an enterprise or organisation."""

    name = "credit_code"
    form = {"format": "cn-credit-code"}


class BankAccount(Code):
    """The number of a person's bank card. Accounts of enterprises have no check digit: ask for them as a text."""

    name = "bank_account"
    form = {"minLength": 16, "maxLength": 19, "format": "bank-card"}

    def shown(self, question: "Question", answer: Any, world: World) -> Text:
        return both(tail(answer))


def tail(answer: Any) -> str:
    """Stars and the last four: pages are read over shoulders."""
    text = str(answer)
    return "*" * (len(text) - TAIL) + text[-TAIL:] if len(text) > 2 * TAIL else text
