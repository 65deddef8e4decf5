"""Words for codes of the sharing of data, where a template has the code."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.showing.here import here
from services.sharing.models import DataField, Reason
from services.sharing.shortcomings import Kind

register = template.Library()

FINDINGS: Mapping[str, str] = {
    Kind.OVER_DELIVERED: gettext_noop("More came than was asked for; it was thrown away"),
    Kind.UNFIT: gettext_noop("Not of the kind the directory promises; thrown away"),
    Kind.STALE: gettext_noop("Older than the directory promises"),
    Kind.CONFLICT: gettext_noop("Another register says otherwise"),
    Kind.NOT_LET_IN: gettext_noop("The whole answer was not let in"),
    Kind.LATE: gettext_noop("No answer in time"),
}


@register.filter
def finding(kind: str) -> str:
    return _(FINDINGS[kind])


@register.filter
def field_or_reason(code: str) -> str:
    if code in Reason.values:
        return str(Reason(code).label)
    label = DataField.objects.filter(code=code).values_list("label", flat=True).first()
    return here(label) or code


@register.filter
def field_label(code: str) -> str:
    return field_or_reason(code)
