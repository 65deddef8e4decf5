"""Only data officers of a department come in here; for others these pages are not there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from portal.identity.actors import actor_of
from services.sharing.actions.settle import is_data_officer


def for_data_officers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def let_in(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_data_officer(actor_of(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return let_in
