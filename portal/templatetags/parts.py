"""The parts pages are put together from: signs, chips, source stamps, the menu, questions.

A part that needs a little thinking is a tag here; the others are plain includes in templates/parts/, each with its own
comment. templates/base.html tells which is which.
"""

from datetime import datetime
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

register = template.Library()

# kind -> (class, sign, whether it is filled): always a shape, a word and a colour
CHIPS = {
    "ok": ("", "check", False),
    "wait": ("wait", "clock", False),
    "ask": ("soon", "dia", True),
    "soon": ("soon", "tri", True),
    "over": ("over", "sq", True),
    "no": ("no", "cross", False),
}

# the first page of each section, the other pages that belong to it, its name
Section = tuple[str, set[str], Any]
SECTIONS: list[Section] = [
    ("home", {"search", "guide", "fits", "entry", "check", "wrong", "proof"}, _("Services")),
    ("applications", {"application"}, _("My applications")),
    ("wallet", {"certificate_pdf"}, _("My certificates")),
    ("inbox", set(), _("My messages")),
    ("my_data", {"my_data_printed", "dispute"}, _("Who saw my data")),
]
PUBLIC_SECTIONS: list[Section] = [
    SECTIONS[0],
    ("verify", {"verify_code"}, _("Check a certificate")),
    ("figures", {"figure", "sharing", "sharing_month"}, _("How we are doing")),
]


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """A sign from icons.svg. Decoration: the word beside it says the same."""
    return format_html(
        '<svg class="i {}" aria-hidden="true"><use href="{}#{}"/></svg>'
        if css
        else '<svg class="i{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        css,
        _sprite(),
        name,
    )


@cache
def _sprite() -> str:
    return static("portal/icons.svg")


@register.inclusion_tag("parts/chip.html")
def chip(kind: str, word: str) -> dict[str, Any]:
    """A status: `ok`, `wait`, `ask` (your turn), `soon`, `over` (overdue) or `no`, and its word."""
    css, sign, filled = CHIPS[kind]
    return {"css": css, "sign": sign, "filled": "fill" if filled else "", "word": word}


@register.inclusion_tag("parts/source.html")
def source(department: str, resource: str, as_of: datetime | None = None) -> dict[str, Any]:
    """Where a value comes from: 〔公安局〕人口库，今天 09:12. Names already in the page's language."""
    return {"department": department, "resource": resource, "as_of": as_of}


@register.inclusion_tag("parts/back.html")
def back(url: str, word: str) -> dict[str, str]:
    """The one way back, above the heading: a URL name without arguments, or a path."""
    return {"href": url if url.startswith("/") else _address(url) or "/", "word": word}


@register.inclusion_tag("parts/sections.html", takes_context=True)
def sections(context: dict[str, Any], place: str = "") -> dict[str, Any]:
    """The menu for this reader, the present section marked; `"top"` is the short one of the header. A section whose
    page is not installed is left out."""
    request = context["request"]
    here = getattr(request.resolver_match, "url_name", None)
    return {
        "sections": [
            {"href": href, "word": word, "current": here == name or here in others}
            for name, others, word in _sections_for(request.user.is_authenticated, place)
            if (href := _address(name))
        ]
    }


def _sections_for(signed_in: bool, place: str) -> list[Section]:
    if not signed_in:
        return PUBLIC_SECTIONS
    return SECTIONS if place == "top" else SECTIONS + PUBLIC_SECTIONS[1:]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@register.simple_tag
def control(field: BoundField, hint: str = "", css: str = "") -> SafeString:
    """The input of a question, tied to its error and to the hint that is shown, without a placeholder: the label asks."""
    field.help_text = hint  # Django ties the input to its help text; what is not shown must not be tied
    field.field.widget.attrs.pop("placeholder", None)
    return field.as_widget(attrs={"class": css} if css else {})


@register.filter
def kind(field: BoundField) -> str:
    """`choices`, `checkbox` or `line`: which of the three shapes a question has."""
    widget = field.widget_type
    if widget in {"radioselect", "checkboxselectmultiple"}:
        return "choices"
    return "checkbox" if widget == "checkbox" else "line"


@register.inclusion_tag("parts/demo_sign_ins.html", takes_context=True)
def demo_sign_ins(context: dict[str, Any]) -> dict[str, Any]:
    """In the demonstration: the citizens one can be (portal/demo/sign_ins.py). Elsewhere nothing, whatever exists."""
    people = import_string("portal.demo.sign_ins.citizens")() if settings.DEMO else []
    return {"people": people, "request": context["request"], "csrf_token": context.get("csrf_token")}
