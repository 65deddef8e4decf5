"""What a certificate says, composed from evidence, answers and decision as the item's package names them. Pure of writes."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from services.applications.deciding import values_of
from services.applications.models import Application
from services.catalogue.variants import VARIANT, variants_of
from services.certificates.wording import in_words
from services.departments.queries import region_name
from services.eforms.world import World
from services.sharing.models import DataField
from services.texts import LANGUAGES, Text

# a certificate never shows an empty line: whoever reads it could not tell nothing from a fault
NOT_ON_RECORD: Text = {"zh": "登记中没有", "en": "not on record"}
NOT_GIVEN: Text = {"zh": "未填写", "en": "not given"}


def compose(application: Application) -> dict[str, Text]:
    """Entry name -> text in both languages."""
    values = {**values_of(application), **_of_decision(application)}
    entries = application.content["certificate"]["record"]
    say = _labels(application)
    return {entry["name"]: say(entry["from"], values.get(entry["from"])) for entry in entries}


def _of_decision(application: Application) -> dict[str, Any]:
    decision = application.decision
    return {"decision.amount": amount(decision.amount_fen), "decision.month": month(localdate(decision.at))}


def amount(fen: int) -> str:
    """Yuan with thousands, decimals only where there are any: 1,000 or 300.50."""
    yuan, rest = divmod(fen, 100)
    return f"{yuan:,}" + (f".{rest:02}" if rest else "")


def month(day: date) -> Text:
    return {"zh": f"{day.year}年{day.month}月", "en": f"{day:%B %Y}"}


def _labels(application: Application) -> Callable[[str, Any], Text]:
    """Values of enumerations and options as the words people read, days as they are written."""
    questions = {f"answers.{each.code}": each for each in application.form.questions}
    fields = {field.code: field for field in DataField.objects.all()}

    def say(code: str, value: Any) -> Text:
        if code == VARIANT and value:
            return variants_of(application.content)[value]["name"]  # type: ignore[no-any-return]
        if value in (None, "", []):
            return NOT_GIVEN if code.startswith("answers.") else NOT_ON_RECORD
        if code in questions and value is not None:
            return questions[code].shown(value, World(region=region_name))
        field = fields.get(code)
        if field and field.kind == DataField.Kind.DATE:
            return in_words(date.fromisoformat(value))
        return _say(value, field.values or {} if field else {})

    return say


def _say(value: Any, words: Mapping[str, Text]) -> Text:
    if isinstance(value, Mapping):
        return value
    if isinstance(value, list):
        joint = {"zh": "、", "en": ", "}
        return {
            tongue: joint[tongue].join(_say(each, words)[tongue] for each in value) for tongue in LANGUAGES
        }
    plain = str(value)
    return words.get(plain) or dict.fromkeys(LANGUAGES, plain)
