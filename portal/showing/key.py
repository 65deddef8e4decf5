"""The key that makes two presses one act, from a hidden field."""

from uuid import UUID

from django.http import HttpRequest


def posted_key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("request_key", ""))
    except ValueError:
        return None
