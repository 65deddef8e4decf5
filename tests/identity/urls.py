"""The real addresses, and two pages that say who is asking."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal.identity.actors import actor_of, person_required
from portal.urls import handler403, handler404, handler500  # noqa: F401
from portal.urls import urlpatterns as real


@login_not_required
def who(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.user.get_username() or "nobody")


def me(request: HttpRequest) -> HttpResponse:
    return HttpResponse(actor_of(request).key)


@person_required
def mine(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.person_id))  # type: ignore[attr-defined]


urlpatterns = [
    path("who/", who),
    path("me/", me),
    path("mine/", mine),
    path("desk/who/", who),
    *real,
]
