"""Who is asking: from the session to the `Actor` an action takes, and the guards of pages that need a
person.

The doors have already made everybody on the wrong side anonymous (`doors.py`), and
`LoginRequiredMiddleware` has sent anonymous people to sign in wherever a view is not marked public.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now

from services.actions.actor import Actor, Role
from services.departments import queries as departments
from services.departments.models import StaffMember
from services.people.models import User

SAFE_METHODS = ("GET", "HEAD")
SECOND_FACTOR_AT = "second_factor_at"  # in the session


class SignedInRequest(HttpRequest):
    """Somebody's request, on their own side of the house."""

    user: User


class PersonRequest(SignedInRequest):
    """The request of a citizen whose account belongs to a confirmed person."""

    person_id: UUID


def actor_of(request: HttpRequest) -> Actor:
    """An anonymous reader is a citizen without any id: sees what is public, and may do nothing."""
    user = request.user
    if not user.is_authenticated:
        return Actor(Role.CITIZEN)
    if user.kind == User.Kind.CITIZEN:
        return Actor(Role.CITIZEN, user_id=user.pk, person_id=user.person_id)
    post = post_of(request)
    return Actor(
        Role.STAFF,
        user_id=user.pk,
        department_id=post.department_id if post else None,
        second_factor_at=_second_factor_at(request),
    )


def note_second_factor(request: HttpRequest) -> None:
    """Now, in this session."""
    request.session[SECOND_FACTOR_AT] = now().isoformat()


def _second_factor_at(request: HttpRequest) -> datetime | None:
    told = request.session.get(SECOND_FACTOR_AT)
    return datetime.fromisoformat(told) if told else None


def post_of(request: HttpRequest) -> StaffMember | None:
    """The post of whoever is signed in. Frame, actor and page all ask for it: read once a request and account."""
    known: dict[int, StaffMember | None] = request.__dict__.setdefault("posts_read", {})
    pk = request.user.pk or 0
    if pk not in known:
        known[pk] = departments.post_of(pk)
    return known[pk]


def person_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For pages of a `PersonRequest`: others sign in first, or prove who they are, and come back."""

    @wraps(view)
    def with_person(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        if not user.is_authenticated:
            return redirect_to_login(_way_back(request))
        if user.person_id is None:
            return HttpResponseRedirect(reverse("proof", query={"next": _way_back(request)}))
        request.person_id = user.person_id  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return with_person


def safe_next(request: HttpRequest, target: str | None) -> str:
    """`target` if it leads to a page of this very site, else the home page."""
    own = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if own and target else "/"


def _way_back(request: HttpRequest) -> str:
    """The page to return to. What was posted cannot be repeated by a link: then the page it was posted
    from."""
    if request.method in SAFE_METHODS:
        return request.get_full_path()
    page = urlsplit(request.headers.get("referer", ""))
    if page.netloc != request.get_host():
        return "/"
    return urlunsplit(("", "", page.path or "/", page.query, ""))
