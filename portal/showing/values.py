"""How a stored value is read by people: one rendering, shared by every face. Text only; templates escape it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext, pgettext

from portal.templatetags.texts import day, masked
from services.departments.queries import region_name
from services.people.identity_numbers import age_on
from services.sharing.models import DataField
from services.texts import in_language

BIRTH = ".birth_on"


def show(field: DataField, value: Any, *, today: date) -> str:
    """The value in the language of the page; an identity number masked, a birth with the age it means, a code as words."""
    language = get_language() or "zh-hans"
    if value in (None, "", []):
        return gettext("Not recorded")
    if field.code == "population.id_no":
        return masked(value)
    if field.code == "population.hukou_region":
        return in_language(region_name(value), language) or value
    if field.kind == "date":
        return _day(field, date.fromisoformat(value), today)
    if field.kind == "list":
        return pgettext("between the parts of a list", ", ").join(
            _word(field.values, each, language) for each in value
        )
    return _word(field.values, value, language)


def _word(words: Mapping[str, Any] | None, value: Any, language: str) -> str:
    return in_language((words or {}).get(str(value)), language) or str(value)


def _day(field: DataField, value: date, today: date) -> str:
    if not field.code.endswith(BIRTH) or value > today:
        return day(value)
    return gettext("%(day)s, %(age)d years old") % {"day": day(value), "age": age_on(value, today)}
