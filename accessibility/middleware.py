"""Gives every request its `display`, and keeps pages made for one reader out of shared caches.

`request.display` is looked up when a page first asks for it: a file or an answer of the API costs no query.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.functional import SimpleLazyObject

from accessibility.display import Display, read
from accessibility.preferences import display_for, write_cookies


class DisplayMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        shown: list[Display] = []

        def look_up() -> Display:
            shown.append(display_for(request))
            return shown[0]

        request.display = SimpleLazyObject(look_up)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if shown and read(request.COOKIES) != shown[0] and not response.cookies.get("mode"):
            write_cookies(response, shown[0])  # so that the page looks the same after signing out
        return _kept_private(request, response)


def _kept_private(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if request.user.is_authenticated:
        patch_cache_control(response, no_store=True, private=True)
        patch_vary_headers(response, ["Cookie"])
    elif response.get("Content-Type", "").startswith("text/html"):
        patch_cache_control(response, private=True)
        patch_vary_headers(response, ["Cookie"])
    return response
