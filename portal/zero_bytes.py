"""Zero bytes end here: no text of PostgreSQL can hold one, and nobody types one on purpose.

Before any view sees a request, they are left out of its query string and of the fields of its form, and an address that
has one in its path leads nowhere. Views of the API refuse them in the field that has them, as programs are told what is
wrong with what they send (portal/api/view.py); a view that is exempt from the check of forms reads its body itself.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

ZERO = "\0"
View = Callable[..., HttpResponse]


class ZeroByteMiddleware:
    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: Mapping[str, Any]
    ) -> None:
        """Raises Http404 for a path with a zero byte."""
        if hasattr(view, "cls"):  # of the API
            return
        if ZERO in request.path_info:
            raise Http404
        request.GET = without(request.GET)  # type: ignore[assignment]
        if not getattr(view, "csrf_exempt", False):
            request.POST = without(request.POST)  # type: ignore[assignment]


def without(given: QueryDict) -> QueryDict:
    """The same, if it holds none."""
    pairs = [(name, value) for name, values in given.lists() for value in values]
    if not any(ZERO in name or ZERO in str(value) for name, value in pairs):
        return given
    left = QueryDict(mutable=True, encoding=given.encoding)
    for name, value in pairs:
        left.appendlist(name.replace(ZERO, ""), str(value).replace(ZERO, ""))
    return QueryDict(left.urlencode(), encoding=left.encoding)


def names_with(given: QueryDict) -> list[str]:
    """Of the fields that hold one, in their names or in their values."""
    return [name for name, values in given.lists() if any(ZERO in each for each in (name, *map(str, values)))]
