"""The actor behind a public page: somebody signed in, or nobody in particular."""

from django.http import HttpRequest

from portal.identity.actors import actor_of
from services.actions.actor import Actor, Role

NOBODY = Actor(Role.CITIZEN)


def visitor(request: HttpRequest) -> Actor:
    return actor_of(request) if request.user.is_authenticated else NOBODY
