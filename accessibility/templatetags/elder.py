"""Tags of elder mode: the read-aloud controls and the one suggestion."""

from typing import Any

from django import template
from django.utils import timezone

from accessibility.suggestion import suggests

register = template.Library()


@register.inclusion_tag("parts/read_aloud.html", takes_context=True)
def read_aloud(context: dict[str, Any]) -> dict[str, Any]:
    """读给我听: shown in elder mode, and by its script only where the device has a voice. Once a page."""
    return {"elder": context.get("elder", False)}


@register.inclusion_tag("parts/suggest_elder.html", takes_context=True)
def suggest_elder(context: dict[str, Any]) -> dict[str, Any]:
    """The card for people of 60 and more who have not answered yet. Its buttons belong to the form in the footer."""
    request = context["request"]
    asked = request.user.is_authenticated and suggests(request.user, request.display, timezone.localdate())
    return {"asked": asked}
