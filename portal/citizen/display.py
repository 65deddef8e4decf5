"""Changing how the pages look: mode, text size, contrast. Plain POSTs, so that they work without JavaScript."""

from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accessibility.display import Display, read
from accessibility.preferences import remember


@login_not_required
@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Fields, each optional: `mode`, `size`, `contrast`; `suggestion=no` refuses elder mode; `next`: the page to return to."""
    wanted = read(request.POST, cast(Display, request.display))  # type: ignore[attr-defined]
    answered = "mode" in request.POST or request.POST.get("suggestion") == "no"
    response = HttpResponseRedirect(_back(request))
    remember(request, response, wanted, answered_at=timezone.now() if answered else None)
    return response


def _back(request: HttpRequest) -> str:
    """To the page one came from, and after a change of size or colour to its buttons: people press them again."""
    page = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure()):
        page = "/"
    pressed_below = "size" in request.POST or "contrast" in request.POST
    return f"{page.split('#')[0]}#display" if pressed_below else page
